import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder for the duration of a run. */
export interface TemporaryFolder {
  readonly path: string;
  readonly remove: () => void;
}

/** Makes a folder that is removed when the process ends, however that comes, unless it is removed before. */
export function temporaryFolder(name: string): TemporaryFolder {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `${name}-`));
  const remove = () => {
    process.off('exit', remove);
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', remove);
  return { path: folder, remove };
}
