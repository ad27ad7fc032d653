import { isColumnName } from '../../schema/scopes.ts';
import { affinityOf } from '../../sql/affinity.ts';
import { parseExpression } from '../../sql/parse.ts';
import { isBlank, lexemeAt } from '../../sql/scan.ts';
import type { Expr } from '../../sql/tree.ts';
import type { ObstacleKind } from '../advice.ts';
import { plainName } from '../advise.ts';
import { isJsonAccess, isLiteral, namesIn, unqualified } from '../expressions.ts';
import { comparisonsOf } from './comparison.ts';
import { generatedColumns } from './generated.ts';
import { jsonPathOf } from './json-path.ts';
import { columnOf, holdsSelect, type Scope, type Source } from './scope.ts';
import { type Finder, replace, type Suspect, slowAccess } from './suspect.ts';

/**
 * What an index or a generated column has, written in another way. SQLite compares the expressions of indexes as they are
 * written, and knows nothing of generated columns (https://sqlite.org/expridx.html).
 */
export const spellingSuspects: Finder = function* ({ input, scope, expr }) {
  for (const { side } of comparisonsOf(expr)) {
    if (isColumnName(side) || isLiteral(side) || holdsSelect(side)) continue;
    const source = soleSource(side, scope);
    if (!source || !slowAccess(input.plan, source)) continue;
    const text = unqualified(side, input.syntax);
    const [name] = namesIn(side);
    const prefix = name?.type === 'QualifiedExpr' ? input.syntax.textOf(name).replace(/[^.]*$/, '') : '';
    const suspect = (kind: ObstacleKind, written: string, title: string, safe: boolean): Suspect => {
      const edits = [replace(input, side, written)];
      const range = input.syntax.rangeOf(side);
      const rewrites = [{ title, safe, edits }];
      return {
        kind,
        source,
        column: columnOf(name as Expr, scope)?.column.name,
        range,
        probe: edits,
        rewrites,
      };
    };
    for (const { text: indexed, expr: other } of indexedExpressions(source)) {
      if (!isSamePath(side, other)) continue;
      const written = prefix === '' ? indexed : qualify(indexed, other, prefix);
      if (written !== undefined) yield suspect('expression-spelling', written, `Change to ${written}`, true);
    }
    for (const column of generatedColumns(source.known)) {
      if (!isSamePath(side, column.expr) && canonical(text) !== canonical(column.text)) continue;
      const written = `${prefix}${plainName(column.name)}`;
      // A column without affinity compares as its expression does, unless that is a column or a CAST itself.
      const isAlike =
        affinityOf(column.type) === 'BLOB' && (side.type === 'FunctionCallExpr' || isJsonAccess(side));
      yield suspect('generated-column', written, `Use the column ${written}`, isAlike);
    }
  }
};

/** The only table that an expression stands on. */
function soleSource(expr: Expr, scope: Scope): Source | undefined {
  const sources = new Set(namesIn(expr).map((name) => columnOf(name, scope)?.source));
  const [source] = sources;
  return sources.size === 1 ? source : undefined;
}

function isSamePath(a: Expr, b: Expr): boolean {
  const [one, other] = [jsonPathOf(a), jsonPathOf(b)];
  return (
    one !== undefined &&
    other !== undefined &&
    one.path === other.path &&
    one.result === other.result &&
    one.column.toLowerCase() === other.column.toLowerCase()
  );
}

/** An expression's text with blanks, comments, case and the quotes of names told apart no more. */
function canonical(text: string): string {
  const tokens: string[] = [];
  for (let at = 0; at < text.length; ) {
    const { kind, end } = lexemeAt(text, at);
    const token = text.slice(at, end);
    if (kind === 'quoted' && token[0] !== "'") tokens.push(token.slice(1, -1).toLowerCase());
    else if (kind === 'quoted') tokens.push(token);
    else if (!isBlank(kind)) tokens.push(token.toLowerCase());
    at = end;
  }
  return tokens.join(' ');
}

/** The expressions that the indexes of a table stand on. */
function* indexedExpressions({ table }: Source): Iterable<{ text: string; expr: Expr }> {
  for (const { columns } of table.indexes) {
    const [first] = columns;
    if (!first?.expression) continue;
    const expr = parseExpression(first.name);
    if (expr) yield { text: first.name, expr };
  }
}

/** An expression of an index with the table's name before its column. */
function qualify(text: string, expr: Expr, prefix: string): string | undefined {
  const path = jsonPathOf(expr);
  if (!path) return undefined;
  const at = text.search(new RegExp(`(?<![\\w.])["\`[]?${path.column}\\b`, 'i'));
  return at < 0 ? undefined : text.slice(0, at) + prefix + text.slice(at);
}
