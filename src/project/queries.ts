import type { Statement } from '../sql/statement.ts';
import { walk } from '../sql/tree.ts';
import { isWithin } from './dialect.ts';
import { remember } from './remember.ts';
import type { DatabaseSign, FileSigns } from './signs/sign.ts';
import type { SourceFile } from './source-file.ts';

/** What the assignment of queries needs of a database. */
export interface QueryTarget {
  readonly name: string;
  readonly files: readonly SourceFile[];
  /** The tables and views that it has at some time, in lower case. */
  readonly tables: ReadonlySet<string>;
}

/**
 * The database that queries are run on: the only one, the one that a configuration ties them to, or the only one that
 * has all of their tables; where several have, the nearest, if one is nearer. A part of the project with a driver of its
 * own has its own databases.
 * @param named the tables that the queries name, in lower case
 */
export function databaseOfQueries<T extends QueryTarget>(
  file: Pick<SourceFile, 'path' | 'folder'>,
  named: ReadonlySet<string>,
  all: readonly T[],
  { signs, declared }: Pick<FileSigns, 'signs' | 'declared'>,
): { database: T | undefined; reason: string } {
  const own = partOf(file.path, signs);
  const databases = all.filter(({ files }) =>
    files.some(
      ({ path }) => (own === undefined || isWithin(path, own)) && !isOfOtherService(path, file.path),
    ),
  );
  const tied = declared.find(({ queries }) => queries.some((where) => isWithin(file.path, where)));
  const byDeclaration =
    tied &&
    databases.find(({ files }) =>
      files.some(({ path }) => tied.schema.some((where) => isWithin(path, where))),
    );
  if (byDeclaration)
    return { database: byDeclaration, reason: 'the configuration of sqlc ties it to its schema' };
  const [only, ...more] = databases;
  if (!only) {
    const reason = own === undefined ? 'no schema is known' : `no schema of ${own} is known`;
    return { database: undefined, reason };
  }
  if (more.length === 0) return { database: only, reason: 'it is the only database' };
  const able = databases.filter(({ tables }) => [...named].every((table) => tables.has(table)));
  const [fitting, ...others] = able;
  if (!fitting || named.size === 0)
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

/** True for two files of different services or applications of one repository. */
function isOfOtherService(a: string, b: string): boolean {
  const serviceOf = (path: string): string | undefined =>
    /^(?:.*\/)?(?:services|apps)\/[^/]+\//.exec(path)?.[0];
  const service = serviceOf(a);
  return service !== undefined && serviceOf(b) !== undefined && service !== serviceOf(b);
}

/** The part of the project, with a driver of SQLite of its own, that a file stands in; undefined for the whole. */
function partOf(path: string, signs: readonly DatabaseSign[]): string | undefined {
  const around = signs.filter(
    ({ dialect, folder }) => dialect === 'sqlite' && folder !== '' && isWithin(path, folder),
  );
  return around.sort((a, b) => b.folder.length - a.folder.length)[0]?.folder;
}

/** The tables that a file makes for itself, in lower case: temporary ones, and those of a scratch database. */
const madeBy = remember(
  (file: SourceFile): ReadonlySet<string> =>
    new Set(
      file.document.statements.flatMap(({ tree }) =>
        tree?.type === 'CreateTableStmt' ? [tree.tblName.objName.text.toLowerCase()] : [],
      ),
    ),
);

/** True for a statement about a table that its own file makes: what the schema says of the name is another table's. */
export function namesOwnTable({ tree }: Statement, file: SourceFile): boolean {
  const made = madeBy(file);
  if (!tree || made.size === 0) return false;
  let found = false;
  walk(tree, (node) => {
    if (node.type === 'QualifiedName' && made.has(node.objName.text.toLowerCase())) found = true;
    return undefined;
  });
  return found;
}

/** The tables that a file's statements name. */
export const tablesReadBy = remember(
  (file: SourceFile): ReadonlySet<string> =>
    new Set(file.document.statements.flatMap((statement) => [...tablesNamedBy(statement)])),
);

/** The tables that a statement names, in lower case, without those that a WITH makes for it. */
export function tablesNamedBy({ tree }: Pick<Statement, 'tree'>): ReadonlySet<string> {
  const found = new Set<string>();
  if (!tree || tree.type === 'PragmaStmt') return found;
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
  return found;
}

function sharedFolders(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  let shared = 0;
  while (shared < left.length && left[shared] === right[shared]) shared++;
  return shared;
}
