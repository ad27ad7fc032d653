import { plainName } from '../../advice/advise.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery } from '../query-trees.ts';
import { knownInsert } from '../replaced-rows.ts';
import { defineRule } from '../rule.ts';

const project = withSchema('CREATE TABLE label (name TEXT NOT NULL PRIMARY KEY, color TEXT NOT NULL);\n');

export default defineRule({
  id: 'query/insert-without-columns',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'safe',
  docs: {
    what: 'Finds INSERT without the names of the columns that get the values.',
    why: 'The values go by the order of the columns. A column that is added later makes the statement fail, in every version of the program that is still running.',
    sources: ['https://sqlite.org/lang_insert.html'],
    bad: [project("INSERT INTO label VALUES (?, 'red');\n")],
    good: [
      project("INSERT INTO label (name, color) VALUES (?, 'red');\n"),
      project('INSERT INTO label DEFAULT VALUES;\n'),
    ],
  },
  proofs: [
    {
      claim: 'A new column makes it fail, though it may be NULL.',
      sql: ['CREATE TABLE t (a)', 'ALTER TABLE t ADD COLUMN b', 'INSERT INTO t VALUES (1)'],
      error: 'table t has 2 columns but 1 values were supplied',
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    const insert = query && knownInsert(query.tree, query.schema);
    if (!insert || insert.tree.columns || insert.tree.body.type !== 'SelectInsertBody') return;
    const { tree, table } = insert;
    const range = input.syntax.rangeOf(tree.tblName);
    const names = table.columns.filter(({ generated }) => !generated).map(({ name }) => plainName(name));
    const text = ` (${names.join(', ')})`;
    yield {
      range,
      message: `This INSERT goes by the order of the columns of ${table.name}: one more column, and it fails.`,
      help: `Name the columns: INSERT INTO ${table.name}${text} …`,
      fixes: [
        {
          title: 'Name the columns',
          safe: true,
          edits: [{ range: { start: range.end, end: range.end }, text }],
        },
      ],
    };
  },
});
