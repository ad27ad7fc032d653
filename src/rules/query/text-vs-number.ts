import type { Column } from '../../engine/catalog.ts';
import type { Names } from '../../schema/scopes.ts';
import { type Expr, unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { brief, compiledQuery, isComparison, isLiteral, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';
import { integerColumn, isDateText, valueKind } from '../value-kinds.ts';

const project = withSchema(
  'CREATE TABLE task (id INTEGER PRIMARY KEY, title TEXT NOT NULL, due TEXT NOT NULL, added INTEGER NOT NULL DEFAULT (unixepoch()), seen INTEGER);\n',
);

export default defineRule({
  id: 'query/text-vs-number',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: "Finds comparisons of text with a number that SQLite does not convert: `strftime('%Y', due) = 2026`.",
    why: 'Between the results of functions nothing is converted, and every text is above every number: `=` is never true, `>` always. The same is true of integers in a column beside a date in text.',
    sources: ['https://sqlite.org/datatype3.html#comparisons', 'https://sqlite.org/lang_datefunc.html'],
    bad: [
      project("SELECT id FROM task WHERE strftime('%Y', due) = 2026;\n"),
      project("SELECT id FROM task WHERE length(title) = '5';\n"),
      project("SELECT id FROM task WHERE strftime('%w', due) IN (0, 6);\n"),
      project("DELETE FROM task WHERE added < datetime('now', '-7 days');\n"),
    ],
    good: [
      project(
        "SELECT strftime('%Y', due) = '2026', CAST(strftime('%Y', due) AS INTEGER) = 2026 FROM task;\n",
      ),
      // A column of integers has text of digits converted.
      project("SELECT added < strftime('%s', 'now'), id = '5' FROM task;\n"),
      // Nothing keeps a column of integers from holding dates in text.
      project("SELECT seen < datetime('now', '-7 days') FROM task WHERE id = ?;\n"),
      project("SELECT added < unixepoch('now', '-7 days'), added < strftime('%s', 'now') - 60 FROM task;\n"),
    ],
  },
  proofs: [
    {
      claim: 'The text 2026 is not the number 2026, and above any number.',
      sql: ["SELECT strftime('%Y', '2026-05-01') = 2026, strftime('%Y', '2026-05-01') > 9999"],
      expect: [[0, 1]],
    },
    {
      claim: 'Nor is it in a list of numbers.',
      sql: ["SELECT strftime('%w', '2026-05-03') IN (0, 6)"],
      expect: [[0]],
    },
    {
      claim: 'A column of integers keeps a date in text as it is.',
      sql: [
        'CREATE TABLE t (a INTEGER DEFAULT CURRENT_TIMESTAMP)',
        'INSERT INTO t DEFAULT VALUES',
        "SELECT typeof(a), a > datetime('now', '-7 days') FROM t",
      ],
      expect: [['text', 1]],
    },
    {
      claim: 'A column of integers has text of digits converted, and nothing else.',
      sql: [
        'CREATE TABLE t (a INTEGER)',
        'INSERT INTO t VALUES (1700000000)',
        "SELECT a < strftime('%s', '2100-01-01'), a = '1700000000', a < datetime('2000-01-01') FROM t",
      ],
      expect: [[1, 1, 1]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    const names = compiledQuery(input)?.names;
    for (const { node } of nodesOf(treeOf(input), 'BinaryExpr', 'BetweenExpr', 'InListExpr')) {
      if (node.type === 'BinaryExpr' && !isComparison(node.op)) continue;
      const [left, others] = sidesOf(node);
      const other = others.find((side) => neverAlike(left, side));
      if (other) {
        const [text, number] = valueKind(left) === 'text' ? [left, other] : [other, left];
        yield {
          range: syntax.rangeOf(node),
          message: `${brief(syntax.textOf(text))} is text and ${brief(syntax.textOf(number))} a number: SQLite converts neither, so they are never equal.`,
          help: "Write both as text ('2026') or both as numbers: CAST(… AS INTEGER).",
        };
        continue;
      }
      const column = names && columnBeside(left, others, names);
      if (!column) continue;
      yield {
        range: syntax.rangeOf(node),
        message: `${column.name} holds integers (${column.type}), and is compared with a text: text is above every number.`,
        help: "Compare it with a number: unixepoch('now', …) for seconds since 1970.",
      };
    }
  },
});

type Compared = Extract<Expr, { type: 'BinaryExpr' | 'BetweenExpr' | 'InListExpr' }>;

function sidesOf(node: Compared): [Expr, readonly Expr[]] {
  if (node.type === 'BinaryExpr') return [node.left, [node.right]];
  return node.type === 'BetweenExpr' ? [node.lhs, [node.start, node.end]] : [node.lhs, node.rhs ?? []];
}

/** True for text beside a number of which nothing is converted. Two literals are an example or a switch. */
function neverAlike(left: Expr, right: Expr): boolean {
  const [a, b] = [valueKind(left), valueKind(right)];
  if (!a || !b || a === b) return false;
  return !(isLiteral(unwrap(left)) && isLiteral(unwrap(right)));
}

/** The column of integers that is compared with a date. */
function columnBeside(left: Expr, others: readonly Expr[], names: Names): Column | undefined {
  const sides = [left, ...others];
  if (!sides.some(isDateText)) return undefined;
  return sides.map((side) => integerColumn(side, names)).find((column) => column !== undefined);
}
