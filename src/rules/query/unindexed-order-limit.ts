import type { PlanStep } from '../../engine/plan.ts';
import { conjuncts, type SelectFrom } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { addition, missingIndexes } from '../missing-index.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE event (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, happened_at INTEGER NOT NULL);\n';
const query = 'SELECT id, kind FROM event ORDER BY happened_at DESC LIMIT 20;\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/unindexed-order-limit',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds queries with a LIMIT that go through all rows to find the first ones of an order, where an index has them in that order. The index is proposed, and proven: with it, the plan has no sort.',
    why: 'Twenty rows are asked for, and all are read and compared, on each page view. With an index in that order SQLite reads twenty.',
    sources: ['https://sqlite.org/queryplanner.html#sorting', 'https://sqlite.org/eqp.html'],
    bad: [project(query)],
    good: [
      project(query, 'CREATE INDEX event_happened ON event (happened_at);\n'),
      // All rows are asked for.
      project('SELECT id, kind FROM event ORDER BY happened_at;\n'),
      project('SELECT id, kind FROM event ORDER BY id DESC LIMIT 20;\n'),
      // How many rows of the order are read before twenty fit depends on the rows.
      project("SELECT id FROM event WHERE kind <> 'x' ORDER BY happened_at LIMIT 20;\n"),
    ],
  },
  proofs: [
    {
      claim: 'Without an index all rows are read and sorted.',
      sql: [schema, query],
      plan: ['SCAN event', 'USE TEMP B-TREE FOR ORDER BY'],
    },
    {
      claim: 'With one, they are read in order.',
      sql: [schema, 'CREATE INDEX i ON event (happened_at)', query],
      plan: ['SCAN event USING INDEX i'],
    },
  ],
  *checkStatement(input) {
    const { advice } = input;
    const { tree } = input.syntax;
    if (tree?.type !== 'SelectStmt' || !tree.body.limit || !tree.body.orderBy || !advice) return;
    const sorts = advice.after.some((step) => step.kind === 'sort');
    const { select } = tree.body;
    // With conditions that the index has not, more rows may be read until there are enough.
    if (select.type !== 'SelectFrom' || select.from?.joins?.length || !areServed(select, advice.after))
      return;
    for (const missing of missingIndexes(input)) {
      const { index, range } = missing;
      if (sorts || index.use !== 'order' || index.json) continue;
      yield {
        range,
        message: `This query sorts all its rows of ${index.table} to return the first. With an index on (${index.terms.join(', ')}) SQLite would read no more than those.`,
        ...addition(missing, input),
      };
    }
  },
});

/** True where the plan looks up all conditions of a query, so that what it reads is what it returns. */
function areServed({ whereClause }: SelectFrom, plan: readonly PlanStep[]): boolean {
  const [step, ...more] = plan;
  if (!step || more.length > 0 || (step.kind !== 'scan' && step.kind !== 'search')) return false;
  const conditions = conjuncts(whereClause).length;
  return conditions === (step.constraints === '' ? 0 : step.constraints.split(' AND ').length);
}
