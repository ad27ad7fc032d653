import { databasesOf } from '../deployment/databases.ts';
import { servicesOf } from '../deployment/services.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';

/** A database that the project opens where it is deployed. */
export interface ServerDatabase {
  /** Absolute, as the server sees it. */
  readonly path: string;
  /** What says so, as a clause: `DATABASE_PATH names it in compose.yaml`. */
  readonly why: string;
}

/** The databases that the project's services surely open on their servers, each once. */
export const serverDatabases = remember((project: Project): readonly ServerDatabase[] => {
  const byPath = new Map<string, ServerDatabase>();
  for (const placed of servicesOf(project)) {
    for (const { path, why, file } of databasesOf(placed, project)) {
      if (byPath.has(path)) continue;
      byPath.set(path, { path, why: why.includes(file.path) ? why : `${why} in ${file.path}` });
    }
  }
  return [...byPath.values()];
});
