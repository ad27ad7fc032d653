import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf } from '../../sql/text-expressions.ts';
import { knownText } from '../dsn.ts';

/** A value of a pragma as a program writes it, as SQL takes it; undefined where it is computed. */
export function pragmaValue(node: Node | undefined, file: HostFile): string | undefined {
  if (!node) return undefined;
  const inner = unreferenced(node);
  const text = knownText(file.texts.textOf(inner));
  if (text !== undefined) return text.replace(/^'(.*)'$/, '$1');
  const number = numberOf(inner, file);
  if (number !== undefined) return String(number);
  if (inner.type === 'boolean_literal') return inner.text === 'true' ? 'ON' : 'OFF';
  return undefined;
}

/** An expression without references and parentheses around it. */
export function unreferenced(node: Node): Node {
  let inner = node;
  while (/^(?:reference|parenthesized)_expression$/.test(inner.type)) {
    const value = inner.childForFieldName('value') ?? inner.namedChildren[0];
    if (!value) break;
    inner = value;
  }
  return inner;
}

/** A number that is written out, or the constant that has it. */
export function numberOf(node: Node | undefined, file: HostFile): number | undefined {
  if (!node) return undefined;
  if (node.type === 'integer_literal') {
    const digits = /^\d[\d_]*/.exec(node.text)?.[0].replaceAll('_', '');
    return digits === undefined || /^0[xob]/.test(node.text) ? undefined : Number(digits);
  }
  if (node.type === 'type_cast_expression')
    return numberOf(node.childForFieldName('value') ?? undefined, file);
  if (node.type === 'unary_expression' && node.text.startsWith('-')) {
    const value = numberOf(node.namedChildren[0] ?? undefined, file);
    return value === undefined ? undefined : -value;
  }
  if (node.type === 'binary_expression') {
    const left = numberOf(node.childForFieldName('left') ?? undefined, file);
    const right = numberOf(node.childForFieldName('right') ?? undefined, file);
    if (left === undefined || right === undefined) return undefined;
    const operator = node.childForFieldName('operator')?.text;
    return operator === '*' ? left * right : operator === '+' ? left + right : undefined;
  }
  const constant = constantOf(node, file);
  return constant && numberOf(constant, file);
}

/** The value of a name that is a constant of the file. */
function constantOf(node: Node, { root }: HostFile): Node | undefined {
  const name = /^(?:Self::|self::|crate::)?([A-Z][A-Z0-9_]*)$/.exec(node.text)?.[1];
  if (name === undefined) return undefined;
  const found = root
    .descendantsOfType(['const_item', 'static_item'])
    .filter((item) => item?.childForFieldName('name')?.text === name);
  return found.length === 1 ? (found[0]?.childForFieldName('value') ?? undefined) : undefined;
}

/** How many milliseconds each constructor of a `Duration` counts in. */
const units: Readonly<Record<string, number>> = {
  from_millis: 1,
  from_secs: 1000,
  from_mins: 60_000,
  from_hours: 3_600_000,
};

/** A `Duration` in milliseconds: `Duration::from_secs(5)`; undefined where it is computed. */
export function milliseconds(node: Node | undefined, file: HostFile): string | undefined {
  if (!node) return undefined;
  if (/\bDuration::ZERO$/.test(node.text)) return '0';
  const constant = constantOf(node, file);
  if (constant) return milliseconds(constant, file);
  if (node.type !== 'call_expression') return undefined;
  const unit = units[/\bDuration::(\w+)$/.exec(node.childForFieldName('function')?.text ?? '')?.[1] ?? ''];
  const [amount] = childrenOf(node.childForFieldName('arguments'));
  const number = numberOf(amount, file);
  return unit === undefined || number === undefined ? undefined : String(number * unit);
}

/** The word that a variant of an enumeration stands for: `Wal` of `SqliteJournalMode::Wal`. */
export function variantOf(node: Node | undefined, type: RegExp): string | undefined {
  const path = node?.type === 'scoped_identifier' ? node.text.replace(/\s+/g, '') : undefined;
  const [, owner, variant] = /(?:^|::)(\w+)::(\w+)$/.exec(path ?? '') ?? [];
  return owner !== undefined && type.test(owner) ? variant : undefined;
}
