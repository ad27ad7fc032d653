import type { SharedDeclarations, Surroundings } from '../../embedded/connections/pending.ts';
import { parentOf } from '../../text/paths.ts';
import type { DriverVersions } from '../versions/versions.ts';
import type { ConnectionContext } from './context.ts';

/** What the files of a project say to each other, for code in a folder. */
export function gatherShared(
  { files, facts }: Pick<ConnectionContext, 'files' | 'facts'>,
  versions: DriverVersions,
): (folder: string) => Surroundings {
  const shared: { folder: string; declarations: SharedDeclarations }[] = [];
  for (const { path } of files) {
    const declarations = facts.get(path)?.shared;
    if (declarations) shared.push({ folder: parentOf(path), declarations });
  }
  return (folder) => ({
    shared,
    folder,
    requires: (registry, name) => versions.of({ name, registry, packages: [name] }, folder) !== undefined,
  });
}
