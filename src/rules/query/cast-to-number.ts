import { nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';
import { valueKind } from '../value-kinds.ts';

/** Types of other databases whose values are no numbers; to SQLite each says `NUMERIC`. */
const textual = new Map([
  ['date', 'date(…)'],
  ['datetime', 'datetime(…)'],
  ['time', 'time(…)'],
  ['timestamp', 'datetime(…)'],
  ['timestamptz', 'datetime(…)'],
  ['string', 'CAST(… AS TEXT)'],
  ['uuid', 'CAST(… AS TEXT)'],
  ['json', 'json(…)'],
  ['jsonb', 'jsonb(…)'],
  ['binary', 'CAST(… AS BLOB)'],
  ['varbinary', 'CAST(… AS BLOB)'],
  ['bytea', 'CAST(… AS BLOB)'],
]);

export default defineRule({
  id: 'query/cast-to-number',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds `CAST(… AS DATE)`, `AS DATETIME`, `AS STRING`, `AS UUID`, `AS JSON` and the like.',
    why: 'SQLite has no such types. A name that it does not know means NUMERIC: of a text the number at its start is left, of a date the year, and 0 where there is none.',
    sources: [
      'https://sqlite.org/lang_expr.html#castexpr',
      'https://sqlite.org/datatype3.html#determination_of_column_affinity',
    ],
    bad: [
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE CAST(due AS DATE) = '2026-05-01';\n" },
      { 'queries/task.sqlite.sql': 'SELECT CAST(id AS STRING) FROM task;\n' },
    ],
    good: [
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE date(due) = '2026-05-01';\n" },
      { 'queries/task.sqlite.sql': 'SELECT CAST(id AS TEXT), CAST(level AS DECIMAL(10, 2)) FROM task;\n' },
      { 'queries/task.sqlite.sql': 'SELECT CAST(unixepoch(due) AS TIMESTAMP) FROM task;\n' },
    ],
  },
  proofs: [
    {
      claim: 'The number at the start of the text is what stays, else 0.',
      sql: [
        "SELECT CAST('2026-05-01' AS DATE), CAST('12ab' AS STRING), CAST('abc' AS STRING), CAST('{\"a\":1}' AS JSON)",
      ],
      expect: [[2026, 12, 0, 0]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'CastExpr')) {
      const type = node.typeName?.name.toLowerCase() ?? '';
      const instead = textual.get(type.replace(/\s.*/s, ''));
      if (!instead || !node.typeName) continue;
      // A number stays what it is.
      if (valueKind(node.expr) === 'number') continue;
      const name = type.toUpperCase();
      yield {
        range: syntax.rangeOf(node),
        message: `To SQLite ${name} is a kind of number: ${syntax.textOf(node.expr)} is turned into one.`,
        help: `Use ${instead}.`,
      };
    }
  },
});
