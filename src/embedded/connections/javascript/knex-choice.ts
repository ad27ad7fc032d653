import type { Node } from '@vscode/tree-sitter-wasm';
import { literalOf } from '../../javascript.ts';
import { enclosing } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/javascript.ts';
import type { Names } from './names.ts';

/** What a configuration holds where the program chooses SQLite among several databases. */
export interface Choice {
  readonly client: Node;
  readonly connection: Node;
}

/**
 * The values of `client` and `connection` in the branch for SQLite: both are conditions on the same, or variables that
 * are assigned in the same block. Undefined where nothing is chosen, or it is not seen what goes with SQLite.
 */
export function sqliteChoice(client: Node, connection: Node, names: Names): Choice | undefined {
  const [one, other] = [unwrapped(client), unwrapped(connection)];
  if (one.type === 'ternary_expression') return choiceOfTernaries(one, other);
  if (!/identifier$/.test(one.type) || !/identifier$/.test(other.type)) return undefined;
  for (const [block, value] of assignmentsTo(one, names)) {
    if (!isSqlite(value)) continue;
    const its = assignmentsTo(other, names).find(([around]) => around.id === block.id);
    if (its) return { client: value, connection: its[1] };
  }
  return undefined;
}

function choiceOfTernaries(client: Node, connection: Node): Choice | undefined {
  const condition = client.childForFieldName('condition')?.text;
  for (const field of ['consequence', 'alternative']) {
    const value = client.childForFieldName(field);
    if (!value || !isSqlite(value)) continue;
    if (connection.type !== 'ternary_expression') return { client: value, connection };
    const its = connection.childForFieldName(field);
    return its && connection.childForFieldName('condition')?.text === condition
      ? { client: value, connection: its }
      : undefined;
  }
  return undefined;
}

const blocks = new Set(['statement_block', 'switch_case', 'switch_default', 'program']);

/** The values that a variable is assigned, each with the block that does it. */
function assignmentsTo(name: Node, names: Names): [Node, Node][] {
  const scope = names.find(name.text, name)?.scope;
  const key = names.keyOf(name.text, name);
  return (scope ? names.nodes.within(scope, 'assignment_expression') : []).flatMap(
    (assignment): [Node, Node][] => {
      const left = assignment.childForFieldName('left');
      const right = assignment.childForFieldName('right');
      const block = enclosing(assignment, blocks);
      return left?.text === name.text && names.keyOf(left.text, left) === key && right && block
        ? [[block, right]]
        : [];
    },
  );
}

function isSqlite(value: Node): boolean {
  return /^(?:better-)?sqlite3?$/.test(String(literalOf(unwrapped(value))));
}
