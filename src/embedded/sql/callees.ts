import type { Node } from '@vscode/tree-sitter-wasm';

/** How a grammar writes a member of a value and a call. */
export interface CalleeGrammar {
  readonly member: { readonly type: string; readonly object: string; readonly name: string };
  /** The type of a call; its field `function` holds what is called. */
  readonly call: string;
  /** A callee without what changes nothing of it: parentheses, type arguments. */
  unwrapped?(callee: Node): Node;
}

/** A callee as written, without the arguments of calls in its receiver: `db.table().get`. */
export function calleeText(callee: Node, grammar: CalleeGrammar): string {
  const { member, call } = grammar;
  if (callee.type === member.type) {
    const object = callee.childForFieldName(member.object);
    const name = callee.childForFieldName(member.name)?.text ?? '';
    return `${object ? calleeText(object, grammar) : ''}.${name}`;
  }
  if (callee.type === call) {
    const called = callee.childForFieldName('function');
    return `${called ? calleeText(called, grammar) : ''}()`;
  }
  const inner = grammar.unwrapped?.(callee) ?? callee;
  return inner.id === callee.id ? callee.text.replace(/\s+/g, ' ') : calleeText(inner, grammar);
}
