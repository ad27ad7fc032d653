import { withSchema } from '../examples.ts';
import { isServedByIndex, obstaclesOf } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema = 'CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT NOT NULL, slug TEXT NOT NULL);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/leading-wildcard',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: "Finds searches by a pattern that starts with a wildcard, `LIKE '%word%'`, where nothing else narrows the table down.",
    why: 'An index is in the order in which texts begin: it can’t lead to what stands in their middle. Every row is read and compared. For words in long texts there is FTS5, for parts of words its trigram tokenizer.',
    sources: [
      'https://sqlite.org/optoverview.html#the_like_optimization',
      'https://sqlite.org/fts5.html#the_trigram_tokenizer',
    ],
    bad: [
      project("SELECT id FROM article WHERE title LIKE '%sea%';\n"),
      project("SELECT id FROM article WHERE title LIKE '%' || ? || '%';\n"),
    ],
    good: [
      project(
        "SELECT id FROM article WHERE title LIKE 'sea%';\n",
        'CREATE INDEX article_title ON article (title COLLATE NOCASE);\n',
      ),
      // Few rows are left when the pattern is compared.
      project(
        "SELECT id FROM article WHERE slug = ? AND title LIKE '%sea%';\n",
        'CREATE INDEX article_slug ON article (slug);\n',
      ),
      project('SELECT id FROM article WHERE title LIKE ?;\n'),
    ],
  },
  proofs: [
    {
      claim: 'No index leads to what stands in the middle of a text.',
      sql: [
        schema,
        'CREATE INDEX i ON article (title COLLATE NOCASE)',
        "SELECT slug FROM article WHERE title LIKE '%sea%'",
      ],
      plan: ['SCAN article'],
    },
  ],
  *checkStatement(input) {
    const told = new Set<string>();
    for (const { obstacle } of obstaclesOf(input, 'leading-wildcard')) {
      const { table, range } = obstacle;
      if (told.has(table) || isServedByIndex(input, table)) continue;
      told.add(table);
      yield {
        range,
        message: `No index leads to what stands in the middle of a text: all of ${table} is read.`,
        help: 'Search long texts with an FTS5 table; where only beginnings are looked for, leave the first wildcard out.',
      };
    }
  },
});
