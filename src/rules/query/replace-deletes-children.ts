import { plainName } from '../../advice/advise.ts';
import type { ForeignKey, Table } from '../../engine/catalog.ts';
import { effective } from '../../project/connections/connection.ts';
import type { SchemaState } from '../../schema/timeline.ts';
import type { StatementSyntax } from '../../sql/statement.ts';
import { nodeProgram, withSchema } from '../examples.ts';
import { compiledQuery } from '../query-trees.ts';
import { conflictKeys, type KnownInsert, knownInsert, replaces } from '../replaced-rows.ts';
import { defineRule, type Fix } from '../rule.ts';
import { sameName } from '../schema-places.ts';

const database = withSchema(
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES author (id) ON DELETE CASCADE);\nCREATE INDEX book_author ON book (author_id);\n',
);
const project = (query: string): Record<string, string> => ({
  ...database(query),
  ...nodeProgram(
    "export const db = new DatabaseSync('library.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
  ),
});

export default defineRule({
  id: 'query/replace-deletes-children',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema', 'connections'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds INSERT OR REPLACE into a table whose rows others refer to by ON DELETE CASCADE, SET NULL or SET DEFAULT, where foreign keys are enforced.',
    why: 'REPLACE deletes the row that is there and inserts a new one. With the old row go all that refer to it, though the new one has the same key.',
    sources: ['https://sqlite.org/lang_conflict.html', 'https://sqlite.org/lang_upsert.html'],
    bad: [project('INSERT OR REPLACE INTO author (id, name) VALUES (?, ?);\n')],
    good: [
      project(
        'INSERT INTO author (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name;\n',
      ),
      // Nothing refers to books.
      project('INSERT OR REPLACE INTO book (id, author_id) VALUES (?, ?);\n'),
    ],
  },
  proofs: [
    {
      claim: 'The book is gone, and the author is there.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE author (id INTEGER PRIMARY KEY, name)',
        'CREATE TABLE book (author_id REFERENCES author (id) ON DELETE CASCADE)',
        "INSERT INTO author VALUES (1, 'x')",
        'INSERT INTO book VALUES (1)',
        "INSERT OR REPLACE INTO author VALUES (1, 'y')",
        'SELECT (SELECT count(*) FROM author), (SELECT count(*) FROM book)',
      ],
      expect: [[1, 0]],
    },
    {
      claim: 'An upsert keeps it.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE author (id INTEGER PRIMARY KEY, name)',
        'CREATE TABLE book (author_id REFERENCES author (id) ON DELETE CASCADE)',
        "INSERT INTO author VALUES (1, 'x')",
        'INSERT INTO book VALUES (1)',
        "INSERT INTO author VALUES (1, 'y') ON CONFLICT (id) DO UPDATE SET name = excluded.name",
        'SELECT (SELECT name FROM author), (SELECT count(*) FROM book)',
      ],
      expect: [['y', 1]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    const insert = query && knownInsert(query.tree, query.schema);
    if (!query || !insert || !replaces(insert) || conflictKeys(insert).length === 0) return;
    const { connections } = input.project;
    const isEnforced =
      connections.some((connection) => effective(connection, 'foreign_keys') === 'on') &&
      connections.every((connection) => effective(connection, 'foreign_keys') !== 'off');
    const child = isEnforced ? childOf(insert.table, query.schema) : undefined;
    if (!child) return;
    const { table, key } = child;
    const effect = key.onDelete === 'CASCADE' ? 'deletes' : 'changes';
    yield {
      range: input.syntax.rangeOf(insert.tree.tblName),
      message: `Replacing a row of ${insert.table.name} ${effect} all that refer to it in ${table} (ON DELETE ${key.onDelete}). REPLACE deletes the old row first.`,
      help: 'Use INSERT … ON CONFLICT (…) DO UPDATE SET …, which keeps the row.',
      fixes: upsertFix(insert, input.syntax),
    };
  },
});

function childOf(parent: Table, schema: SchemaState): { table: string; key: ForeignKey } | undefined {
  for (const { table, uncertain } of schema.values()) {
    if (uncertain !== undefined || table === parent) continue;
    const key = table.foreignKeys.find(
      (one) => sameName(one.parent, parent.name) && /^(?:CASCADE|SET NULL|SET DEFAULT)$/.test(one.onDelete),
    );
    if (key) return { table: table.name, key };
  }
  return undefined;
}

/** The same as an upsert, where only one key can be met and the values are written in a row. */
function upsertFix(insert: KnownInsert, syntax: StatementSyntax): Fix[] {
  const keys = conflictKeys(insert);
  const [key] = keys;
  const { tree, columns } = insert;
  if (keys.length !== 1 || !key || !key.every((name) => columns.includes(name))) return [];
  if (
    tree.body.type !== 'SelectInsertBody' ||
    tree.body.upsert ||
    tree.body.select.select.type !== 'SelectValues'
  )
    return [];
  const head = /^(?:WITH\b[\s\S]*?\b)?(INSERT\s+OR\s+REPLACE|REPLACE)\s+INTO\b/i.exec(syntax.text);
  if (!head?.[1]) return [];
  const sets = columns
    .filter((name) => !key.includes(name))
    .map(plainName)
    .map((name) => `${name} = excluded.${name}`);
  const text = sets.length > 0 ? `DO UPDATE SET ${sets.join(', ')}` : 'DO NOTHING';
  const { end } = syntax.rangeOf(tree.body.select);
  const start = head[0].lastIndexOf(head[1]);
  return [
    {
      title: 'Change to an upsert',
      safe: false,
      edits: [
        { range: { start, end: start + head[1].length }, text: 'INSERT' },
        { range: { start: end, end }, text: ` ON CONFLICT (${key.map(plainName).join(', ')}) ${text}` },
      ],
    },
  ];
}
