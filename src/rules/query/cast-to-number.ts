import { nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

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
    why: 'SQLite has no such types. A name that it does not know means NUMERIC: a date is cut down to its year, any other text becomes 0.',
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
    ],
  },
  proofs: [
    {
      claim: 'The number at the start of the text is what stays, else 0.',
      sql: ["SELECT CAST('2026-05-01' AS DATE), CAST('abc' AS STRING), CAST('{\"a\":1}' AS JSON)"],
      expect: [[2026, 0, 0]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'CastExpr')) {
      const type = node.typeName?.name.toLowerCase() ?? '';
      const instead = textual.get(type.replace(/\s.*/s, ''));
      if (!instead || !node.typeName) continue;
      // A number stays what it is.
      if (node.expr.type === 'NumericLiteral') continue;
      const name = type.toUpperCase();
      yield {
        range: syntax.rangeOf(node),
        message: `To SQLite ${name} is a kind of number: ${syntax.textOf(node.expr)} is turned into one.`,
        help: `Use ${instead}.`,
      };
    }
  },
});
