import { holdsOneRow } from '../../schema/single-row.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT NOT NULL);\nCREATE TABLE version (id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL);\n',
);

export default defineRule({
  id: 'query/change-without-where',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds UPDATE and DELETE without WHERE in queries of an application.',
    why: 'They change every row. Where that is meant, a condition that is always true says so, and nobody takes it for a mistake.',
    sources: ['https://sqlite.org/lang_delete.html', 'https://sqlite.org/lang_update.html'],
    bad: [project("UPDATE task SET state = 'done';\n"), project('DELETE FROM task;\n')],
    good: [
      project("UPDATE task SET state = 'done' WHERE id = ?;\n"),
      project('DELETE FROM task WHERE true;\n'),
      // A table of one row.
      project('UPDATE version SET number = ?;\n'),
    ],
  },
  proofs: [
    {
      claim: 'Without WHERE every row goes.',
      sql: [
        'CREATE TABLE t (a)',
        'INSERT INTO t VALUES (1), (NULL)',
        'DELETE FROM t',
        'SELECT count(*) FROM t',
      ],
      expect: [[0]],
    },
    {
      claim: 'With WHERE true as well.',
      sql: [
        'CREATE TABLE t (a)',
        'INSERT INTO t VALUES (1), (NULL)',
        'DELETE FROM t WHERE true',
        'SELECT count(*) FROM t',
      ],
      expect: [[0]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    const tree = query?.tree;
    if ((tree?.type !== 'UpdateStmt' && tree?.type !== 'DeleteStmt') || tree.whereClause || tree.limit)
      return;
    if (tree.tblName.dbName || (tree.type === 'UpdateStmt' && tree.from)) return;
    const state = query?.schema.get(tree.tblName.objName.text.toLowerCase());
    if (state?.table.kind !== 'table' || holdsOneRow(state)) return;
    const verb = tree.type === 'UpdateStmt' ? 'changes' : 'deletes';
    yield {
      range: input.syntax.rangeOf(tree.tblName),
      message: `This ${verb} every row of ${state.table.name}.`,
      help: 'Add a WHERE clause; WHERE true where all rows are meant.',
    };
  },
});
