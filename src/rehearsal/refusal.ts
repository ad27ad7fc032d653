import type { Place } from '../schema/place.ts';
import type { RefusalCause, RefusedStatement } from '../schema/rehearsal.ts';
import { sameName } from '../sql/names.ts';
import { type AlterTableStmt, type InsertStmt, walk } from '../sql/tree.ts';

/** Why a statement is refused on a table with rows, by SQLite's message and the statement. */
export function readRefusal(
  { message, delicate }: { readonly message: string; readonly delicate: boolean },
  place: Place,
  table: string,
): RefusedStatement {
  const tree = place.statement?.tree;
  const added = tree?.type === 'AlterTableStmt' ? addedColumn(tree) : nameOfScript(place);
  const named = columnsOf(message);
  const base = { kind: 'refused', table, message } as const;
  const cause = causeOf(message);
  switch (cause) {
    case 'not-null-column':
    case 'non-constant-default':
    case 'stored-column':
    case 'references-default':
      return { ...base, cause, always: !delicate, columns: added === undefined ? [] : [added] };
    case 'check': {
      const isOwn = tree?.type === 'AlterTableStmt' && looksAtItselfOnly(tree);
      return { ...base, cause, always: isOwn && !delicate, columns: isOwn && added ? [added] : [] };
    }
    case 'null-values': {
      const never = tree?.type === 'InsertStmt' && !fills(tree, named);
      return { ...base, cause, always: never && !delicate, columns: named };
    }
    case 'foreign-key':
      return { ...base, cause, always: tree?.type === 'DropTableStmt' && !delicate, columns: [] };
    default:
      return { ...base, cause, always: false, columns: named };
  }
}

function causeOf(message: string): RefusalCause {
  if (/^cannot add a NOT NULL column/i.test(message)) return 'not-null-column';
  if (/^cannot add a column with non-constant default/i.test(message)) return 'non-constant-default';
  if (/^cannot add a STORED column/i.test(message)) return 'stored-column';
  if (/^cannot add a REFERENCES column/i.test(message)) return 'references-default';
  if (message.startsWith('UNIQUE constraint failed')) return 'duplicates';
  if (message.startsWith('NOT NULL constraint failed')) return 'null-values';
  if (message.startsWith('CHECK constraint failed')) return 'check';
  if (message.startsWith('FOREIGN KEY constraint failed')) return 'foreign-key';
  return 'other';
}

/** The columns that a message names: `UNIQUE constraint failed: book.title, book.year`. */
function columnsOf(message: string): string[] {
  const list = /^(?:UNIQUE|NOT NULL) constraint failed: (.*)$/.exec(message)?.[1];
  if (list === undefined || list.startsWith('index ')) return [];
  return list.split(', ').map((name) => name.slice(name.indexOf('.') + 1));
}

function addedColumn({ body }: AlterTableStmt): string | undefined {
  return body.type === 'AddColumnAlterTableBody' ? body.column.colName.text : undefined;
}

/** The column that a call of a script names. */
function nameOfScript({ names }: Place): string | undefined {
  for (const name of names?.keys() ?? []) if (name.startsWith('column ')) return name.slice('column '.length);
  return undefined;
}

/** True when the checks of a column that is added name no other column: its default alone decides. */
function looksAtItselfOnly({ body }: AlterTableStmt): boolean {
  if (body.type !== 'AddColumnAlterTableBody') return false;
  const { colName, constraints } = body.column;
  let only = true;
  for (const { constraint } of constraints) {
    if (constraint.type !== 'CheckColumnConstraint') continue;
    walk(constraint.expr, (node) => {
      if (node.type === 'QualifiedExpr') only = false;
      if (node.type === 'Id' && !sameName(node.name, colName.text)) only = false;
      return undefined;
    });
  }
  return only;
}

/** True when an INSERT gives a value to one of these columns. */
function fills({ columns }: InsertStmt, names: readonly string[]): boolean {
  if (!columns || columns.length === 0) return true;
  return names.some((name) => columns.some(({ text }) => sameName(text, name)));
}
