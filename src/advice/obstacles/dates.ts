import { affinityOf } from '../../sql/affinity.ts';
import type { Expr } from '../../sql/tree.ts';
import { plainName } from '../advise.ts';
import { type Comparison, comparisonsOf } from './comparison.ts';
import { dateFunctions } from './computed.ts';
import { isFree, soleColumn } from './scope.ts';
import { type Finder, replace, slowAccess } from './suspect.ts';

/**
 * `date(at) = ?`, `strftime('%Y', at) = '2026'`: what is looked for is a stretch of time. As a range of the column it can
 * be searched; that is the same only where each row has its time in the form that SQLite's functions give it.
 */
export const dateSuspects: Finder = function* ({ input, scope, expr }) {
  for (const comparison of comparisonsOf(expr)) {
    const { side, others } = comparison;
    if (side.type !== 'FunctionCallExpr' || !dateFunctions.test(side.name.name)) continue;
    const found = soleColumn(side, scope);
    if (!found || !others || !slowAccess(input.plan, found.source)) continue;
    if (others.some((other) => !isFree(other, found.source, scope))) continue;
    const name = input.syntax.textOf(found.node);
    const isText = affinityOf(found.column.type) !== 'INTEGER' && affinityOf(found.column.type) !== 'REAL';
    const textOf = (node: Expr): string => input.syntax.textOf(node);
    const text = isText ? rangeOf(side, comparison, name, textOf) : undefined;
    const candidates = [{ table: found.source.table, terms: [plainName(found.column.name)], json: false }];
    const edits = text === undefined ? [] : [replace(input, expr, text)];
    yield {
      kind: 'date-function',
      source: found.source,
      column: found.column.name,
      range: input.syntax.rangeOf(expr),
      probe: [replace(input, side, name)],
      rewrites: text === undefined ? [] : [{ title: `Change to ${text}`, safe: false, edits, candidates }],
    };
  }
};

/** A condition on a date or a part of one as a range of the column itself; undefined where it is none. */
function rangeOf(
  side: Extract<Expr, { type: 'FunctionCallExpr' }>,
  { op, others = [] }: Comparison,
  name: string,
  textOf: (node: Expr) => string,
): string | undefined {
  const args = side.args ?? [];
  const [from, to] = others;
  if (!from) return undefined;
  if (/^date$/i.test(side.name.name)) {
    if (args.length !== 1 || !others.every(isDate)) return undefined;
    const start = textOf(from);
    switch (op) {
      case 'equal':
        return repeats(from) ? `${name} >= ${start} AND ${name} < ${dayAfter(from, textOf)}` : undefined;
      case '<':
      case '>=':
        return `${name} ${op} ${start}`;
      case '<=':
        return `${name} < ${dayAfter(from, textOf)}`;
      case '>':
        return `${name} >= ${dayAfter(from, textOf)}`;
      case 'between':
        return to && `${name} >= ${start} AND ${name} < ${dayAfter(to, textOf)}`;
      default:
        return undefined;
    }
  }
  const [format] = args;
  if (!/^strftime$/i.test(side.name.name) || args.length !== 2 || op !== 'equal') return undefined;
  if (format?.type !== 'StringLiteral' || from.type !== 'StringLiteral') return undefined;
  const bounds = boundsOf(format.value, from.value);
  return bounds && `${name} >= '${bounds.start}' AND ${name} < '${bounds.end}'`;
}

/** The first days of a year, month or day, and of the one behind it. */
function boundsOf(format: string, value: string): { start: string; end: string } | undefined {
  const [, year, month, day] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(value) ?? [];
  if (year === undefined) return undefined;
  const parts = day !== undefined ? 3 : month !== undefined ? 2 : 1;
  const wanted = { '%Y': 1, '%Y-%m': 2, '%Y-%m-%d': 3, '%F': 3 }[format];
  if (parts !== wanted) return undefined;
  const iso = (date: Date): string => date.toISOString().slice(0, 10);
  const start = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1)));
  // A month or a day that no calendar has.
  if (!iso(start).startsWith(value)) return undefined;
  const end = new Date(start);
  if (parts === 1) end.setUTCFullYear(end.getUTCFullYear() + 1);
  else if (parts === 2) end.setUTCMonth(end.getUTCMonth() + 1);
  else end.setUTCDate(end.getUTCDate() + 1);
  return { start: iso(start), end: iso(end) };
}

/** True for what is a date alone: a text of one, a parameter, date() itself. */
function isDate(expr: Expr): boolean {
  if (expr.type === 'StringLiteral') return /^\d{4}-\d\d-\d\d$/.test(expr.value);
  if (expr.type === 'VariableExpr') return true;
  return expr.type === 'FunctionCallExpr' && /^date$/i.test(expr.name.name);
}

/** True for what may be written twice: `?` would be a second parameter. */
function repeats(expr: Expr): boolean {
  return expr.type !== 'VariableExpr' || expr.name !== '?';
}

function dayAfter(expr: Expr, textOf: (node: Expr) => string): string {
  if (expr.type !== 'FunctionCallExpr') return `date(${textOf(expr)}, '+1 day')`;
  return textOf(expr).replace(/\)$/, ", '+1 day')");
}
