import { isServedByIndex, obstaclesOf, servedBy } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE contact (id INTEGER PRIMARY KEY, email TEXT NOT NULL, phone TEXT NOT NULL, note TEXT NOT NULL);\nCREATE INDEX contact_email ON contact (email);\nCREATE INDEX contact_phone ON contact (phone);\n';
const project = (query: string): Record<string, string> => ({
  'schema.sqlite.sql': schema,
  'queries/contact.sqlite.sql': query,
});

export default defineRule({
  id: 'query/or-unindexed-branch',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds a part of an `OR` that no index can serve, so that those of the other parts are not used either.',
    why: 'SQLite looks up the parts of an OR one by one, if each has an index. One that has none makes it read every row, and the indexes of the others are of no use.',
    sources: ['https://sqlite.org/optoverview.html#or_optimizations'],
    bad: [project("SELECT id FROM contact WHERE email = :q OR phone = :q OR note LIKE '%' || :q || '%';\n")],
    good: [
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
    for (const { obstacle } of obstaclesOf(input, 'or-branch')) {
      const { table, range } = obstacle;
      if (isServedByIndex(input, table)) continue;
      yield {
        range,
        message: `No index serves this part of the OR: all of ${table} is read. Without it, ${servedBy(obstacle)} would be used.`,
        help: 'Ask for the other parts first, and for this one only where they find nothing; or search long texts with FTS5.',
      };
    }
  },
});
