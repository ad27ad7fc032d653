import { type AstNode, traverse } from 'sqlite3-parser';
import type { Range } from '../text/range.ts';

/**
 * The exact range of every node of a tree, within its statement's text.
 *
 * The parser's spans are exact for leaves (names, literals, parameters). Those above them need repair: one may start
 * where the enclosing list starts, so that it covers its elder siblings, start or end in blanks and comments, run on
 * over its younger sibling (`t0 ON …` for the table t0), or hold only the operator of a join. Siblings never share
 * text, so each is cut where its neighbours' leaves stand.
 */
export function computeRanges(sql: string, root: AstNode): Map<AstNode, Range> {
  const children = new Map<AstNode, AstNode[]>();
  const order: AstNode[] = [];
  traverse(root, {
    enter(node, parent) {
      order.push(node);
      if (!parent) return;
      const siblings = children.get(parent);
      if (siblings) siblings.push(node);
      else children.set(parent, [node]);
    },
  });

  const hulls = new Map<AstNode, Range>();
  for (const node of order.toReversed()) hulls.set(node, hullOf(node, children.get(node), hulls));
  const hull = (node: AstNode): Range => hulls.get(node) as Range;

  const ranges = new Map<AstNode, Range>();
  ranges.set(root, trim(sql, root.span.offset, spanEnd(root), false));
  for (const parent of order) {
    const siblings = children.get(parent);
    if (!siblings) continue;
    const outer = ranges.get(parent) as Range;
    siblings.sort((a, b) => hull(a).start - hull(b).start || hull(a).end - hull(b).end);
    let from = outer.start;
    for (const [index, node] of siblings.entries()) {
      const own = hull(node);
      const start = Math.max(node.span.offset, from);
      const younger = siblings[index + 1];
      const limit = younger ? Math.max(younger.span.offset, own.end) : outer.end;
      const end = Math.min(Math.max(own.end, Math.min(spanEnd(node), outer.end)), limit);
      const comma = node.type === 'JoinedSelectTable' || node.type === 'CommaJoinOperator';
      const range = trim(sql, start, end, comma);
      ranges.set(node, range);
      from = Math.max(from, range.end);
    }
  }
  return ranges;
}

const spanEnd = (node: AstNode): number => node.span.offset + node.span.length;

/** Leaves that consist of keywords, whose spans start too early as well: only their last token is certain. */
const lastTokenLength: Partial<Record<AstNode['type'], number>> = {
  StarResultColumn: '*'.length,
  DefaultValuesInsertBody: 'VALUES'.length,
  NothingUpsertDo: 0,
};

/** The text from the first to the last leaf below a node. */
function hullOf(
  node: AstNode,
  children: readonly AstNode[] | undefined,
  hulls: ReadonlyMap<AstNode, Range>,
): Range {
  if (!children) {
    const end = spanEnd(node);
    return { start: end - (lastTokenLength[node.type] ?? node.span.length), end };
  }
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  for (const child of children) {
    const inner = hulls.get(child) as Range;
    start = Math.min(start, inner.start);
    end = Math.max(end, inner.end);
  }
  return { start, end };
}

/** What may stand before a node without belonging to it: no node starts with a closing parenthesis. */
const separators = /(?:[\s\uFEFF,)]+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))*/y;
const trivia = /(?:[\s\uFEFF]+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))*/y;

function trim(sql: string, start: number, end: number, startsWithComma: boolean): Range {
  const lead = startsWithComma ? trivia : separators;
  lead.lastIndex = start;
  lead.exec(sql);
  const from = Math.min(lead.lastIndex, end);
  return { start: from, end: startsWithComma && end - from <= 1 ? end : lastTokenEnd(sql, from, end) };
}

const lexeme =
  /([\s\uFEFF,]+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$))|'(?:[^']|'')*'?|"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?|[-/]|[^\s'"`[\-/,]+/y;

/** The end of the last token before `end`: blanks, comments and a separating comma are left out. */
function lastTokenEnd(sql: string, start: number, end: number): number {
  // Most nodes end in a token already; only the others are read from their start.
  if (!/[\s,/]/.test(sql[end - 1] ?? 'x') && !sql.slice(start, end).includes('--')) return end;
  let last = start;
  lexeme.lastIndex = start;
  while (lexeme.lastIndex < end) {
    const at = lexeme.lastIndex;
    const found = lexeme.exec(sql);
    if (!found) break;
    if (found[1] === undefined) last = Math.min(at + found[0].length, end);
  }
  return last;
}
