import type { Range } from '../../../text/range.ts';
import {
  argument,
  type Bound,
  callOf,
  dottedName,
  itemsOf,
  literalOf,
  type PythonCall,
  placeOf,
  resolve,
  textOf,
} from '../python/values.ts';

/** SQLAlchemy's names of types and what its SQLite dialect writes for them, where that is another word. */
const words: Readonly<Record<string, string>> = {
  AutoString: 'VARCHAR',
  BigInteger: 'BIGINT',
  DOUBLE_PRECISION: 'DOUBLE PRECISION',
  INT: 'INTEGER',
  Interval: 'DATETIME',
  LargeBinary: 'BLOB',
  PickleType: 'BLOB',
  SmallInteger: 'SMALLINT',
  String: 'VARCHAR',
  Unicode: 'VARCHAR',
  UnicodeText: 'TEXT',
  Uuid: 'CHAR(32)',
};

/** Types whose first argument is a length. */
const sized =
  /^(?:AutoString|String|Unicode|Text|UnicodeText|(?:N?VAR)?CHAR|NVARCHAR|NCHAR|TEXT|BINARY|VARBINARY)$/;

/** The type that SQLAlchemy writes for SQLite; the class's own name in capitals where that isn't settled. */
export function sqliteType(value: Bound): string {
  const call = callOf(value);
  if (!call) {
    const name = dottedName(resolve(value).node)?.split('.').at(-1);
    return name === undefined ? 'UNKNOWN' : wordOf(name);
  }
  const callee = call.node.childForFieldName('function');
  const object = callee?.type === 'attribute' ? callee.childForFieldName('object') : null;
  if (call.name === 'with_variant' && object) {
    const dialects = [...call.positional.slice(1), ...call.keywords.values()].map(
      (item) => textOf(item)?.value,
    );
    const [variant] = call.positional;
    return dialects.includes('sqlite') && variant
      ? sqliteType(variant)
      : sqliteType({ node: object, scope: call.scope });
  }
  if (/^(?:Enum|ENUM)$/.test(call.name)) return enumType(call);
  if (/^(?:Numeric|NUMERIC|DECIMAL)$/.test(call.name)) return withNumbers(call, ['precision', 'scale']);
  return sized.test(call.name) ? withNumbers(call, ['length']) : wordOf(call.name);
}

/** The collation that a type of text asks for. */
export function collationOf(value: Bound): string | undefined {
  return textOf(callOf(value)?.keywords.get('collation'))?.value;
}

function wordOf(name: string): string {
  return words[name] ?? name.toUpperCase();
}

function withNumbers(call: PythonCall, keywords: readonly string[]): string {
  const numbers = keywords.flatMap((keyword, at) => {
    const value = argument(call, keyword, at);
    const number = value ? literalOf(value) : undefined;
    return typeof number === 'number' ? [number] : [];
  });
  return numbers.length > 0 ? `${wordOf(call.name)}(${numbers.join(', ')})` : wordOf(call.name);
}

/** A VARCHAR as long as the longest value. */
function enumType(call: PythonCall): string {
  const given = call.keywords.get('length');
  const length = given ? literalOf(given) : undefined;
  const values = call.positional.flatMap((item) => textOf(item)?.value ?? []);
  if (typeof length === 'number') return `VARCHAR(${length})`;
  return values.length > 0 && values.length === call.positional.length
    ? `VARCHAR(${Math.max(...values.map((item) => item.length))})`
    : 'VARCHAR';
}

/** The strings of a list, or of one string. */
export function textsOf(value: Bound | undefined): readonly string[] | undefined {
  if (!value) return undefined;
  const single = nameText(value)?.value;
  if (single !== undefined) return [single];
  const texts = itemsOf(value)?.map((item) => nameText(item)?.value);
  return texts?.every((text) => text !== undefined) ? texts : undefined;
}

/** A name: `'ix_users_email'`, `op.f('ix_users_email')`. */
export function nameText(value: Bound | undefined): ReturnType<typeof textOf> {
  const text = textOf(value);
  if (text || !value) return text;
  const call = callOf(value);
  return call && /^(?:f|quoted_name)$/.test(call.name) ? textOf(call.positional[0]) : undefined;
}

/** Where a name is written; of several, the first. */
export function placeOfName(value: Bound): Range {
  const [first] = itemsOf(value) ?? [];
  return nameText(first ?? value)?.range ?? placeOf(resolve(value).node);
}
