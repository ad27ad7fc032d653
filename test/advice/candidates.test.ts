import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { adviseQueries } from '../../src/advice/advise-queries.ts';
import { StatementSyntax } from '../../src/sql/statement.ts';
import { startEngine } from '../support/lint.ts';

const engine = startEngine(2000);
after(() => engine.dispose());

const schema = [
  'CREATE TABLE ciphers (uuid TEXT PRIMARY KEY, user_uuid TEXT, organization_uuid TEXT, updated_at DATETIME, deleted_at DATETIME, data TEXT, kind INTEGER)',
  'CREATE TABLE attachments (id TEXT PRIMARY KEY, cipher_uuid TEXT, file_name TEXT, file_size INTEGER)',
  'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT, enabled BOOLEAN, created_at INTEGER)',
  'CREATE TABLE events (id INTEGER PRIMARY KEY, kind TEXT, at INTEGER, user_id INTEGER, state TEXT)',
  'CREATE INDEX events_user ON events (user_id)',
  'CREATE VIEW live AS SELECT uuid, user_uuid AS owner, updated_at FROM ciphers WHERE deleted_at IS NULL',
];

/** What is proposed for a query: `search users (name)`. */
async function advise(sql: string): Promise<string[]> {
  const { catalog } = await engine.build(
    'advice',
    schema.map((text) => ({ sql: text })),
  );
  const tables = new Map(
    catalog.tables.map((table) => [
      table.name.toLowerCase(),
      { table, uncertain: undefined, created: { statement: { syntax: new StatementSyntax(table.sql) } } },
    ]),
  );
  const [result] = await engine.query('advice', [{ sql, quoted: [] }]);
  assert.equal(result?.error, undefined, sql);
  const [advice] = await adviseQueries(
    [{ syntax: new StatementSyntax(sql), plan: result?.plan ?? [] }],
    tables,
    (requests) => engine.advise('advice', requests),
  );
  return (advice?.indexes ?? []).map(
    ({ use, table, terms, where, replaces }) =>
      `${use} ${table} (${terms.join(', ')})${where === undefined ? '' : ` WHERE ${where}`}${replaces.length > 0 ? ` for ${replaces.join()}` : ''}`,
  );
}

const cases: readonly (readonly [sql: string, ...indexes: string[]])[] = [
  ['SELECT * FROM ciphers WHERE user_uuid = ?', 'search ciphers (user_uuid)'],
  [
    'SELECT * FROM ciphers WHERE organization_uuid = ? AND updated_at > ?',
    'search ciphers (organization_uuid, updated_at)',
  ],
  [
    'SELECT * FROM ciphers WHERE user_uuid = ? AND deleted_at IS NULL ORDER BY updated_at DESC',
    'search ciphers (user_uuid, deleted_at, updated_at)',
  ],
  [
    'SELECT a.* FROM attachments a JOIN ciphers c ON c.uuid = a.cipher_uuid WHERE c.organization_uuid = ?',
    'search attachments (cipher_uuid)',
    'search ciphers (organization_uuid)',
  ],
  [
    'SELECT * FROM ciphers WHERE user_uuid = ? OR organization_uuid = ?',
    'search ciphers (organization_uuid)',
    'search ciphers (user_uuid)',
  ],
  ["SELECT * FROM users WHERE name LIKE 'ab%'", 'search users (name COLLATE NOCASE)'],
  ["SELECT * FROM users WHERE name GLOB 'ab*'", 'search users (name)'],
  ['SELECT * FROM users WHERE name LIKE ?'],
  ["SELECT * FROM users WHERE name LIKE '%ab'"],
  ['SELECT * FROM users WHERE email = ? COLLATE NOCASE', 'search users (email COLLATE NOCASE)'],
  ['SELECT * FROM users AS u WHERE lower(u.email) = ?', 'search users (lower(email))'],
  ["SELECT * FROM ciphers c WHERE c.data ->> '$.uri' = ?", "search ciphers (data ->> '$.uri')"],
  // The path is not known when the index is made.
  ['SELECT * FROM ciphers c WHERE c.data ->> ? = 1'],
  // What changes by itself is nothing to look up.
  ["SELECT * FROM users WHERE date(created_at, 'unixepoch', 'localtime') = ?"],
  ['SELECT * FROM users ORDER BY created_at DESC LIMIT 10', 'order users (created_at)'],
  [
    'SELECT * FROM events WHERE user_id = ? ORDER BY at DESC LIMIT 50',
    'order events (user_id, at) for events_user',
  ],
  ['SELECT max(at) FROM events WHERE kind = ?', 'search events (kind, at)'],
  ['UPDATE attachments SET file_size = 0 WHERE file_name = ?', 'search attachments (file_name)'],
  ['DELETE FROM events WHERE at < ?', 'search events (at)'],
  // Through a view and a common table expression.
  [
    'SELECT * FROM live WHERE owner = ? ORDER BY updated_at DESC LIMIT 20',
    'search ciphers (user_uuid, deleted_at, updated_at)',
  ],
  [
    'WITH recent AS (SELECT * FROM events WHERE at > ?) SELECT * FROM recent WHERE kind = ?',
    'search events (kind, at)',
  ],
  // Served, or nothing to gain.
  ['SELECT * FROM events WHERE user_id = ?'],
  ['SELECT * FROM users WHERE id = ?'],
  ['SELECT * FROM users'],
  ['SELECT * FROM users WHERE enabled = 1'],
  ['SELECT 1'],
];

for (const [sql, ...indexes] of cases) {
  test(sql, async () => {
    assert.deepEqual((await advise(sql)).sort(), [...indexes].sort());
  });
}
