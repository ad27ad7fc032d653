import { withSchema } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { refusedStatement } from '../sure-schema.ts';

const project = withSchema(
  'CREATE TABLE setting (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, name TEXT NOT NULL, value TEXT, UNIQUE (owner, name));\n',
);

export default defineRule({
  id: 'query/upsert-without-key',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds ON CONFLICT (…) with columns that are no primary key and no UNIQUE constraint of the table.',
    why: 'SQLite refuses the statement each time it is run: the columns have to be exactly those of a key, and of a partial index its condition has to be there too.',
    sources: ['https://sqlite.org/lang_upsert.html'],
    bad: [
      project(
        'INSERT INTO setting (owner, name, value) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value;\n',
      ),
    ],
    good: [
      project(
        'INSERT INTO setting (owner, name, value) VALUES (?, ?, ?) ON CONFLICT (name, owner) DO UPDATE SET value = excluded.value;\n',
      ),
      // A program makes the key.
      {
        ...project(
          'INSERT INTO setting (owner, name, value) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value;\n',
        ),
        'db/upgrade.py': 'db.migrate("CREATE UNIQUE INDEX setting_name ON setting (name)")\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'A part of a key is no key.',
      sql: ['CREATE TABLE t (a, b, UNIQUE (a, b))', 'INSERT INTO t VALUES (1, 2) ON CONFLICT (a) DO NOTHING'],
      error: 'ON CONFLICT clause does not match any PRIMARY KEY or UNIQUE constraint',
    },
  ],
  *checkStatement(input) {
    const refused = refusedStatement(input);
    if (!refused?.error.startsWith('ON CONFLICT clause does not match')) return;
    const { tree } = refused;
    if (tree.type !== 'InsertStmt' || tree.body.type !== 'SelectInsertBody') return;
    const table = tree.tblName.objName.text;
    const target = tree.body.upsert?.index?.targets;
    // Of several clauses it is not said which one is meant.
    const [first] = target ?? [];
    if (!target || !first || tree.body.upsert?.next || refused.isNamedElsewhere(table)) return;
    const columns = target.map(({ expr }) => input.syntax.textOf(expr)).join(', ');
    yield {
      range: input.syntax.rangeOf(first),
      message: `${table} has no key (${columns}): SQLite refuses this statement.`,
      help: `Name the columns of a key of ${table}, or give it UNIQUE (${columns}) in a migration.`,
    };
  },
});
