import type { RehearsalStep } from '../engine/rehearsal-protocol.ts';
import { tablesNamedBy } from '../project/queries.ts';
import type { Place } from '../schema/place.ts';
import { shapesSchema, statementStep } from '../schema/steps.ts';
import { readParameters } from '../sql/parameters.ts';
import { readPragma } from '../sql/pragma.ts';
import type { Statement, StatementSyntax } from '../sql/statement.ts';
import type { CreateTableStmt, Stmt } from '../sql/tree.ts';

/** Pragmas that change what the statements behind them do; the others are left out. */
const followedPragmas = new Set([
  'foreign_keys',
  'defer_foreign_keys',
  'legacy_alter_table',
  'recursive_triggers',
  'ignore_check_constraints',
]);

/** A statement of a migration as the engine runs it on rows; undefined for one that changes nothing. */
export function rehearsalStep({ syntax }: Statement, place: Place): RehearsalStep | undefined {
  const { tree, text } = syntax;
  if (syntax.hasPlaceholder || readParameters(text).length > 0)
    return { touches: targetOf(tree) ?? (tree ? undefined : []) };
  if (tree?.type === 'CreateTableStmt' && tree.temporary)
    return { sql: text, touches: [], reads: [...tablesNamedBy(syntax)] };
  if (shapesSchema(syntax)) return shapingStep(syntax, place);
  switch (tree?.type) {
    case 'BeginStmt':
    case 'CommitStmt':
    case 'RollbackStmt':
    case 'SavepointStmt':
    case 'ReleaseStmt':
      return { sql: text, touches: [] };
    case 'PragmaStmt': {
      const pragma = readPragma(tree);
      if (!pragma || pragma.value === undefined) return undefined;
      // What it then does to the schema by hand is not followed.
      if (pragma.name === 'writable_schema') return { touches: undefined };
      return followedPragmas.has(pragma.name) ? { sql: text, touches: [] } : undefined;
    }
    case 'InsertStmt':
    case 'UpdateStmt':
    case 'DeleteStmt': {
      const touches = targetOf(tree) as string[];
      const reads = [...tablesNamedBy(syntax)].filter((name) => !touches.includes(name));
      return { sql: text, touches, reads, changesRows: true, rewrites: rewriteOf(tree) };
    }
    case undefined:
      return /^(?:INSERT|UPDATE|DELETE|REPLACE|WITH)\b/i.test(text)
        ? { sql: text, touches: undefined, changesRows: true }
        : undefined;
    default:
      return undefined;
  }
}

function targetOf(tree: Stmt | undefined): string[] | undefined {
  return tree?.type === 'InsertStmt' || tree?.type === 'UpdateStmt' || tree?.type === 'DeleteStmt'
    ? [tree.tblName.objName.text.toLowerCase()]
    : undefined;
}

function shapingStep(syntax: StatementSyntax, place: Place): RehearsalStep {
  const { tree } = syntax;
  const { run, touches, renames, creates } = statementStep(syntax, place);
  return {
    sql: run?.sql,
    stub: run?.stub,
    touches,
    ...(tree?.type === 'CreateTableStmt' && {
      reads: [...tablesNamedBy(syntax)].filter((name) => !touches?.includes(name)),
      ...tableStep(tree),
    }),
    drops: dropOf(tree),
    renames,
    creates,
    ...(tree?.type === 'AlterTableStmt' &&
      tree.body.type === 'DropColumnAlterTableBody' && {
        rewrites: { table: tree.tblName.objName.text.toLowerCase(), by: 'drop-column' as const },
      }),
  };
}

function tableStep({ body, tblName, ifNotExists }: CreateTableStmt): Partial<RehearsalStep> {
  const table = tblName.objName.text.toLowerCase();
  if (body.type === 'AsSelectCreateTableBody') return { copies: table };
  // A foreign key says nothing of the rows of its parent.
  const columns = body.columns.map(({ colName }) => colName.text);
  return { reads: [], ...(ifNotExists && { expects: { table, columns } }) };
}

function dropOf(tree: Stmt | undefined): RehearsalStep['drops'] {
  switch (tree?.type) {
    case 'DropTableStmt':
      return { kind: 'table', name: tree.tblName.objName.text.toLowerCase() };
    case 'DropIndexStmt':
      return { kind: 'index', name: tree.idxName.objName.text.toLowerCase() };
    case 'DropTriggerStmt':
      return { kind: 'trigger', name: tree.triggerName.objName.text.toLowerCase() };
    case 'DropViewStmt':
      return { kind: 'view', name: tree.viewName.objName.text.toLowerCase() };
    default:
      return undefined;
  }
}

/** A statement that writes every row of a table again. */
function rewriteOf(tree: Stmt): RehearsalStep['rewrites'] {
  if (tree.type !== 'UpdateStmt' || tree.whereClause || tree.limit) return undefined;
  return {
    table: tree.tblName.objName.text.toLowerCase(),
    by: 'update',
    columns: tree.sets.flatMap(({ colNames }) => colNames.map(({ text }) => text.toLowerCase())),
  };
}
