import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, enclosing } from '../../sql/text-expressions.ts';
import type { SiteFix } from '../site.ts';
import { nameOf, type PythonModule } from './module.ts';

/** What keeps a connection, an engine or a database in a program. */
export interface Handle {
  /** As the program calls it: `conn`, `self.conn`, `g.db`. */
  readonly name: string;
  /** The function, class or module in which the name means this. */
  readonly scope: Node;
  /** The statement that keeps it there, when another can follow; the first of the block that a `with` opens. */
  readonly statement?: Node | undefined;
  readonly isBlock?: boolean | undefined;
}

/** What becomes of the value of an expression. */
export type Fate =
  | { readonly kind: 'kept'; readonly handle: Handle }
  /** A function returns it: who calls it has it. */
  | { readonly kind: 'returned' }
  /** It is an argument of a call. */
  | { readonly kind: 'handed'; readonly call: Node }
  /** Something is called on it, or it is dropped. */
  | { readonly kind: 'used' };

/** Functions that give back what they are given. */
const passing = /(?:^|\.)(?:closing|aclosing|enter_context|enter_async_context|cast|contextmanager)$/;

/** What becomes of a connection that an expression opens. */
export function fateOf(node: Node, module: PythonModule): Fate {
  let value = node;
  for (let parent = node.parent; parent; parent = value.parent) {
    switch (parent.type) {
      case 'parenthesized_expression':
      case 'await':
      case 'conditional_expression':
      case 'boolean_operator':
      case 'as_pattern': {
        if (parent.type === 'as_pattern') {
          const target = childrenOf(parent.childForFieldName('alias'))[0];
          return target ? keptIn(target, parent, module) : { kind: 'used' };
        }
        value = parent;
        continue;
      }
      case 'assignment':
      case 'named_expression': {
        const target = parent.childForFieldName('left') ?? parent.childForFieldName('name');
        return target ? keptIn(target, parent, module) : { kind: 'used' };
      }
      case 'return_statement':
      case 'yield':
      case 'lambda':
        return { kind: 'returned' };
      case 'keyword_argument':
        value = parent;
        continue;
      case 'argument_list': {
        const call = parent.parent;
        if (!call) return { kind: 'used' };
        if (passing.test(call.childForFieldName('function')?.text ?? '')) {
          value = call;
          continue;
        }
        return { kind: 'handed', call };
      }
      default:
        return { kind: 'used' };
    }
  }
  return { kind: 'used' };
}

const classes = new Set(['class_definition']);

function keptIn(target: Node, by: Node, module: PythonModule): Fate {
  const name = nameOf(target) ?? target.text;
  const { root } = module.file;
  const isOwn = name.startsWith('self.');
  const scope = isOwn
    ? (enclosing(by, classes) ?? root)
    : target.type === 'identifier'
      ? (module.bindingsOf(name, by)[0]?.scope ?? root)
      : root;
  if (by.type === 'as_pattern') {
    const block = enclosing(by, new Set(['with_statement']))?.childForFieldName('body');
    return {
      kind: 'kept',
      handle: { name, scope, statement: childrenOf(block)[0], isBlock: true },
    };
  }
  const statement = by.parent?.type === 'expression_statement' ? by.parent : undefined;
  return { kind: 'kept', handle: { name, scope, statement } };
}

/** An edit that puts a statement behind the one that opens a connection. */
export function statementBehind(handle: Handle | undefined, text: string, code: string): SiteFix | undefined {
  if (!handle?.statement) return undefined;
  const { startIndex, endIndex } = handle.statement;
  const lineStart = text.lastIndexOf('\n', startIndex - 1) + 1;
  const before = text.slice(lineStart, startIndex);
  if (!/^[ \t]*$/.test(before)) return undefined;
  return handle.isBlock
    ? { range: { start: startIndex, end: startIndex }, text: `${code}\n${before}` }
    : { range: { start: endIndex, end: endIndex }, text: `\n${before}${code}` };
}
