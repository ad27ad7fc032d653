import type { Name } from '../../sql/tree.ts';
import { nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/duplicate-assignment',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds a column that is named twice in the SET of an UPDATE.',
    why: 'All values but the last one are dropped without a word.',
    sources: ['https://sqlite.org/lang_update.html'],
    bad: [{ 'queries/task.sqlite.sql': 'UPDATE task SET title = ?, state = ?, title = ? WHERE id = ?;\n' }],
    good: [
      { 'queries/task.sqlite.sql': 'UPDATE task SET title = ?, state = ? WHERE id = ?;\n' },
      {
        'queries/task.sqlite.sql':
          'INSERT INTO task (id, title) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'SET takes the last value.',
      sql: ['CREATE TABLE t (a)', 'INSERT INTO t VALUES (0)', 'UPDATE t SET a = 1, a = 2', 'SELECT a FROM t'],
      expect: [[2]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'UpdateStmt', 'UpdateTriggerCmd', 'SetUpsertDo')) {
      const names = node.sets.flatMap(({ colNames }) => colNames);
      const twice = repeated(names);
      if (!twice) continue;
      yield {
        range: syntax.rangeOf(twice),
        message: `${twice.text} is assigned twice; the last value counts, the other is dropped.`,
        help: 'Assign each column once.',
      };
    }
  },
});

/** The first name that was there before. */
function repeated(names: readonly Name[]): Name | undefined {
  const seen = new Set<string>();
  return names.find(({ text }) => {
    const name = text.toLowerCase();
    const isKnown = seen.has(name);
    seen.add(name);
    return isKnown;
  });
}
