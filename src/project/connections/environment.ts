import { isAtOrBelow, nameOf } from '../../text/paths.ts';
import type { SourceFile } from '../source-file.ts';

/** What the `.env` files of a project give to environment variables. */
export interface Environment {
  /**
   * The value of a variable for an application in a folder: as the nearest `.env` file in it or above says, that for
   * production first and the one that shows how to write it last. Undefined where none names it.
   */
  of(name: string, folder: string): EnvironmentValue | undefined;
}

/** What a file gives to a variable. */
export interface EnvironmentValue {
  /** Undefined where it is put together of others. */
  readonly value: string | undefined;
  readonly file: SourceFile;
}

/** The files, the one that counts most first; those for tests and for developers' machines do not. */
const ranks = [
  /^\.env\.prod(?:uction)?$/,
  /^\.env$/,
  /^\.env\.prod(?:uction)?\.(?:example|dist|sample|template)$/,
  /^\.env\.(?:example|dist|sample|template)$|^(?:example|sample)\.env$/,
];

/** Reads the `.env` files of a project, each when it is asked for. */
export function readEnvironment(files: readonly SourceFile[]): Environment {
  const ranked = files.flatMap((file) => {
    const rank = ranks.findIndex((pattern) => pattern.test(nameOf(file.path)));
    return rank < 0 ? [] : [{ file, rank }];
  });
  return {
    of(name, folder) {
      const above = ranked
        .filter(({ file: { folder: own } }) => isAtOrBelow(folder, own))
        .sort((a, b) => b.file.folder.length - a.file.folder.length || a.rank - b.rank);
      for (const { file } of above) {
        const value = assignedIn(file.text, name);
        if (value !== undefined) return { value: value.includes('${') ? undefined : value, file };
      }
      return undefined;
    },
  };
}

function assignedIn(text: string, name: string): string | undefined {
  const escaped = name.replace(/[^\w]/g, '\\$&');
  const line = new RegExp(`^[ \\t]*(?:export[ \\t]+)?${escaped}[ \\t]*=[ \\t]*(.*)$`, 'm').exec(text)?.[1];
  if (line === undefined) return undefined;
  const quoted = /^(["'])(.*?)\1/.exec(line)?.[2];
  return quoted ?? line.replace(/(?:^|\s)#.*$/, '').trim();
}
