import { isColumnName } from '../../schema/scopes.ts';
import { affinityOf, isNumeric } from '../../sql/affinity.ts';
import { type Expr, unwrap } from '../../sql/tree.ts';
import { plainName } from '../advise.ts';
import { isRowid } from '../candidates/model.ts';
import { isJsonAccess, isLiteral, unqualified } from '../expressions.ts';
import { type Comparison, comparisonsOf } from './comparison.ts';
import { columnOf, isFree, type Source, type SourceColumn, soleColumn } from './scope.ts';
import { type Condition, type Finder, type RewriteDraft, replace, slowAccess } from './suspect.ts';

/** Functions of dates and times (https://sqlite.org/lang_datefunc.html): another finder has them. */
export const dateFunctions = /^(?:date|time|datetime|julianday|unixepoch|strftime)$/i;

/** `lower(name) = ?`, `price + 0 = ?`, `coalesce(state, '') = ?`: a condition on what is computed from a column. */
export const computedSuspects: Finder = function* (condition) {
  const { input, scope, expr } = condition;
  for (const comparison of comparisonsOf(expr)) {
    const { side, others } = comparison;
    if (!isComputation(side) || isJsonAccess(side)) continue;
    const found = soleColumn(side, scope);
    if (!found || !slowAccess(input.plan, found.source)) continue;
    if (others?.some((other) => !isFree(other, found.source, scope))) continue;
    const name = input.syntax.textOf(found.node);
    yield {
      kind: 'function-on-column',
      source: found.source,
      column: found.column.name,
      range: input.syntax.rangeOf(expr),
      probe: [replace(input, side, name)],
      indexes: [{ table: found.source.table, terms: [unqualified(side, input.syntax)], json: false }],
      rewrites: rewritesOf(condition, comparison, found),
    };
  }
};

/** Functions that give back the text or number of their first argument in another form. */
const transparent = /^(?:lower|upper|trim|ltrim|rtrim|coalesce|ifnull)$/i;

/**
 * True for what is compared instead of the column itself: its text in one case, its number, itself where it is not NULL.
 * For a length or a position an index on the column would not be looked into in any case.
 */
function isComputation(expr: Expr): boolean {
  switch (expr.type) {
    case 'FunctionCallExpr': {
      const [first, ...others] = expr.args ?? [];
      if (!first || expr.filterOver || expr.distinctness || !others.every(isLiteral)) return false;
      return (
        transparent.test(expr.name.name) && (isColumnName(unwrap(first)) || isComputation(unwrap(first)))
      );
    }
    case 'CastExpr':
      return isColumnName(unwrap(expr.expr));
    case 'BinaryExpr':
      return isNeutral(expr) || isShifted(expr);
    default:
      // A plus before a column is how a query says that no index shall be used for it.
      return false;
  }
}

function rewritesOf(
  { input, expr }: Condition,
  { side, op, others }: Comparison,
  found: SourceColumn & { readonly node: Expr },
): RewriteDraft[] {
  const name = input.syntax.textOf(found.node);
  const [value, ...more] = others ?? [];
  if (side.type === 'BinaryExpr' && isNeutral(side)) {
    const edits = [replace(input, side, name)];
    // A text that is bound becomes a number beside the column, and does not beside a sum.
    const safe = keepsNumbers(found) && others?.every(({ type }) => type === 'NumericLiteral') === true;
    return [{ title: `Compare ${name} itself`, safe, edits }];
  }
  if (side.type !== 'FunctionCallExpr' || !/^(?:coalesce|ifnull)$/i.test(side.name.name)) return [];
  const [first, fallback, ...others2] = side.args ?? [];
  if (!first || first !== found.node || !fallback || others2.length > 0) return [];
  if (op !== 'equal' || !value || more.length > 0) return [];
  const kind = kindOf(value);
  if (!kind || kind !== kindOf(fallback) || !isComparedAlike(found, kind)) return [];
  const plain = `${name} = ${input.syntax.textOf(value)}`;
  const text = sameValue(value, fallback) ? `(${plain} OR ${name} IS NULL)` : plain;
  return [{ title: `Change to ${text}`, safe: true, edits: [replace(input, expr, text)] }];
}

/** `x + 0`, `0 + x`, `x || ''`: what changes nothing but the type. */
function isNeutral(side: Extract<Expr, { type: 'BinaryExpr' }>): boolean {
  const neutral = side.op === 'Concat' ? "''" : side.op === 'Add' || side.op === 'Subtract' ? '0' : undefined;
  const isConstant = (expr: Expr): boolean =>
    (expr.type === 'StringLiteral' && neutral === "''" && expr.value === '') ||
    (expr.type === 'NumericLiteral' && neutral === '0' && expr.value === '0');
  return isConstant(side.right) || (side.op !== 'Subtract' && isConstant(side.left));
}

/** `at + ?`, `at - 60`: what could stand on the other side of the comparison. */
function isShifted({ op, left, right }: Extract<Expr, { type: 'BinaryExpr' }>): boolean {
  const isValue = (expr: Expr): boolean => expr.type === 'VariableExpr' || isLiteral(expr);
  if (op === 'Subtract') return isColumnName(unwrap(left)) && isValue(unwrap(right));
  const sides = [unwrap(left), unwrap(right)];
  return op === 'Add' && sides.some(isColumnName) && sides.some(isValue);
}

/** True where the column holds nothing but whole numbers, so that adding 0 changes no value of it. */
function keepsNumbers({ source, column }: SourceColumn): boolean {
  return (
    isRowid(column.name.toLowerCase(), source.table) ||
    (source.table.strict && /^int(?:eger)?$/i.test(column.type))
  );
}

/** What a literal is; undefined for others, whose type is known at run time only. */
function kindOf(expr: Expr): 'text' | 'number' | undefined {
  if (expr.type === 'StringLiteral') return 'text';
  return expr.type === 'NumericLiteral' && /^\d+$/.test(expr.value) ? 'number' : undefined;
}

function sameValue(a: Expr, b: Expr): boolean {
  return 'value' in a && 'value' in b && a.value === b.value;
}

/**
 * True where a literal compares with the column as it does with what coalesce() gives, which has neither affinity nor
 * collation.
 */
function isComparedAlike({ source, column }: SourceColumn, kind: 'text' | 'number'): boolean {
  const affinity = affinityOf(column.type);
  if (kind === 'number' ? !isNumeric(affinity) : affinity !== 'TEXT') return false;
  return isBinary(source);
}

/** True where the table's definition is at hand and names no collation. */
function isBinary({ known, table }: Source): boolean {
  const made = [known.created, ...(known.columns?.values() ?? [])];
  return (
    made.every((place) => place?.statement && !/\bCOLLATE\b/i.test(place.statement.syntax.text)) &&
    table.indexes.every(({ columns }) => columns.every(({ collation }) => collation === 'BINARY'))
  );
}

/** `name = ? COLLATE NOCASE` where the index has another collation. */
export const collationSuspects: Finder = function* ({ input, scope, expr }) {
  for (const { side, op, others } of comparisonsOf(expr)) {
    const own = side.type === 'CollateExpr' ? side : undefined;
    const other = others?.find((candidate) => candidate.type === 'CollateExpr');
    const collate = own ?? (other?.type === 'CollateExpr' ? other : undefined);
    const found = columnOf(own ? own.expr : side, scope);
    if (!collate || !found || !slowAccess(input.plan, found.source)) continue;
    if (others?.some((candidate) => !isFree(candidate, found.source, scope))) continue;
    const { column, source } = found;
    const [value, ...more] = others ?? [];
    const plain = value && (value.type === 'CollateExpr' ? value.expr : value);
    const name = input.syntax.textOf(own ? own.expr : side);
    const isPlain =
      op === 'equal' && plain !== undefined && more.length === 0 && /^nocase$/i.test(collate.collation);
    const lower = isPlain ? `lower(${name}) = lower(${input.syntax.textOf(plain)})` : undefined;
    yield {
      kind: 'collation',
      source,
      column: column.name,
      range: input.syntax.rangeOf(expr),
      probe: [replace(input, collate, input.syntax.textOf(collate.expr))],
      indexes: [
        {
          table: source.table,
          terms: [`${plainName(column.name)} COLLATE ${collate.collation}`],
          json: false,
        },
      ],
      // NOCASE and lower() know the same letters; of a BLOB lower() makes text.
      rewrites: lower
        ? [{ title: `Change to ${lower}`, safe: false, edits: [replace(input, expr, lower)] }]
        : [],
    };
  }
};

/** A column of text that is compared with one of numbers: only the side of numbers can be searched. */
export const affinitySuspects: Finder = function* ({ input, scope, expr }) {
  for (const { side, op, others } of comparisonsOf(expr)) {
    const [other, ...more] = others ?? [];
    if (op !== 'equal' || !other || more.length > 0) continue;
    const text = columnOf(side, scope);
    const number = columnOf(other, scope);
    if (!text || !number || text.source === number.source) continue;
    if (affinityOf(text.column.type) !== 'TEXT' || !isNumeric(affinityOf(number.column.type))) continue;
    if (!slowAccess(input.plan, text.source)) continue;
    const cast = `CAST(${input.syntax.textOf(other)} AS TEXT)`;
    const edits = [replace(input, other, cast)];
    yield {
      kind: 'affinity',
      source: text.source,
      column: text.column.name,
      range: input.syntax.rangeOf(expr),
      probe: edits,
      // '007' equals 7 as a number, and not as text.
      rewrites: [{ title: `Compare with ${cast}`, safe: false, edits }],
    };
  }
};
