import { withSchema } from '../examples.ts';
import { addProposedHelp } from '../index-help.ts';
import { indexFixes, obstaclesOf, rewriteFixes, servedBy } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE member (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT NOT NULL);\nCREATE UNIQUE INDEX member_email ON member (email);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/collation-mismatch',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds comparisons with a `COLLATE` that the index of the column has not.',
    why: 'An index is in the order of its own collation. For another one SQLite reads every row, although the column has an index.',
    sources: ['https://sqlite.org/datatype3.html#collation'],
    bad: [
      project('SELECT name FROM member WHERE email = ? COLLATE NOCASE;\n'),
      project(
        'SELECT email FROM member WHERE name = ? COLLATE NOCASE;\n',
        'CREATE INDEX member_name ON member (name);\nCREATE INDEX member_name_lower ON member (lower(name));\n',
      ),
    ],
    good: [
      project(
        'SELECT name FROM member WHERE email = ? COLLATE NOCASE;\n',
        'CREATE INDEX member_email_nocase ON member (email COLLATE NOCASE);\n',
      ),
      project('SELECT name FROM member WHERE email = ? COLLATE BINARY;\n'),
      project('SELECT name FROM member WHERE id = ? ORDER BY name COLLATE NOCASE;\n'),
    ],
  },
  proofs: [
    {
      claim: 'The index is not used for another collation.',
      sql: [schema, 'SELECT name FROM member WHERE email = ? COLLATE NOCASE'],
      plan: ['SCAN member'],
    },
    {
      claim: 'One of that collation is.',
      sql: [
        schema,
        'CREATE INDEX i ON member (email COLLATE NOCASE)',
        'SELECT name FROM member WHERE email = ? COLLATE NOCASE',
      ],
      plan: ['SEARCH member USING INDEX i (email=?)'],
    },
  ],
  *checkStatement(input) {
    for (const { obstacle, state } of obstaclesOf(input, 'collation')) {
      const { table, column, indexes, range } = obstacle;
      const [index] = indexes;
      const { rewrite } = obstacle;
      yield {
        range,
        message: `This comparison has another collation than ${servedBy(obstacle)}. SQLite reads all of ${table} instead.`,
        help: rewrite
          ? `Write ${rewrite.edits[0]?.text}, which has an index and finds the same texts.`
          : index
            ? addProposedHelp(input.database, [index])
            : `Give ${column} or its index the same collation.`,
        fixes: [...rewriteFixes(obstacle), ...indexFixes(input, state, rewrite ? [] : indexes)],
      };
    }
  },
});
