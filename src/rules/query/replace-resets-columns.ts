import type { Table } from '../../engine/catalog.ts';
import { rowidAlias } from '../../engine/rowid.ts';
import type { SchemaState } from '../../schema/timeline.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery } from '../query-trees.ts';
import { conflictKeys, knownInsert, replaces, writable } from '../replaced-rows.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';

const project = withSchema(
  'CREATE TABLE feed (url TEXT NOT NULL PRIMARY KEY, title TEXT, added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, note TEXT);\n',
);

export default defineRule({
  id: 'query/replace-resets-columns',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds INSERT OR REPLACE that does not name all columns of its table.',
    why: 'REPLACE deletes the row that is there. The columns that are not named do not keep their values: they are NULL or their default afterwards, and a primary key that is counted up gets another number.',
    sources: ['https://sqlite.org/lang_conflict.html', 'https://sqlite.org/lang_upsert.html'],
    bad: [project('INSERT OR REPLACE INTO feed (url, title) VALUES (?, ?);\n')],
    good: [
      project(
        'INSERT INTO feed (url, title) VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET title = excluded.title;\n',
      ),
      project('INSERT OR REPLACE INTO feed (url, title, added, note) VALUES (?, ?, ?, ?);\n'),
      // The row is updated, not replaced.
      project(
        'INSERT OR REPLACE INTO feed (url, title) VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET title = excluded.title;\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'The note is gone.',
      sql: [
        'CREATE TABLE feed (url PRIMARY KEY, title, note)',
        "INSERT INTO feed VALUES ('a', 'x', 'mine')",
        "INSERT OR REPLACE INTO feed (url, title) VALUES ('a', 'y')",
        'SELECT title, note FROM feed',
      ],
      expect: [['y', null]],
    },
    {
      claim: 'ON CONFLICT comes before OR REPLACE.',
      sql: [
        'CREATE TABLE feed (url PRIMARY KEY, title, note)',
        "INSERT INTO feed VALUES ('a', 'x', 'mine')",
        "INSERT OR REPLACE INTO feed (url, title) VALUES ('a', 'y') ON CONFLICT (url) DO UPDATE SET title = excluded.title",
        'SELECT title, note FROM feed',
      ],
      expect: [['y', 'mine']],
    },
    {
      claim: 'The row has another id.',
      sql: [
        'CREATE TABLE feed (id INTEGER PRIMARY KEY, url UNIQUE)',
        "INSERT INTO feed (url) VALUES ('a'), ('b')",
        "INSERT OR REPLACE INTO feed (url) VALUES ('a')",
        "SELECT id FROM feed WHERE url = 'a'",
      ],
      expect: [[3]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    const insert = query && knownInsert(query.tree, query.schema);
    if (!query || !insert || !replaces(insert) || conflictKeys(insert).length === 0) return;
    const { table, tree, columns } = insert;
    const missing = writable(table).filter((name) => !columns.includes(name));
    if (missing.length === 0) return;
    const alias = rowidAlias(table)?.name.toLowerCase();
    const isIdOnly = missing.length === 1 && missing[0] === alias;
    // A number that nothing refers to may change.
    if (isIdOnly && !isParent(table, query.schema)) return;
    yield {
      range: input.syntax.rangeOf(tree.tblName),
      message: isIdOnly
        ? `Replacing a row of ${table.name} gives it another ${alias}.`
        : `Replacing a row of ${table.name} sets back the columns that are not named: ${list(missing)}.`,
      help: 'Use INSERT … ON CONFLICT (…) DO UPDATE SET …, which keeps them.',
    };
  },
});

function isParent({ name }: Table, schema: SchemaState): boolean {
  return [...schema.values()].some(({ table }) =>
    table.foreignKeys.some(({ parent }) => sameName(parent, name)),
  );
}

function list(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
