import type { Node } from '@vscode/tree-sitter-wasm';
import { decodeRubyEscape } from '../../ruby.ts';
import { partsOf, type RubyScope, type RubyValue, rangeOf, unknown } from './values.ts';

type Evaluate = (node: Node | null | undefined, scope: RubyScope) => RubyValue;

/** The value of a literal of Ruby; undefined for other expressions. */
export function literalValue(node: Node, scope: RubyScope, evaluate: Evaluate): RubyValue | undefined {
  const range = rangeOf(node);
  switch (node.type) {
    case 'simple_symbol':
      return {
        kind: 'text',
        text: node.text.slice(1),
        symbol: true,
        verbatim: true,
        range: { start: range.start + 1, end: range.end },
      };
    case 'hash_key_symbol':
      return { kind: 'text', text: node.text, symbol: true, verbatim: true, range };
    case 'string':
    case 'bare_string':
    case 'bare_symbol':
    case 'delimited_symbol':
    case 'chained_string':
      return quotedText(node, scope, evaluate);
    case 'heredoc_beginning':
      return heredocText(node, scope, evaluate);
    case 'integer':
    case 'float':
      return { kind: 'number', text: node.text.replaceAll('_', ''), range };
    case 'true':
    case 'false':
      return { kind: 'boolean', value: node.type === 'true', range };
    case 'nil':
      return { kind: 'nil', range };
    case 'array':
    case 'string_array':
    case 'symbol_array':
      return listValue(node, scope, evaluate);
    case 'hash':
      return hashValue(node, scope, evaluate) ?? unknown(node);
    case 'regex': {
      const source = /^\/([\s\S]*)\/([a-z]*)$/.exec(node.text);
      const content = source?.[1];
      if (content === undefined || /[\\#(]/.test(content)) return unknown(node);
      return { kind: 'pattern', pattern: new RegExp(content, source?.[2]?.includes('i') ? 'i' : ''), range };
    }
    default:
      return undefined;
  }
}

function listValue(node: Node, scope: RubyScope, evaluate: Evaluate): RubyValue {
  const items: RubyValue[] = [];
  for (const part of partsOf(node)) {
    if (part.type !== 'splat_argument') {
      items.push(evaluate(part, scope));
      continue;
    }
    const spread = evaluate(partsOf(part)[0], scope);
    if (spread.kind !== 'list') return unknown(node);
    items.push(...spread.items);
  }
  return { kind: 'list', items, range: rangeOf(node) };
}

/** The entries of `{…}` or of a call's named arguments; undefined where some of its keys aren't known. */
export function hashValue(
  node: { readonly namedChildren: Node['namedChildren'] } & Pick<Node, 'startIndex' | 'endIndex'>,
  scope: RubyScope,
  evaluate: Evaluate,
): (RubyValue & { kind: 'hash' }) | undefined {
  const entries = new Map<string, RubyValue>();
  for (const part of node.namedChildren) {
    if (part?.type === 'pair') {
      const key = part.childForFieldName('key');
      const name = key ? evaluate(key, scope) : undefined;
      if (name?.kind !== 'text') return undefined;
      const value = part.childForFieldName('value');
      entries.set(name.text, value ? evaluate(value, scope) : (scope.get(name.text) ?? unknown(part)));
    } else if (part?.type === 'hash_splat_argument') {
      const spread = evaluate(partsOf(part)[0], scope);
      if (spread.kind !== 'hash') return undefined;
      for (const [name, value] of spread.entries) entries.set(name, value);
    }
  }
  return { kind: 'hash', entries, range: { start: node.startIndex, end: node.endIndex } };
}

function quotedText(node: Node, scope: RubyScope, evaluate: Evaluate): RubyValue {
  const parts =
    node.type === 'chained_string' ? partsOf(node).flatMap((string) => partsOf(string)) : partsOf(node);
  const joined = joinParts(parts, scope, evaluate);
  if (joined.text === undefined) return unknown(node, joined.prefix);
  const [first, last] = [parts[0], parts.at(-1)];
  const range =
    node.type === 'chained_string' || !first || !last
      ? rangeOf(node)
      : { start: first.startIndex, end: last.endIndex };
  return {
    kind: 'text',
    text: joined.text,
    symbol: /symbol$/.test(node.type),
    verbatim: node.type !== 'chained_string' && joined.verbatim,
    range,
  };
}

/** The body of `<<~SQL`. The indentation that Ruby takes away is kept: SQL does not mind it. */
function heredocText(node: Node, scope: RubyScope, evaluate: Evaluate): RubyValue {
  const body = scope.file.heredocs.get(node.id);
  if (!body) return unknown(node);
  const parts = partsOf(body).filter(({ type }) => type !== 'heredoc_end');
  const joined = joinParts(parts, scope, evaluate);
  if (joined.text === undefined) return unknown(node, joined.prefix);
  const range = {
    start: parts[0]?.startIndex ?? body.startIndex,
    end: parts.at(-1)?.endIndex ?? body.startIndex,
  };
  return { kind: 'text', text: joined.text, symbol: false, verbatim: joined.verbatim, range };
}

function joinParts(
  parts: readonly Node[],
  scope: RubyScope,
  evaluate: Evaluate,
): { text: string | undefined; prefix: string; verbatim: boolean } {
  let text = '';
  let verbatim = true;
  for (const part of parts) {
    if (part.type === 'string_content' || part.type === 'heredoc_content') {
      text += part.text;
      continue;
    }
    verbatim = false;
    if (part.type === 'escape_sequence') {
      text += decodeRubyEscape(part.text);
      continue;
    }
    const value = part.type === 'interpolation' ? evaluate(partsOf(part)[0], scope) : undefined;
    if (value?.kind !== 'text' && value?.kind !== 'number')
      return { text: undefined, prefix: text, verbatim };
    text += value.text;
  }
  return { text, prefix: text, verbatim };
}
