import type { Node } from '@vscode/tree-sitter-wasm';
import { touchedTables, whereItCan } from '../operation-list.ts';
import type { SchemaOperation } from '../operations.ts';
import { mayChangeSchema } from '../raw-sql.ts';

/**
 * What stands between a statement and its being run: a question whether a part of the schema exists, which a fresh
 * database answers so that the statement works, or something else that nobody can tell beforehand.
 */
export type Certainty = 'existence' | { readonly reason: string };

export function unsure(reason: string): Certainty {
  return { reason };
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
  return [opaque(statement, reason, touchedTables(changing))];
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
