import { affinityOf } from '../../schema/affinity.ts';
import { parseStatement } from '../../sql/parse.ts';
import type { Expr } from '../../sql/tree.ts';
import type { ObstacleKind } from '../advice.ts';
import { plainName } from '../advise.ts';
import { isJsonAccess } from '../expressions.ts';
import { comparisonsOf } from './comparison.ts';
import { generatedColumns } from './generated.ts';
import { jsonPathOf } from './json-path.ts';
import { type Source, soleColumn } from './scope.ts';
import { type Finder, replace, type Suspect, slowAccess } from './suspect.ts';

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
    const suspect = (kind: ObstacleKind, text: string, title: string, safe: boolean): Suspect => {
      const edits = [replace(input, side, text)];
      const range = input.syntax.rangeOf(side);
      const rewrites = [{ title, safe, edits }];
      return { kind, source, column: column.name, range, probe: edits, rewrites };
    };
    for (const { text, expr: other } of indexedExpressions(source)) {
      const named = isSame(other) ? (prefix === '' ? text : qualify(text, other, prefix)) : undefined;
      if (named !== undefined) yield suspect('expression-spelling', named, `Change to ${named}`, true);
    }
    for (const { name, type, expr: other } of generatedColumns(source.known)) {
      if (!isSame(other)) continue;
      const named = `${prefix}${plainName(name)}`;
      const isAlike = affinityOf(type) === 'BLOB';
      yield suspect('generated-column', named, `Use the column ${named}`, isAlike);
    }
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
