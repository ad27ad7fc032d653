import type { InsertStmt } from '../../sql/tree.ts';
import { compiledQuery, withSchema } from '../query-trees.ts';
import { conflictKeys, knownInsert } from '../replaced-rows.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE tag (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, name TEXT NOT NULL);\nCREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, value TEXT);\n',
);

export default defineRule({
  id: 'query/conflict-without-key',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds INSERT OR REPLACE, INSERT OR IGNORE and ON CONFLICT DO NOTHING where no unique key of the table is among the columns that are written.',
    why: 'A row is replaced, or left out, only where one with the same primary key or the same UNIQUE columns is there. Without such a key each run adds another row.',
    sources: ['https://sqlite.org/lang_conflict.html'],
    bad: [
      project('INSERT OR REPLACE INTO tag (post_id, name) VALUES (?, ?);\n'),
      project('INSERT OR IGNORE INTO tag (post_id, name) VALUES (?, ?);\n'),
      project('INSERT INTO tag (post_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING;\n'),
    ],
    good: [
      project('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?);\n'),
      project('INSERT INTO tag (post_id, name) VALUES (?, ?);\n'),
      project('REPLACE INTO tag (id, post_id, name) VALUES (?, ?, ?);\n'),
    ],
  },
  proofs: [
    {
      claim: 'Nothing is replaced.',
      sql: [
        'CREATE TABLE t (id INTEGER PRIMARY KEY, a)',
        "INSERT OR REPLACE INTO t (a) VALUES ('x')",
        "INSERT OR REPLACE INTO t (a) VALUES ('x')",
        'SELECT count(*) FROM t',
      ],
      expect: [[2]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    const insert = query && knownInsert(query.tree, query.schema);
    const effect = insert && effectOf(insert.tree);
    if (!effect || conflictKeys(insert).length > 0) return;
    const { table, tree } = insert;
    yield {
      range: input.syntax.rangeOf(tree.tblName),
      message: `No unique key of ${table.name} is written here, so nothing is ever ${effect}. Each run adds a row.`,
      help: `Add a UNIQUE constraint on the columns that tell rows apart, or write a plain INSERT INTO ${table.name} where another row is meant.`,
    };
  },
});

/** What is to be done with a row that is there already. */
function effectOf({ orConflict, body }: InsertStmt): string | undefined {
  if (orConflict === 'Replace') return 'replaced';
  const upsert = body.type === 'SelectInsertBody' ? body.upsert : undefined;
  const isNothing = upsert?.doClause.type === 'NothingUpsertDo' && !upsert.index;
  return orConflict === 'Ignore' || isNothing ? 'left out' : undefined;
}
