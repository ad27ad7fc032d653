import { withSchema } from '../examples.ts';
import { isServedByIndex, obstaclesOf, servedBy } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, code TEXT NOT NULL);\nCREATE INDEX city_name ON city (name);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/computed-like-pattern',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: "Finds `LIKE ? || '%'`, a search for beginnings whose pattern is put together in SQL, on a column with an index that would serve it.",
    why: 'SQLite uses an index for LIKE when it knows what the pattern starts with. It knows that of a text and of a parameter, since it plans the query again when a value is bound; of what is computed it does not, and reads every row.',
    sources: ['https://sqlite.org/optoverview.html#the_like_optimization'],
    bad: [project("SELECT code FROM city WHERE name LIKE ? || '%';\n")],
    good: [
      project('SELECT code FROM city WHERE name LIKE ?;\n'),
      project("SELECT code FROM city WHERE name LIKE 'San%';\n"),
      // No index serves it anyhow.
      project("SELECT name FROM city WHERE code LIKE ? || '%';\n"),
    ],
  },
  proofs: [
    {
      claim: 'A pattern that is put together is not known.',
      sql: [schema, "SELECT code FROM city WHERE name LIKE 'San' || '%'"],
      plan: ['SCAN city'],
    },
    {
      claim: 'One that is written out is.',
      sql: [schema, "SELECT code FROM city WHERE name LIKE 'San%'"],
      plan: ['SEARCH city USING INDEX city_name (name>? AND name<?)'],
    },
  ],
  *checkStatement(input) {
    for (const { obstacle } of obstaclesOf(input, 'bound-pattern')) {
      const { table, range } = obstacle;
      if (isServedByIndex(input, table)) continue;
      yield {
        range,
        message: `A pattern that is put together in SQL keeps SQLite from using ${servedBy(obstacle)}. All of ${table} is read.`,
        help: 'Put the pattern together in the program, and bind it as a whole: LIKE ?.',
      };
    }
  },
});
