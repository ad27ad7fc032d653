import { affinityOf } from '../../schema/affinity.ts';
import { parseStatement } from '../../sql/parse.ts';
import type { Expr } from '../../sql/tree.ts';
import { plainName } from '../advise.ts';
import { isJsonAccess } from '../expressions.ts';
import { comparisonsOf } from './comparison.ts';
import { generatedColumns } from './generated.ts';
import { jsonPathOf } from './json-path.ts';
import { type Source, soleColumn } from './scope.ts';
import { type Finder, type RewriteDraft, replace, slowAccess } from './suspect.ts';

/**
 * The same value in JSON written in another way than the index has it. SQLite compares the expressions of indexes as they
 * are written (https://sqlite.org/expridx.html).
 */
export const spellingSuspects: Finder = function* ({ input, scope, expr }) {
  for (const { side } of comparisonsOf(expr)) {
    if (!isJsonAccess(side)) continue;
    const path = jsonPathOf(side);
    const found = soleColumn(side, scope);
    if (!path || !found || !slowAccess(input.plan, found.source)) continue;
    const { source, column, node } = found;
    const prefix = node.type === 'QualifiedExpr' ? `${input.syntax.textOf(node).replace(/[^.]*$/, '')}` : '';
    const isSame = (other: Expr): boolean => {
      const same = jsonPathOf(other);
      return (
        same !== undefined &&
        same.path === path.path &&
        same.result === path.result &&
        same.column.toLowerCase() === column.name.toLowerCase()
      );
    };
    const rewrites: RewriteDraft[] = [];
    for (const { text, expr: other } of indexedExpressions(source)) {
      if (!isSame(other)) continue;
      const named = prefix === '' ? text : qualify(text, other, prefix);
      if (named === undefined) continue;
      rewrites.push({ title: `Change to ${named}`, safe: true, edits: [replace(input, side, named)] });
    }
    for (const { name, type, expr: other } of generatedColumns(source.known)) {
      if (!isSame(other)) continue;
      const named = `${prefix}${plainName(name)}`;
      const safe = affinityOf(type) === 'BLOB';
      rewrites.push({ title: `Use the column ${name}`, safe, edits: [replace(input, side, named)] });
    }
    for (const rewrite of rewrites)
      yield {
        kind: 'expression-spelling',
        source,
        column: column.name,
        range: input.syntax.rangeOf(side),
        probe: rewrite.edits,
        rewrites: [rewrite],
      };
  }
};

/** The expressions that the indexes of a table stand on. */
function* indexedExpressions({ table }: Source): Iterable<{ text: string; expr: Expr }> {
  for (const { columns } of table.indexes) {
    const [first] = columns;
    if (!first?.expression) continue;
    const expr = parseExpression(first.name);
    if (expr) yield { text: first.name, expr };
  }
}

function parseExpression(text: string): Expr | undefined {
  const { tree } = parseStatement(`SELECT ${text}`);
  if (tree?.type !== 'SelectStmt' || tree.body.select.type !== 'SelectFrom') return undefined;
  const [column] = tree.body.select.columns;
  return column?.type === 'ExprResultColumn' && !column.alias ? column.expr : undefined;
}

/** An expression of an index with the table's name before its column. */
function qualify(text: string, expr: Expr, prefix: string): string | undefined {
  const path = jsonPathOf(expr);
  if (!path) return undefined;
  const at = text.search(new RegExp(`(?<![\\w.])["\`[]?${path.column}\\b`, 'i'));
  return at < 0 ? undefined : text.slice(0, at) + prefix + text.slice(at);
}
