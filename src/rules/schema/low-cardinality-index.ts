import { checksOf } from '../../engine/definition.ts';
import type { TableState } from '../../schema/timeline.ts';
import { unwrap } from '../../sql/tree.ts';
import { defineRule } from '../rule.ts';
import { isGenerated, knownTables } from '../schema-columns.ts';
import { indexPlace, sameName } from '../schema-places.ts';

const job =
  'CREATE TABLE job (id INTEGER PRIMARY KEY, done BOOLEAN NOT NULL DEFAULT FALSE, queue TEXT NOT NULL);\n';

export default defineRule({
  id: 'schema/low-cardinality-index',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds indexes on one column that holds two values: a BOOLEAN, or one that a CHECK restricts to 0 and 1.',
    why: 'Half of the table stands behind each entry. Where one of the values is rare, a partial index on the rows with it is a fraction of the size; and without ANALYZE the planner takes such an index to be as good as any other, and may prefer it to a better one.',
    sources: ['https://sqlite.org/partialindex.html', 'https://sqlite.org/queryplanner-ng.html'],
    bad: [
      { 'schema.sqlite.sql': `${job}CREATE INDEX job_done ON job (done);\n` },
      {
        'schema.sqlite.sql':
          'CREATE TABLE job (id INTEGER PRIMARY KEY, "done (0 or 1" INTEGER NOT NULL CHECK ("done (0 or 1" IN (0, 1)));\nCREATE INDEX job_done ON job ("done (0 or 1");\n',
      },
    ],
    good: [
      { 'schema.sqlite.sql': `${job}CREATE INDEX job_open ON job (queue) WHERE NOT done;\n` },
      { 'schema.sqlite.sql': `${job}CREATE INDEX job_done ON job (done, queue);\n` },
    ],
  },
  proofs: [
    {
      claim: 'Without statistics the later of two such indexes is used, whichever is better.',
      sql: [
        'CREATE TABLE job (id INTEGER PRIMARY KEY, done BOOLEAN, queue TEXT, note TEXT)',
        'CREATE INDEX job_queue ON job (queue)',
        'CREATE INDEX job_done ON job (done)',
        "SELECT note FROM job WHERE queue = 'mail' AND done = 0",
      ],
      plan: ['SEARCH job USING INDEX job_done (done=?)'],
    },
  ],
  *checkDatabase(database) {
    if (isGenerated(database)) return;
    for (const state of knownTables(database)) {
      for (const { name, unique, where, columns } of state.table.indexes) {
        const [column, ...others] = columns;
        if (!column || others.length > 0 || unique || where !== undefined || column.expression) continue;
        const place = indexPlace(state, name);
        if (!place || !isTwoValued(state, column.name)) continue;
        yield {
          file: place.file,
          range: place.range,
          message: `The index ${name} has two entries, for ${state.table.name}.${column.name}. Half of the table stands behind each of them.`,
          help: `Index what is searched among the rare ones: CREATE INDEX … ON ${state.table.name} (…) WHERE ${column.name};`,
        };
      }
    }
  },
});

function isTwoValued({ table }: TableState, name: string): boolean {
  const column = table.columns.find((one) => sameName(one.name, name));
  if (/^BOOL(?:EAN)?$/i.test(column?.type ?? '')) return true;
  return checksOf(table).some(({ expr }) => {
    const inner = unwrap(expr);
    return (
      inner.type === 'InListExpr' &&
      !inner.not &&
      inner.lhs.type === 'Id' &&
      sameName(inner.lhs.name, name) &&
      inner.rhs?.length === 2 &&
      inner.rhs.every((item) => item.type === 'NumericLiteral' && /^[01]$/.test(item.value))
    );
  });
}
