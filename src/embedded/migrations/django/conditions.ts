import { type Bound, callOf, itemsOf, literalOf, resolve } from '../python/values.ts';

/** The column of a field, for SQL. */
export type ColumnOf = (field: string) => string;

const comparisons: Readonly<Record<string, string>> = { exact: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' };

/** A value as Django writes it into SQL; undefined for what is computed. Also `Value(…)`. */
export function sqlLiteral(value: Bound): string | undefined {
  const call = callOf(value);
  const [inner] = call?.positional ?? [];
  if (call?.name === 'Value' && inner) return sqlLiteral(inner);
  const literal = literalOf(value);
  switch (typeof literal) {
    case 'string':
      return `'${literal.replaceAll("'", "''")}'`;
    case 'boolean':
      return literal ? '1' : '0';
    case 'number':
      return String(literal);
    default:
      return literal === null ? 'NULL' : undefined;
  }
}

/** The SQL of a condition `Q(…)`, as Django writes it for SQLite; undefined where static reading can't follow it. */
export function conditionSql(value: Bound, columnOf: ColumnOf): string | undefined {
  const { node, scope } = resolve(value);
  const side = (name: string): string | undefined => {
    const child = node.childForFieldName(name);
    return child ? conditionSql({ node: child, scope }, columnOf) : undefined;
  };
  if (node.type === 'unary_operator' && node.childForFieldName('operator')?.text === '~') {
    const inner = side('argument');
    return inner === undefined ? undefined : `NOT (${inner})`;
  }
  if (node.type === 'binary_operator') {
    const word = { '&': 'AND', '|': 'OR' }[node.childForFieldName('operator')?.text ?? ''];
    const [left, right] = [side('left'), side('right')];
    return word && left !== undefined && right !== undefined ? `(${left} ${word} ${right})` : undefined;
  }
  const call = callOf({ node, scope });
  if (call?.name !== 'Q' || !call.complete) return undefined;
  const terms: (string | undefined)[] = call.positional.map((item) => {
    const [key, operand] = resolve(item).node.type === 'tuple' ? (itemsOf(item) ?? []) : [];
    const lookup = literalOf(key);
    if (operand && typeof lookup === 'string') return lookupSql(lookup, operand, columnOf);
    return conditionSql(item, columnOf);
  });
  let connector = 'AND';
  let negated = false;
  for (const [keyword, operand] of call.keywords) {
    const literal = literalOf(operand);
    if (keyword === '_connector') {
      if (literal !== 'AND' && literal !== 'OR') return undefined;
      connector = literal;
    } else if (keyword === '_negated') negated = literal === true;
    else terms.push(lookupSql(keyword, operand, columnOf));
  }
  if (terms.length === 0 || terms.includes(undefined)) return undefined;
  const joined = terms.length === 1 ? (terms[0] ?? '') : `(${terms.join(` ${connector} `)})`;
  return negated ? `NOT (${joined})` : joined;
}

/** `deleted_at__isnull` with its value. */
function lookupSql(key: string, value: Bound, columnOf: ColumnOf): string | undefined {
  const [field, lookup = 'exact', ...more] = key.split('__');
  if (!field || more.length > 0) return undefined;
  const column = `"${columnOf(field)}"`;
  const literal = literalOf(value);
  if (lookup === 'isnull' || (lookup === 'exact' && literal === null)) {
    return `${column} IS ${literal === false ? 'NOT ' : ''}NULL`;
  }
  if (lookup === 'in') {
    const items = itemsOf(value)?.map(sqlLiteral);
    return items && items.length > 0 && !items.includes(undefined)
      ? `${column} IN (${items.join(', ')})`
      : undefined;
  }
  if (lookup === 'exact' && typeof literal === 'boolean') return literal ? column : `NOT ${column}`;
  const operator = comparisons[lookup];
  const call = callOf(value);
  const [other] = call?.name === 'F' ? call.positional : [];
  const otherField = literalOf(other);
  const operand = typeof otherField === 'string' ? `"${columnOf(otherField)}"` : sqlLiteral(value);
  return operator && operand !== undefined ? `${column} ${operator} ${operand}` : undefined;
}
