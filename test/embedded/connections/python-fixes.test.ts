import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { linterFor, startEngine } from '../../support/lint.ts';

/** What a file is after the fix of its first connection. */
const cases: Readonly<
  Record<string, { before: string; after: string | undefined; pragma?: string; value?: string }>
> = {
  'behind an assignment': {
    before: 'import sqlite3\n\ndef f():\n    conn = sqlite3.connect("app.db")\n    return conn\n',
    after:
      'import sqlite3\n\ndef f():\n    conn = sqlite3.connect("app.db")\n    conn.execute("PRAGMA journal_mode = WAL")\n    return conn\n',
  },
  'at the start of a with': {
    before: 'import sqlite3\nwith sqlite3.connect("app.db") as conn:\n    conn.execute("SELECT 1")\n',
    after:
      'import sqlite3\nwith sqlite3.connect("app.db") as conn:\n    conn.execute("PRAGMA journal_mode = WAL")\n    conn.execute("SELECT 1")\n',
  },
  awaited: {
    before: 'import aiosqlite\nasync def f():\n    db = await aiosqlite.connect("app.db")\n',
    after:
      'import aiosqlite\nasync def f():\n    db = await aiosqlite.connect("app.db")\n    await db.execute("PRAGMA journal_mode = WAL")\n',
  },
  'nowhere for what is returned at once': {
    before: 'import sqlite3\ndef f():\n    return sqlite3.connect("app.db")\n',
    after: undefined,
  },
  'into the pragmas of peewee': {
    before: 'from peewee import SqliteDatabase\ndb = SqliteDatabase("app.db", pragmas={"foreign_keys": 1})\n',
    after:
      'from peewee import SqliteDatabase\ndb = SqliteDatabase("app.db", pragmas={"journal_mode": "wal", "foreign_keys": 1})\n',
  },
  'into the pragmas of init() of peewee, which replace those of the constructor': {
    before:
      'from peewee import SqliteDatabase\ndb = SqliteDatabase(None)\ndb.init("app.db", pragmas={"foreign_keys": 1})\n',
    after:
      'from peewee import SqliteDatabase\ndb = SqliteDatabase(None)\ndb.init("app.db", pragmas={"journal_mode": "wal", "foreign_keys": 1})\n',
  },
  'as the pragmas of peewee': {
    before: 'from peewee import SqliteDatabase\ndb = SqliteDatabase("app.db")\n',
    after:
      'from peewee import SqliteDatabase\ndb = SqliteDatabase("app.db", pragmas={"cache_size": -64000})\n',
    pragma: 'cache_size',
    value: '-64000',
  },
  'into the init_command of Django': {
    before:
      'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "a.db", "OPTIONS": {"init_command": "PRAGMA synchronous=NORMAL"}}}\n',
    after:
      'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "a.db", "OPTIONS": {"init_command": "PRAGMA synchronous=NORMAL; PRAGMA journal_mode = WAL;"}}}\n',
  },
  'beside the transaction mode of Django': {
    before:
      'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "a.db", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}}\n',
    after:
      'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "a.db", "OPTIONS": {"init_command": "PRAGMA journal_mode = WAL;", "transaction_mode": "IMMEDIATE"}}}\n',
  },
  'nowhere for Django where nothing tells that it takes one': {
    before: 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "a.db"}}\n',
    after: undefined,
  },
  'by the method of sqlite-utils': {
    before: 'import sqlite_utils\ndb = sqlite_utils.Database("app.db")\n',
    after: 'import sqlite_utils\ndb = sqlite_utils.Database("app.db")\ndb.enable_wal()\n',
  },
};

describe('a pragma is set in Python', () => {
  const engine = startEngine();
  after(() => engine.dispose());
  for (const [name, { before, after: expected, pragma = 'journal_mode', value = 'WAL' }] of Object.entries(
    cases,
  )) {
    test(name, async () => {
      const linter = linterFor(engine, { 'main.py': before });
      await linter.update();
      const [connection] = linter.project.connections;
      assert.ok(connection);
      const edit = connection.site.fix?.(pragma, value);
      const text = edit && before.slice(0, edit.range.start) + edit.text + before.slice(edit.range.end);
      assert.equal(text, expected);
    });
  }
});
