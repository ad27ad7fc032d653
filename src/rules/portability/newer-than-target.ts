import { isOlderThan } from '../../project/sqlite-target.ts';
import { featuresIn } from '../../sql/features.ts';
import { defineRule } from '../rule.ts';

const lock = (version: string): Record<string, string> => ({
  'package.json': '{ "dependencies": { "better-sqlite3": "*" } }',
  'package-lock.json': `{ "lockfileVersion": 3, "packages": { "": { "dependencies": { "better-sqlite3": "*" } }, "node_modules/better-sqlite3": { "version": "${version}" } } }`,
  'db.js':
    "import Database from 'better-sqlite3';\nexport const db = new Database('app.db');\ndb.pragma('journal_mode = WAL');\n",
});
const table = 'CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL);\n';

export default defineRule({
  id: 'portability/newer-than-target',
  severity: 'error',
  preset: 'all',
  askedForBy: 'sqliteVersion',
  since: '0.1.0',
  needs: ['tree', 'connections'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds SQL that takes a newer SQLite than the one it is to run on: `RETURNING`, `STRICT`, `->>`, `jsonb()`, `ALTER COLUMN … SET NOT NULL` and others. The version comes from the lock file, by the SQLite that the driver brings, or from `sqliteVersion` in the configuration.',
    why: 'An older SQLite refuses the whole statement. A developer’s machine often has a newer one than the driver in production, or than the phones that an app is installed on.',
    sources: ['https://sqlite.org/changes.html'],
    bad: [
      {
        ...lock('11.9.1'),
        'schema.sqlite.sql': `${table}ALTER TABLE note ALTER COLUMN body DROP NOT NULL;\n`,
      },
      {
        ...lock('8.4.0'),
        'schema.sqlite.sql': table,
        'queries/note.sqlite.sql': "SELECT string_agg(body, ', ') FROM note;\n",
      },
    ],
    good: [
      { ...lock('12.11.1'), 'schema.sqlite.sql': 'CREATE TABLE note (id INTEGER PRIMARY KEY) STRICT;\n' },
      {
        ...lock('8.4.0'),
        'schema.sqlite.sql': table,
        'queries/note.sqlite.sql': "INSERT INTO note (body) VALUES (?) RETURNING id, body ->> '$.title';\n",
      },
      // Which SQLite Python has is the machine's matter.
      {
        'db.py':
          'import sqlite3\n\ndb = sqlite3.connect("app.db", timeout=10)\ndb.execute("PRAGMA journal_mode = WAL")\n',
        'schema.sqlite.sql': `${table}ALTER TABLE note ALTER COLUMN body DROP NOT NULL;\n`,
      },
      // A function that the program brings along.
      {
        ...lock('8.4.0'),
        'functions.js':
          "import { db } from './db.js';\ndb.function('concat', { varargs: true }, (...texts) => texts.join(''));\n",
        'schema.sqlite.sql': table,
        'queries/note.sqlite.sql': "SELECT concat(body, '!') FROM note;\n",
      },
    ],
  },
  *checkStatement(input) {
    for (const { feature, range } of featuresIn(input.syntax)) {
      const { sqlite: target, ownFunctions } = input.project;
      if (!target || !isOlderThan(target, feature.since)) continue;
      if (feature.function !== undefined && ownFunctions.has(feature.function)) continue;
      const release = feature.since.replace(/\.0$/, '');
      yield {
        range,
        message: `${feature.name} came with SQLite ${release}. This runs on ${target.most} (${target.source}), which refuses the statement.`,
        help:
          feature.before === undefined
            ? 'Upgrade the driver to one that brings a newer SQLite.'
            : `Upgrade the driver to one that brings a newer SQLite, or write ${feature.before}.`,
      };
    }
  },
});
