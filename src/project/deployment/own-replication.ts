import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';

/** Systems that keep several copies of a database of SQLite the same, or serve one to many. */
const systems =
  /litefs|libsql|turso|rqlite|dqlite|marmot|corrosion|cr-?sqlite|mvsqlite|verneuil|harmonylite|hashicorp\/raft/i;

/** True where something in a project may bring the databases of several machines together. */
export const hasOwnReplication = remember(({ sources }: Pick<Project, 'sources'>): boolean =>
  sources.some(namesSystem),
);

const namesSystem = remember(({ path, text }: SourceFile) => systems.test(path) || systems.test(text));
