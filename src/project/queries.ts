import { walk } from '../sql/tree.ts';
import { isWithin } from './dialect.ts';
import { remember } from './remember.ts';
import type { DeclaredDatabase } from './signs/sign.ts';
import type { SourceFile } from './source-file.ts';

/** What the assignment of queries needs of a database. */
export interface QueryTarget {
  readonly name: string;
  readonly files: readonly SourceFile[];
  /** The tables and views that it has at some time, in lower case. */
  readonly tables: ReadonlySet<string>;
}

/**
 * The database that a file's queries are run on: the only one, the one that a configuration ties them to, or the only
 * one that has all of their tables. Undefined where several do: the nearest folder decides, if one is nearer.
 */
export function databaseOfQueries<T extends QueryTarget>(
  file: SourceFile,
  databases: readonly T[],
  declared: readonly DeclaredDatabase[],
): { database: T | undefined; reason: string } {
  const tied = declared.find(({ queries }) => queries.some((where) => isWithin(file.path, where)));
  const byDeclaration =
    tied &&
    databases.find(({ files }) =>
      files.some(({ path }) => tied.schema.some((where) => isWithin(path, where))),
    );
  if (byDeclaration)
    return { database: byDeclaration, reason: 'the configuration of sqlc ties it to its schema' };
  const [only, ...more] = databases;
  if (!only) return { database: undefined, reason: 'no schema is known' };
  if (more.length === 0) return { database: only, reason: 'it is the only database' };
  const read = tablesReadBy(file);
  const able = databases.filter(({ tables }) => [...read].every((table) => tables.has(table)));
  const [fitting, ...others] = able;
  if (!fitting || read.size === 0)
    return { database: undefined, reason: 'no database has all tables that it names' };
  if (others.length === 0) return { database: fitting, reason: 'it alone has the tables' };
  const near = able.map((database) => ({
    database,
    shared: Math.max(...database.files.map(({ folder }) => sharedFolders(file.folder, folder))),
  }));
  const best = Math.max(...near.map(({ shared }) => shared));
  const nearest = near.filter(({ shared }) => shared === best);
  return nearest.length === 1
    ? { database: nearest[0]?.database, reason: 'it is the nearest that has the tables' }
    : {
        database: undefined,
        reason: `several databases have its tables: ${able.map(({ name }) => name).join(', ')}`,
      };
}

/** The tables that a file's statements name, in lower case, without those that a WITH makes for the statement. */
const tablesReadBy = remember((file: SourceFile): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const { tree } of file.document.statements) {
    if (!tree || tree.type === 'PragmaStmt') continue;
    const local = new Set<string>();
    walk(tree, (node) => {
      if (node.type === 'CommonTableExpr') local.add(node.tblName.text.toLowerCase());
      return undefined;
    });
    walk(tree, (node) => {
      if (node.type !== 'QualifiedName') return undefined;
      const name = node.objName.text.toLowerCase();
      if (!local.has(name) && !name.startsWith('sqlite_')) found.add(name);
      return undefined;
    });
  }
  return found;
});

function sharedFolders(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return shared;
}
