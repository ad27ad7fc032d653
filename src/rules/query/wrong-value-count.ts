import { withSchema } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { refusedStatement } from '../sure-schema.ts';

const project = withSchema(
  'CREATE TABLE tag (name TEXT NOT NULL PRIMARY KEY, color TEXT, weight INTEGER);\n',
);

export default defineRule({
  id: 'query/wrong-value-count',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds INSERT with more or fewer values than there are columns for them.',
    why: 'SQLite refuses the statement each time it is run. Without a list of columns, a migration that adds one is enough.',
    sources: ['https://sqlite.org/lang_insert.html'],
    bad: [
      project('INSERT INTO tag VALUES (?, ?);\n'),
      project('INSERT INTO tag (name, color) VALUES (?, ?, ?);\n'),
    ],
    good: [
      project('INSERT INTO tag (name, color) VALUES (?, ?);\n'),
      project('INSERT INTO tag (name, color) SELECT name, color FROM tag WHERE name = ?;\n'),
      // A program gives the table a fourth column.
      {
        ...project('INSERT INTO tag (name, color, weight) VALUES (?, ?, ?);\n'),
        'db/upgrade.py': 'db.execute("ALTER TABLE tag ADD COLUMN note TEXT")\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'All columns need a value where none is named.',
      sql: ['CREATE TABLE t (a, b, c)', 'INSERT INTO t VALUES (1, 2)'],
      error: 'table t has 3 columns but 2 values were supplied',
    },
  ],
  *checkStatement(input) {
    const refused = refusedStatement(input);
    if (refused?.tree.type !== 'InsertStmt') return;
    const { tblName } = refused.tree;
    const whole = /has (\d+) columns but (\d+) values were supplied/.exec(refused.error);
    const listed = /^(\d+) values for (\d+) columns$/.exec(refused.error);
    if (whole && refused.isNamedElsewhere(tblName.objName.text)) return;
    const [columns, values] = whole ? [whole[1], whole[2]] : [listed?.[2], listed?.[1]];
    if (columns === undefined || values === undefined) return;
    yield {
      range: input.syntax.rangeOf(tblName),
      message: `${values} values for ${columns} columns of ${tblName.objName.text}: SQLite refuses this statement.`,
      help: 'Name the columns that get a value, and give each one.',
    };
  },
});
