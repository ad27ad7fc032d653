import type { Node } from '@vscode/tree-sitter-wasm';
import { whereItCan } from '../operation-list.ts';
import type { SchemaOperation } from '../operations.ts';

/**
 * What stands between a statement and its being run: a question whether a part of the schema exists, which a fresh
 * database answers so that the statement works, or something else that nobody can tell beforehand.
 */
export type Certainty = 'existence' | { readonly reason: string };

export function unsure(reason: string): Certainty {
  return { reason };
}

/** True for SQL that may change the schema: anything but a data fix. */
export function mayChangeSchema(sql: string): boolean {
  return /\b(?:create|alter|drop)\b/i.test(sql);
}

/** Operations as they hold under a guard. `statement`: the one that stands under it. */
export function certainty(
  guard: Certainty,
  statement: Node,
  operations: readonly SchemaOperation[],
): readonly SchemaOperation[] {
  const changing = operations.filter(
    (operation) => operation.kind !== 'sql' || mayChangeSchema(operation.sql),
  );
  if (guard === 'existence') {
    const tolerant = operations.map(tolerate);
    if (tolerant.every((operation) => operation !== undefined)) return tolerant;
  }
  if (changing.length === 0) return [];
  const reason = guard === 'existence' ? 'it depends on what the schema has' : guard.reason;
  return [opaque(statement, reason, tablesOf(changing))];
}

/** Something that can't be followed; `tables` undefined when it may touch any. */
export function opaque(node: Node, reason: string, tables: readonly string[] | undefined): SchemaOperation {
  const lineEnd = node.text.search(/\r?\n|$/);
  return {
    kind: 'opaque',
    reason,
    tables,
    range: { start: node.startIndex, end: node.startIndex + lineEnd },
  };
}

/** The operation in the form that allows for its having been done before; undefined where it has none. */
function tolerate(operation: SchemaOperation): SchemaOperation | undefined {
  if (operation.kind === 'sql') return mayChangeSchema(operation.sql) ? undefined : operation;
  if (operation.kind === 'opaque') return operation;
  const tolerant = whereItCan(operation);
  return tolerant === operation ? undefined : tolerant;
}

function tablesOf(operations: readonly SchemaOperation[]): readonly string[] | undefined {
  const tables = new Set<string>();
  for (const operation of operations) {
    const touched = touchedTables(operation);
    if (!touched) return undefined;
    for (const table of touched) tables.add(table);
  }
  return [...tables];
}

function touchedTables(operation: SchemaOperation): readonly string[] | undefined {
  switch (operation.kind) {
    case 'create-table':
      return [operation.table.text];
    case 'rename-table':
    case 'set-table-name':
      return [operation.table, operation.to.text];
    case 'opaque':
      return operation.tables;
    case 'sql':
      return undefined;
    default:
      return operation.table === undefined ? undefined : [operation.table];
  }
}
