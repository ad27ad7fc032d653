import { isColumnName } from '../../schema/scopes.ts';
import { unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { brief, compiledQuery, hasAggregate, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';

const project = withSchema(
  'CREATE TABLE visit (id INTEGER PRIMARY KEY, page TEXT NOT NULL, at TEXT NOT NULL);\n',
);

export default defineRule({
  id: 'query/group-by-shadowed-alias',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds GROUP BY on a name that is both a column and the alias of an expression.',
    why: 'SQLite groups by the column, not by the expression: `date(at) AS at … GROUP BY at` gives a row for each moment instead of each day.',
    sources: ['https://sqlite.org/lang_select.html#resultset'],
    bad: [project('SELECT date(at) AS at, count(*) FROM visit GROUP BY at;\n')],
    good: [
      project('SELECT date(at) AS day, count(*) FROM visit GROUP BY day;\n'),
      project('SELECT date(at) AS at, count(*) FROM visit GROUP BY 1;\n'),
      project('SELECT page AS page, count(*) FROM visit GROUP BY page;\n'),
    ],
  },
  proofs: [
    {
      claim: 'One day, two groups.',
      sql: [
        'CREATE TABLE visit (at)',
        "INSERT INTO visit VALUES ('2026-05-01 10:00'), ('2026-05-01 11:00')",
        'SELECT date(at) AS at, count(*) FROM visit GROUP BY at',
      ],
      expect: [
        ['2026-05-01', 1],
        ['2026-05-01', 1],
      ],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    const { syntax } = input;
    for (const { node } of nodesOf(query?.tree, 'SelectFrom')) {
      for (const term of node.groupBy ?? []) {
        if (term.type !== 'Id') continue;
        const reference = query?.names.references.get(term);
        const position = node.columns.findIndex(
          (column) =>
            column.type === 'ExprResultColumn' && column.alias && sameName(column.alias.name.text, term.name),
        );
        const result = node.columns[position];
        if (!reference || reference.owner !== reference.scope || result?.type !== 'ExprResultColumn')
          continue;
        const inner = unwrap(result.expr);
        if (isColumnName(inner) || hasAggregate(inner)) continue;
        const range = syntax.rangeOf(term);
        yield {
          range,
          message: `This groups by the column ${reference.source.name}.${reference.column}, not by its alias.`,
          help: `Group by ${brief(syntax.textOf(result.expr))}, or give it another alias.`,
          fixes: [
            {
              title: 'Group by the expression',
              safe: false,
              edits: [{ range, text: syntax.textOf(result.expr) }],
            },
          ],
        };
      }
    }
  },
});
