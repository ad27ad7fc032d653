import { type Expr, unwrap } from '../../sql/tree.ts';

/** One value within the JSON of a column, however it is written. */
export interface JsonPath {
  readonly column: string;
  /** In the form `$.a.b[0]`. */
  readonly path: string;
  /** `value`: as SQL has it, of `->>` and json_extract(); `json`: as JSON, of `->`; `jsonb`: of jsonb_extract(). */
  readonly result: 'value' | 'json' | 'jsonb';
}

/** Reads `json_extract(a, '$.b')`, `a ->> '$.b'` and `a ->> 'b'`; undefined for what is anything else. */
export function jsonPathOf(expression: Expr): JsonPath | undefined {
  const expr = unwrap(expression);
  if (expr.type === 'FunctionCallExpr') {
    const name = expr.name.name.toLowerCase();
    const [of, path, ...more] = expr.args ?? [];
    if ((name !== 'json_extract' && name !== 'jsonb_extract') || !of || more.length > 0) return undefined;
    const column = nameOf(of);
    if (column === undefined || path?.type !== 'StringLiteral' || !path.value.startsWith('$'))
      return undefined;
    return { column, path: plainPath(path.value), result: name === 'json_extract' ? 'value' : 'jsonb' };
  }
  if (expr.type !== 'BinaryExpr') return undefined;
  if (expr.op !== 'ArrowRight' && expr.op !== 'ArrowRightShift') return undefined;
  const column = nameOf(expr.left);
  const path = arrowPath(unwrap(expr.right));
  if (column === undefined || path === undefined) return undefined;
  return { column, path, result: expr.op === 'ArrowRight' ? 'json' : 'value' };
}

/** The right side of an arrow as a path (https://sqlite.org/json1.html#the_and_operators). */
function arrowPath(expr: Expr): string | undefined {
  if (expr.type === 'NumericLiteral') return /^\d+$/.test(expr.value) ? `$[${expr.value}]` : undefined;
  if (expr.type !== 'StringLiteral') return undefined;
  if (expr.value.startsWith('$')) return plainPath(expr.value);
  return /^[A-Za-z_]\w*$/.test(expr.value) ? `$.${expr.value}` : undefined;
}

/** A path without quotes around keys that need none: `$."a"` is `$.a`. */
function plainPath(path: string): string {
  return path.replace(/\."([A-Za-z_]\w*)"/g, '.$1');
}

function nameOf(expression: Expr): string | undefined {
  const expr = unwrap(expression);
  if (expr.type === 'Id') return expr.name;
  return expr.type === 'QualifiedExpr' ? expr.column.text : undefined;
}
