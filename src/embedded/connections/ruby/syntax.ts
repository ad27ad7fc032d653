import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf } from '../../sql/text-expressions.ts';
import { knownText } from '../dsn.ts';
import type { FlowSyntax } from '../set-up.ts';

/** The order in which Ruby runs statements. */
export const rubyFlow: FlowSyntax = {
  functions: new Set(['method', 'singleton_method', 'lambda', 'program', 'class', 'module']),
  conditions: new Set([
    'if',
    'unless',
    'elsif',
    'else',
    'case',
    'when',
    'case_match',
    'in_clause',
    'if_modifier',
    'unless_modifier',
    'conditional',
    'rescue',
    'while',
    'until',
    'for',
    'while_modifier',
    'until_modifier',
  ]),
  returns: ['return'],
  assignments: ['assignment'],
  calls: ['call', 'identifier'],
  functionName: (node) =>
    node.type === 'method' || node.type === 'singleton_method'
      ? node.childForFieldName('name')?.text
      : undefined,
  calledName(call) {
    if (call.type === 'identifier') return call.parent?.type === 'method' ? undefined : call.text;
    const receiver = call.childForFieldName('receiver')?.text;
    return receiver === undefined || receiver === 'self' ? call.childForFieldName('method')?.text : undefined;
  },
};

/** A key of a hash or of keyword arguments with its value. */
export interface Pair {
  readonly name: string;
  /** As written, without quotes and colons; undefined where it is computed. */
  readonly value: string | undefined;
  readonly node: Node;
  readonly range: Range;
}

/** The pairs of a hash, by name: of two of one name the later holds. */
export interface Pairs {
  readonly all: readonly Pair[];
  get(name: string): Pair | undefined;
  /** False where a hash that is made elsewhere may add further ones. */
  readonly isComplete: boolean;
}

/** The pairs among arguments, or of a hash. */
export function pairsOf(nodes: readonly Node[], file: HostFile): Pairs {
  const all: Pair[] = [];
  let isComplete = true;
  for (const node of nodes) {
    if (node.type === 'pair') {
      const value = node.childForFieldName('value');
      const name = node.childForFieldName('key')?.text.replace(/^:|^["']|["']$|:$/g, '') ?? '';
      const range = { start: node.startIndex, end: node.endIndex };
      if (value) all.push({ name, value: literalValue(value, file), node: value, range });
      // `timeout:` alone stands for a variable of its name.
      else all.push({ name, value: undefined, node, range });
    } else if (node.type === 'hash') {
      const inner = pairsOf(childrenOf(node), file);
      all.push(...inner.all);
      isComplete &&= inner.isComplete;
    } else isComplete = false;
  }
  const byName = new Map(all.map((pair) => [pair.name, pair]));
  return { all, isComplete, get: (name) => byName.get(name) };
}

/** The value of a literal, or of a constant of the file that is one; undefined for any other expression. */
export function literalValue(node: Node, file: HostFile): string | undefined {
  switch (node.type) {
    case 'integer':
      return node.text.replaceAll('_', '');
    case 'float':
    case 'true':
    case 'false':
    case 'nil':
      return node.text;
    case 'simple_symbol':
      return node.text.slice(1);
    case 'unary':
      return /^-[\d_]+$/.test(node.text) ? node.text.replaceAll('_', '') : undefined;
    case 'constant': {
      const all = nodesOf(file.root, ['assignment']).filter(
        (one) => one.childForFieldName('left')?.text === node.text,
      );
      const value = all.length === 1 ? all[0]?.childForFieldName('right') : undefined;
      return value && value.type !== 'constant' ? literalValue(value, file) : undefined;
    }
    default:
      return knownText(file.texts.textOf(node));
  }
}

/** What keeps a connection in a program, and how far its name is known. */
export interface RubyHandles {
  /** The first is the one that messages name. */
  readonly names: readonly string[];
  /** Where what is done with it begins. */
  readonly from: number;
  /** The statement that keeps it. */
  readonly statement: Node | undefined;
}

/** The variables and parameters of blocks that have the value of a call. */
export function handlesOf(call: Node): RubyHandles {
  const names: string[] = [];
  let from = call.endIndex;
  let value = call;
  const block = call.childForFieldName('block');
  const parameter = block && firstParameter(block);
  if (block && typeof parameter === 'string') {
    names.push(parameter);
    from = block.startIndex;
  }
  for (let parent = value.parent; parent; parent = value.parent) {
    const method = parent.childForFieldName('method')?.text ?? '';
    if (
      parent.type === 'call' &&
      parent.childForFieldName('receiver')?.id === value.id &&
      /^(?:tap|then|yield_self)$/.test(method)
    ) {
      const own = parent.childForFieldName('block');
      const name = own && firstParameter(own);
      if (own && typeof name === 'string') {
        names.push(name);
        from = Math.min(from, own.startIndex);
      }
      value = parent;
    } else if (/^(?:parenthesized_statements|begin|then|else|if|case|when)$/.test(parent.type)) {
      value = parent;
    } else break;
  }
  const { parent } = value;
  const isKept =
    (parent?.type === 'assignment' || parent?.type === 'operator_assignment') &&
    parent.childForFieldName('right')?.id === value.id;
  const name = isKept ? parent?.childForFieldName('left')?.text : undefined;
  const statement =
    parent?.type === 'assignment' &&
    isKept &&
    parent.parent &&
    /^(?:program|body_statement|then|block_body|do)$/.test(parent.parent.type) &&
    !isResult(parent)
      ? parent
      : undefined;
  if (name !== undefined) names.unshift(name);
  return { names: names.flatMap((one) => [one, `self.${one}`]), from, statement };
}

/** True for what a method or a block ends with, and so gives back: nothing can be put behind it. */
function isResult(statement: Node): boolean {
  let node = statement;
  for (let parent = node.parent; parent; parent = node.parent) {
    const isLast = childrenOf(parent).at(-1)?.id === node.id;
    if (/^(?:method|singleton_method)$/.test(parent.type))
      return isLast && parent.childForFieldName('name')?.text !== 'initialize';
    if (/^(?:do_block|block)$/.test(parent.type)) return isLast;
    if (!isLast && /^(?:program|body_statement|then|else|block_body|do)$/.test(parent.type)) return false;
    node = parent;
  }
  return false;
}

function firstParameter(block: Node): string | undefined {
  const [first] = childrenOf(block.childForFieldName('parameters'));
  return first?.type === 'identifier' ? first.text : undefined;
}

/** The receiver and name of a method that is called with arguments or given a value: `db.busy_timeout = 5000`. */
export function* methodsOn(
  handles: ReadonlySet<string>,
  { root }: HostFile,
): Iterable<{ node: Node; method: string; value: Node | undefined; receiver: string }> {
  for (const node of nodesOf(root, ['assignment', 'call'])) {
    const call = node.type === 'assignment' ? node.childForFieldName('left') : node;
    const receiver = call?.childForFieldName('receiver')?.text ?? '';
    if (call?.type !== 'call' || !handles.has(receiver)) continue;
    const method = call.childForFieldName('method')?.text ?? '';
    if (node.type === 'assignment')
      yield { node, method, receiver, value: node.childForFieldName('right') ?? undefined };
    else {
      const [argument] = childrenOf(node.childForFieldName('arguments'));
      const value = argument ?? node.childForFieldName('block');
      if (value) yield { node, method, receiver, value };
    }
  }
}
