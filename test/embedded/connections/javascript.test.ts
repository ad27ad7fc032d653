import { testConnections } from '../../support/connections.ts';

testConnections('javascript', [
  {
    name: 'node:sqlite with options and pragmas',
    source: `import { DatabaseSync } from 'node:sqlite';
const db = new DatabaseSync('app.db', { timeout: 100 });
db.exec('PRAGMA journal_mode = WAL');
`,
    expected: ['node:sqlite app.db [busy_timeout=100 option, journal_mode=WAL statement]'],
    effective: { busy_timeout: '100', journal_mode: 'wal', foreign_keys: 'on' },
    places: ['timeout: 100', 'PRAGMA journal_mode = WAL'],
  },
  {
    name: 'a handle from elsewhere',
    source: "export const setUp = (db) => db.exec('PRAGMA journal_mode = WAL');\n",
    expected: [],
    loose: ['journal_mode=WAL unknown'],
  },
]);
