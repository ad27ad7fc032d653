import { pragmaBoolean } from '../facts/pragmas.ts';
import { type Connection, effective } from '../project/connections/connection.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import { wrappingTool } from '../project/migration-transactions.ts';
import type { Project } from '../project/project.ts';
import { remember } from '../project/remember.ts';
import type { SourceFile } from '../project/source-file.ts';
import { readPragma } from '../sql/pragma.ts';
import type { Statement } from '../sql/statement.ts';
import { TransactionState } from '../sql/transactions.ts';

/**
 * Whether foreign keys are enforced where the migrations of a database start to run; undefined where that is not known.
 * D1 always enforces them, in a transaction of its own (https://developers.cloudflare.com/d1/sql-api/foreign-keys/).
 */
export function foreignKeysAtStart(database: LogicalDatabase, project: Project): boolean | undefined {
  if (database.tool === 'd1') return true;
  const { connections, sources } = project;
  if (connections.length === 0) return undefined;
  const values = new Set(connections.map((connection) => effective(connection, 'foreign_keys')));
  if (values.size !== 1) return undefined;
  const [value] = values;
  if (value === 'off') return false;
  // A program that switches them off somewhere may do so in order to migrate, or switch them on only behind it.
  return value === 'on' && !sources.some(switchesOff) && !connections.some(migratesFirst) ? true : undefined;
}

/** A call that runs migrations, not the definition of what is called so. */
const migrating =
  /(?<!\b(?:function|def|func|fn|void|fun)\s+)(?:\b\w*migrat\w*!?|\bgoose\.Up\w*|\bm\.Up|\bcommand\.upgrade)\s*\(/i;

/** True where a program runs migrations above the statement that switches foreign keys on. */
function migratesFirst({ file, site }: Connection): boolean {
  return site.settings.some(
    ({ pragma, range }) =>
      pragma === 'foreign_keys' &&
      range.start > site.range.start &&
      migrating.test(file.text.slice(site.range.start, range.start)),
  );
}

const switchesOff = remember(
  (file: SourceFile): boolean =>
    file.kind !== 'sql' &&
    file.mentions('foreign_keys') &&
    /foreign_keys?['"\s]*[=(,:]\s*['"]?(?:off|0|false|no)\b|disable_?foreign_?key|foreignKeys\(false\)/i.test(
      file.text,
    ),
);

/** True where a tool, or the platform, opens a transaction around a migration; undefined where that is not known. */
export function isWrapped(
  file: SourceFile,
  statement: Statement | undefined,
  database: LogicalDatabase,
  project: Project,
): boolean | undefined {
  const section = statement?.section;
  if (section?.inTransaction) return true;
  if (section && /^(?:goose|sql-migrate|dbmate)$/.test(section.tool)) return false;
  if (database.tool === 'd1') return true;
  const sqlFile = project.sqlFiles.get(file.path);
  return sqlFile && wrappingTool(sqlFile, project) !== undefined ? true : undefined;
}

/**
 * Whether foreign keys are enforced where a statement of a script runs, as far as the script settles it by itself;
 * undefined where it does not.
 * @param target the statement; without it, where the script ends
 */
export function foreignKeysWithin(
  statements: readonly Statement[],
  target: Statement | undefined,
  wrapped: boolean,
): boolean | undefined {
  const state = new TransactionState();
  let isOpen = wrapped;
  let here: boolean | undefined;
  for (const statement of statements) {
    state.enter(statement);
    if (statement === target) break;
    const { tree } = statement;
    const pragma = tree && readPragma(tree);
    if (pragma?.name === 'foreign_keys' && pragma.value !== undefined && !state.isOpen && !isOpen)
      here = pragmaBoolean(pragma.value);
    // Some scripts end the transaction of their tool, to get out of it.
    if (!state.isOpen && (tree?.type === 'CommitStmt' || tree?.type === 'RollbackStmt')) isOpen = false;
    state.follow(statement);
  }
  return here;
}
