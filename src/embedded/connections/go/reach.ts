import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, holds, nodesOf } from '../../sql/text-expressions.ts';
import { functionsAround, scopeOfVariable } from './variables.ts';

/** True where what an opening puts into a variable may be in it at another place of the same function. */
export function isReached(node: Node, opening: Node, handle: string): boolean {
  const [own] = functionsAround(opening);
  // When a function literal is called, isn't followed.
  if (!own || functionsAround(node)[0]?.id !== own.id) return true;
  if (node.endIndex <= opening.startIndex) return false;
  return (
    !isInOtherBranch(node, opening) && !leavesBefore(node, opening) && !isOpenedAgain(node, opening, handle)
  );
}

/** True where a choice leads to one or to the other. */
function isInOtherBranch(node: Node, opening: Node): boolean {
  let inner = node;
  let around = node.parent;
  for (; around && !holds(around, opening); around = around.parent) inner = around;
  if (!around || !/^(?:if|\w+_switch|select)_statement$/.test(around.type)) return false;
  const other = childrenOf(around).find((child) => holds(child, opening));
  return other !== undefined && isBranch(inner, around) && isBranch(other, around);
}

function isBranch({ id, type }: Node, around: Node): boolean {
  if (around.type !== 'if_statement') return /_case$/.test(type);
  return ['consequence', 'alternative'].some((field) => around.childForFieldName(field)?.id === id);
}

/** True where the branch of the opening leaves the function, so that what stands behind the branch is not run on it. */
function leavesBefore(node: Node, opening: Node): boolean {
  let within = opening;
  for (let around = opening.parent; around && !holds(around, node); around = around.parent) {
    const last = /^(?:block|statement_list)$/.test(around.type) ? childrenOf(around).at(-1) : undefined;
    const leaves =
      last && (last.type === 'return_statement' || /^(?:panic|log\.Fatal\w*|os\.Exit)\(/.test(last.text));
    if (leaves && last.id !== within.id) return true;
    within = around;
  }
  return false;
}

/** True where the variable is given another value in between. */
function isOpenedAgain(node: Node, opening: Node, handle: string): boolean {
  const [own] = functionsAround(opening);
  const scope = scopeOfVariable(opening, handle)?.id;
  return (own ? nodesOf(own, ['short_var_declaration', 'assignment_statement']) : []).some((statement) => {
    const names = childrenOf(statement.childForFieldName('left')).map(({ text }) => text);
    const right = statement.childForFieldName('right');
    return (
      names.includes(handle) &&
      statement.startIndex >= opening.endIndex &&
      statement.endIndex <= node.startIndex &&
      right !== null &&
      right.text !== 'nil' &&
      !nodesOf(right, ['identifier', 'selector_expression']).some(({ text }) => text === handle) &&
      scopeOfVariable(right, handle)?.id === scope &&
      blockOf(statement, node)
    );
  });
}

/** True where the block that a statement stands in holds a node, too. */
function blockOf(statement: Node, node: Node): boolean {
  let around = statement.parent;
  while (around?.type === 'statement_list') around = around.parent;
  return around !== null && holds(around, node);
}
