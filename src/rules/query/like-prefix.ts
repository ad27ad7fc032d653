import { mindsCase } from '../case-sensitive-like.ts';
import { withSchema } from '../examples.ts';
import { addProposedHelp } from '../index-help.ts';
import { indexFixes, obstaclesOf, rewriteFixes, servedBy } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT NOT NULL, code TEXT NOT NULL);\nCREATE INDEX city_name ON city (name);\nCREATE INDEX city_code ON city (code);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/like-prefix',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'safe',
  docs: {
    what: 'Finds `LIKE` with a pattern that starts with plain text, on a column whose index can’t serve it because it tells upper and lower case apart.',
    why: 'LIKE takes A and a for the same, so that SQLite uses an index for it only where the index does so too (COLLATE NOCASE). Else all rows are read, and the index that is there helps nothing.',
    sources: ['https://sqlite.org/optoverview.html#the_like_optimization'],
    bad: [
      project("SELECT id FROM city WHERE name LIKE 'San%';\n"),
      project("SELECT id FROM city WHERE code LIKE '49-%';\n"),
    ],
    good: [
      project(
        "SELECT id FROM city WHERE name LIKE 'San%';\n",
        'CREATE INDEX city_name_nocase ON city (name COLLATE NOCASE);\n',
      ),
      project("SELECT id FROM city WHERE name GLOB 'San*';\n"),
      // What a parameter starts with is known when it is bound: SQLite plans the query again then.
      project('SELECT id FROM city WHERE name LIKE ?;\n'),
      project("SELECT id FROM city WHERE name LIKE '%San%';\n"),
      // LIKE tells case apart here.
      {
        ...project("SELECT id FROM city WHERE name LIKE 'San%';\n"),
        'app/connect.sqlite.sql': 'PRAGMA case_sensitive_like = ON;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'An index that tells case apart does not serve LIKE.',
      sql: [schema, "SELECT code FROM city WHERE name LIKE 'San%'"],
      plan: ['SCAN city'],
    },
    {
      claim: 'One with NOCASE does.',
      sql: [
        schema,
        'CREATE INDEX i ON city (name COLLATE NOCASE)',
        "SELECT code FROM city WHERE name LIKE 'San%'",
      ],
      plan: ['SEARCH city USING INDEX i (name>? AND name<?)'],
    },
    {
      claim: 'GLOB is served by the index that is there, and tells case apart.',
      sql: [schema, "SELECT code FROM city WHERE name GLOB 'San*'"],
      plan: ['SEARCH city USING INDEX city_name (name>? AND name<?)'],
    },
  ],
  *checkStatement(input) {
    if (mindsCase(input.project)) return;
    for (const { obstacle, state } of obstaclesOf(input, 'case-sensitive-index')) {
      const { table, column, indexes, rewrite, range } = obstacle;
      const [index] = indexes;
      yield {
        range,
        message: `LIKE can't use ${servedBy(obstacle)}, which tells upper and lower case apart. All of ${table} is read.`,
        help: rewrite
          ? `Write ${rewrite.edits[0]?.text}: there are no letters in the pattern, so that it finds the same.`
          : index
            ? `${addProposedHelp(input.database, [index])} Or use GLOB, where case matters.`
            : `Use GLOB, where case matters, or give ${column} the collation NOCASE.`,
        fixes: [...rewriteFixes(obstacle), ...(rewrite ? [] : indexFixes(input, state, indexes))],
      };
    }
  },
});
