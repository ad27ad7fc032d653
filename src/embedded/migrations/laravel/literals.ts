import type { Node } from '@vscode/tree-sitter-wasm';
import { decodePhpEscape } from '../../php.ts';
import { type PhpEntry, type PhpScope, type PhpValue, partsOf, rangeOf, textOf, unknown } from './values.ts';

type Evaluate = (node: Node | null | undefined, scope: PhpScope) => PhpValue;

/** The value of a literal of PHP; undefined for other expressions. */
export function literalValue(node: Node, scope: PhpScope, evaluate: Evaluate): PhpValue | undefined {
  const range = rangeOf(node);
  switch (node.type) {
    case 'string':
    case 'encapsed_string':
      return joined(node, partsOf(node), scope, evaluate);
    case 'heredoc':
    case 'nowdoc':
      return joined(
        node,
        partsOf(node.childForFieldName('value')).filter(({ type }) => type !== 'heredoc_end'),
        scope,
        evaluate,
      );
    case 'integer':
    case 'float':
      return { kind: 'number', text: node.text.replaceAll('_', ''), range };
    case 'boolean':
      return { kind: 'boolean', value: /^true$/i.test(node.text), range };
    case 'null':
      return { kind: 'null', range };
    case 'array_creation_expression':
      return arrayValue(node, scope, evaluate);
    default:
      return undefined;
  }
}

function arrayValue(node: Node, scope: PhpScope, evaluate: Evaluate): PhpValue {
  const entries: PhpEntry[] = [];
  for (const element of partsOf(node)) {
    const [first, second] = partsOf(element);
    if (first?.type === 'variadic_unpacking') {
      const spread = evaluate(partsOf(first)[0], scope);
      if (spread.kind !== 'array') return unknown(node);
      entries.push(...spread.entries);
    } else if (first) {
      const value = evaluate(second ?? first, scope);
      entries.push({ key: second ? evaluate(first, scope) : undefined, value });
    }
  }
  return { kind: 'array', entries, range: rangeOf(node) };
}

function joined(node: Node, parts: readonly Node[], scope: PhpScope, evaluate: Evaluate): PhpValue {
  let text = '';
  let verbatim = true;
  for (const part of parts) {
    if (/^(?:string_content|nowdoc_string)$/.test(part.type)) {
      text += part.text;
      continue;
    }
    verbatim = false;
    if (part.type === 'escape_sequence') {
      text += decodePhpEscape(part.text, node.type === 'string');
      continue;
    }
    const value = textOf(evaluate(part, scope));
    if (value === undefined) return unknown(node, text);
    text += value;
  }
  const [first, last] = [parts[0], parts.at(-1)];
  const range =
    /doc$/.test(node.type) && first && last
      ? { start: first.startIndex, end: last.endIndex }
      : { start: node.startIndex + 1, end: node.endIndex - 1 };
  return { kind: 'text', text, verbatim, range };
}
