import type { Expr } from '../../sql/tree.ts';
import { nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/distinct-group-by',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'safe',
  docs: {
    what: 'Finds DISTINCT on groups that are returned with all they are grouped by.',
    why: 'Each group gives one row, and no two have the same key: DISTINCT compares all rows once more and drops none.',
    sources: ['https://sqlite.org/lang_select.html#distinct'],
    bad: [{ 'queries/task.sqlite.sql': 'SELECT DISTINCT state, count(*) FROM task GROUP BY state;\n' }],
    good: [
      { 'queries/task.sqlite.sql': 'SELECT state, count(*) FROM task GROUP BY state;\n' },
      // Two states may have as many.
      { 'queries/task.sqlite.sql': 'SELECT DISTINCT count(*) FROM task GROUP BY state;\n' },
      { 'queries/task.sqlite.sql': 'SELECT DISTINCT state FROM task;\n' },
    ],
  },
  proofs: [
    {
      claim: 'The rows are those without DISTINCT.',
      sql: [
        'CREATE TABLE t (a, b)',
        'INSERT INTO t VALUES (1, 1), (1, 2), (2, 1)',
        'SELECT count(*) FROM (SELECT DISTINCT a, count(*) FROM t GROUP BY a) UNION ALL SELECT count(*) FROM (SELECT a, count(*) FROM t GROUP BY a)',
      ],
      expect: [[2], [2]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'SelectFrom')) {
      if (node.distinctness !== 'Distinct' || !node.groupBy) continue;
      const results = node.columns.flatMap((column) =>
        column.type === 'ExprResultColumn' ? [nameOf(syntax.textOf(column.expr))] : [],
      );
      if (!node.groupBy.every((term) => isAmong(term, results, syntax.textOf(term)))) continue;
      const { start } = syntax.rangeOf(node);
      const word = /^SELECT\s+(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*(DISTINCT\s+)/i.exec(
        syntax.text.slice(start),
      );
      if (!word?.[1]) continue;
      const from = start + word[0].length - word[1].length;
      yield {
        range: { start: from, end: from + word[1].trimEnd().length },
        message: 'DISTINCT drops nothing here: each group has a row of its own already.',
        help: 'Take DISTINCT out.',
        fixes: [
          {
            title: 'Take DISTINCT out',
            safe: true,
            edits: [{ range: { start: from, end: from + word[1].length }, text: '' }],
          },
        ],
      };
    }
  },
});

/** True for a term that is one of the results: by its number, or written the same way. */
function isAmong(term: Expr, results: readonly string[], text: string): boolean {
  if (term.type === 'NumericLiteral') return Number(term.value) <= results.length;
  return results.includes(nameOf(text));
}

function nameOf(text: string): string {
  return text.replace(/\s+/g, ' ').toLowerCase();
}
