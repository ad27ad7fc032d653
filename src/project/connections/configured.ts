import { readConfiguredConnections } from '../../config/connections.ts';
import type { ConnectionFacts } from '../../embedded/connections/found.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';

const configuredIn = remember((file: SourceFile) =>
  file.apart === undefined && (file.kind === 'manifest' || file.kind === 'text')
    ? readConfiguredConnections(file.path, file.text)
    : undefined,
);

/** What programs and configuration files say of connections, by path. */
export function withConfigured(
  facts: ReadonlyMap<string, ConnectionFacts>,
  files: readonly SourceFile[],
): ReadonlyMap<string, ConnectionFacts> {
  const configured = files.flatMap((file): [string, ConnectionFacts][] => {
    const found = configuredIn(file);
    return found ? [[file.path, found]] : [];
  });
  return new Map([...facts, ...configured]);
}
