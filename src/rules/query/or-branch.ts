import { withSchema } from '../examples.ts';
import { addProposedHelp } from '../index-help.ts';
import { indexesForBranch, indexFixes, obstaclesOf, servedBy } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE contact (id INTEGER PRIMARY KEY, email TEXT NOT NULL, phone TEXT NOT NULL, note TEXT NOT NULL);\nCREATE INDEX contact_email ON contact (email);\nCREATE INDEX contact_phone ON contact (phone);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/or-branch',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds a part of an `OR` that has no index, so that those of the other parts are not used either. The index that is missing is proposed, and proven by planning again.',
    why: 'SQLite looks up the parts of an OR one by one, if each has an index. One that has none makes it read every row, and the indexes of the others are of no use.',
    sources: ['https://sqlite.org/optoverview.html#or_optimizations'],
    bad: [project('SELECT id FROM contact WHERE email = :q OR note = :q;\n')],
    good: [
      // No index could serve the other part.
      project("SELECT id FROM contact WHERE email = :q OR note LIKE '%' || :q || '%';\n"),
      project('SELECT id FROM contact WHERE email = ? OR phone = ?;\n'),
      project("SELECT id FROM contact WHERE email = ? AND (phone = ? OR note LIKE '%x%');\n"),
    ],
  },
  proofs: [
    {
      claim: 'Where each part has an index, each is searched.',
      sql: [schema, "SELECT note FROM contact WHERE email = 'x' OR phone = 'x'"],
      plan: [
        'MULTI-INDEX OR',
        'INDEX 1',
        'SEARCH contact USING INDEX contact_email (email=?)',
        'INDEX 2',
        'SEARCH contact USING INDEX contact_phone (phone=?)',
      ],
    },
    {
      claim: 'One without makes it a scan.',
      sql: [schema, "SELECT note FROM contact WHERE email = 'x' OR note LIKE '%x%'"],
      plan: ['SCAN contact'],
    },
  ],
  *checkStatement(input) {
    const { advice } = input;
    for (const { obstacle, state } of obstaclesOf(input, 'or-branch')) {
      const { table, range } = obstacle;
      const indexes = advice ? indexesForBranch(advice, obstacle) : [];
      if (indexes.length === 0) continue;
      yield {
        range,
        message: `This part of the OR has no index, so that ${servedBy(obstacle)} is not used either. All of ${table} is read.`,
        help: addProposedHelp(input.database, indexes),
        fixes: indexFixes(input, state, indexes),
      };
    }
  },
});
