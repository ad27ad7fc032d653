import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../support/lint.ts';
import { temporaryProject } from '../support/temporary.ts';
import { assertAsRun, type Claim } from './claims.ts';
import { assertAsInTable, type Probe } from './probe.ts';

const here = fileURLToPath(new URL('python/', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/drivers/python/', import.meta.url));
const python = (environment: string): string => join(cache, environment, 'bin/python');
const hasAll = existsSync(python('current')) && existsSync(python('earlier'));
const skip = hasAll ? false : 'test/drivers/install.sh python was not run';

describe('real drivers of Python', { skip }, () => {
  for (const environment of ['current', 'earlier']) {
    test(`the ${environment} versions do by themselves what the table says`, () => {
      const output = execFileSync(python(environment), ['-W', 'ignore', join(here, 'probe.py')], {
        encoding: 'utf8',
        timeout: 120_000,
      });
      const probes = output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Probe);
      assert.ok(probes.length >= (environment === 'current' ? 13 : 6));
      for (const probe of probes) assertAsInTable(probe);
    });
  }
});

/** What gives the first value of a query on a connection of the DB-API. */
const ask = (connection: string): string => `
def ask(sql):
    return ${connection}.execute(sql).fetchone()[0]
`;

/** The statements of a transaction that a connection of the DB-API begins by itself. */
const begin = (connection: string): string => `
def begin():
    ran = []
    ${connection}.set_trace_callback(ran.append)
    ${connection}.execute("CREATE TABLE IF NOT EXISTS t (a)")
    ${connection}.execute("INSERT INTO t VALUES (1)")
    ${connection}.commit()
    return ran
`;

const django = (database: string, requirements = 'Django==5.2.19\n'): Record<string, string> => ({
  'settings.py': `DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "app.db"${database}}}\n`,
  'requirements.txt': requirements,
  'main.py': `import os
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
import django
django.setup()
from django.db import connection, transaction

def ask(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]

def begin():
    ran = []
    connection.ensure_connection()
    connection.connection.set_trace_callback(ran.append)
    with transaction.atomic():
        connection.cursor().execute("CREATE TABLE IF NOT EXISTS t (a)")
    return ran
`,
});

const claims: readonly Claim[] = [
  {
    name: 'sqlite3: timeout, isolation level and statements',
    files: {
      'main.py': `import sqlite3
conn = sqlite3.connect("app.db", timeout=0.25, isolation_level="IMMEDIATE")
conn.execute("PRAGMA foreign_keys = ON")
conn.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -4000;")
${ask('conn')}${begin('conn')}`,
    },
    known: ['busy_timeout', 'foreign_keys', 'journal_mode', 'synchronous', 'cache_size'],
  },
  {
    name: 'sqlite3: arguments by their place',
    files: {
      'main.py': `import sqlite3\nconn = sqlite3.connect("app.db", 20, 0, "EXCLUSIVE")\n${ask('conn')}${begin('conn')}`,
    },
    known: ['busy_timeout'],
  },
  {
    name: 'SQLAlchemy: the URL, connect_args and a listener, in the order in which they take effect',
    files: {
      'requirements.txt': 'SQLAlchemy==2.0.44\n',
      'main.py': `from sqlalchemy import create_engine, event
engine = create_engine(
    "sqlite:///app.db?timeout=15&mode=ro&_journal_mode=WAL",
    connect_args={"timeout": 7, "isolation_level": "IMMEDIATE"},
)

@event.listens_for(engine, "connect")
def configure(dbapi_connection, connection_record):
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()

first = engine.connect()
second = engine.connect().connection.dbapi_connection
${ask('second')}${begin('second')}`,
    },
    known: ['busy_timeout', 'foreign_keys', 'journal_mode'],
  },
  {
    name: 'SQLAlchemy: a listener of the class Engine goes before the URL',
    files: {
      'requirements.txt': 'SQLAlchemy==2.0.44\n',
      'hooks.py': `from sqlalchemy import event
from sqlalchemy.engine import Engine

@event.listens_for(Engine, "connect")
def configure(dbapi_connection, connection_record):
    dbapi_connection.execute("PRAGMA busy_timeout = 1234")
    dbapi_connection.execute("PRAGMA synchronous = NORMAL")
`,
      'main.py': `import hooks
from sqlalchemy import create_engine
engine = create_engine("sqlite:///app.db?timeout=9")
raw = engine.raw_connection()
${ask('raw.dbapi_connection')}`,
    },
    known: ['busy_timeout', 'synchronous'],
  },
  {
    name: 'SQLAlchemy: a pragma that is run on one connection is not claimed of the next',
    files: {
      'requirements.txt': 'SQLAlchemy==2.0.44\n',
      'main.py': `from sqlalchemy import create_engine, text
engine = create_engine("sqlite:///app.db")
first = engine.connect()
first.execute(text("PRAGMA foreign_keys = ON"))
second = engine.connect().connection.dbapi_connection
${ask('second')}`,
    },
    known: ['busy_timeout'],
  },
  {
    name: 'Django: OPTIONS',
    files: django(
      ', "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"}',
    ),
    known: ['busy_timeout', 'foreign_keys', 'journal_mode', 'synchronous'],
  },
  {
    name: 'Django: an init_command has the last word',
    files: django(
      ', "OPTIONS": {"timeout": 3, "init_command": "PRAGMA foreign_keys=OFF; PRAGMA busy_timeout=77"}',
    ),
    known: ['busy_timeout', 'foreign_keys'],
  },
  {
    name: 'Django: the signal of new connections',
    files: {
      ...django(''),
      'hooks.py': `from django.db.backends.signals import connection_created
from django.dispatch import receiver

@receiver(connection_created)
def configure(sender, connection, **kwargs):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size = -9000")
`,
      'main.py': `import hooks\n${django('')['main.py'] ?? ''}`,
    },
    known: ['cache_size', 'foreign_keys'],
  },
  {
    name: 'peewee: pragmas go before the timeout',
    files: {
      'requirements.txt': 'peewee==4.5.3\n',
      'main.py': `from peewee import SqliteDatabase
db = SqliteDatabase("app.db", pragmas={"journal_mode": "wal", "busy_timeout": 700, "cache_size": -1024 * 8, "foreign_keys": True}, timeout=2)
${ask('db.connection()')}`,
    },
    known: ['journal_mode', 'busy_timeout', 'cache_size', 'foreign_keys'],
  },
  {
    name: 'peewee: init() puts its pragmas and its timeout in the place of the constructor’s',
    files: {
      'main.py': `import peewee
db = peewee.SqliteDatabase(None, pragmas={"foreign_keys": 1}, timeout=3)
db.init("app.db", pragmas={"cache_size": -100})
${ask('db.connection()')}`,
    },
    known: ['busy_timeout', 'cache_size'],
  },
  {
    name: 'peewee: the timeout of a pool is not SQLite’s',
    files: {
      'main.py': `from playhouse.pool import PooledSqliteDatabase
db = PooledSqliteDatabase("app.db", max_connections=4, timeout=3, pragmas=[("synchronous", 1)])
${ask('db.connection()')}`,
    },
    known: ['busy_timeout', 'synchronous'],
  },
  {
    name: 'APSW: methods',
    files: {
      'main.py': `import apsw
conn = apsw.Connection("app.db")
conn.set_busy_timeout(4321)
conn.pragma("journal_mode", "wal")
${ask('conn')}`,
    },
    known: ['busy_timeout', 'journal_mode'],
  },
  {
    name: 'APSW: best practice',
    files: {
      'main.py': `import apsw
import apsw.bestpractice
apsw.bestpractice.apply(apsw.bestpractice.recommended)
conn = apsw.Connection("app.db")
${ask('conn')}`,
    },
    known: ['busy_timeout', 'journal_mode', 'foreign_keys'],
  },
  {
    name: 'sqlite-utils: WAL',
    files: {
      'main.py': `import sqlite_utils
db = sqlite_utils.Database("app.db")
db.enable_wal()
${ask('db')}`,
    },
    known: ['busy_timeout', 'journal_mode'],
  },
  {
    name: 'dataset: statements for each connection',
    files: {
      'requirements.txt': 'dataset==2.0.0\n',
      'main.py': `import dataset
db = dataset.connect("sqlite:///app.db", on_connect_statements=["PRAGMA foreign_keys = ON"])
raw = db.engine.raw_connection()
${ask('raw.dbapi_connection')}`,
    },
    known: ['journal_mode', 'foreign_keys', 'busy_timeout'],
  },
  {
    name: 'Flask-SQLAlchemy: options of the engine',
    files: {
      'main.py': `from flask import Flask
from flask_sqlalchemy import SQLAlchemy
app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///project.db"
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"timeout": 15}}
db = SQLAlchemy(app)
with app.app_context():
    raw = db.engine.raw_connection()
${ask('raw.dbapi_connection')}`,
    },
    known: ['busy_timeout'],
  },
];

describe('claims about programs in Python', { skip }, () => {
  const engine = startEngine();
  after(() => engine.dispose());
  for (const claim of claims) {
    test(claim.name, () =>
      assertAsRun(claim, engine, [python('current'), '-W', 'ignore', join(here, 'read.py')]),
    );
  }
});

/** Runs a program, and gives what it prints. */
function run(environment: string, source: string): string {
  const { root, remove } = temporaryProject({ 'main.py': source });
  try {
    const args = ['-W', 'ignore', join(root, 'main.py')];
    return execFileSync(python(environment), args, { cwd: root, encoding: 'utf8', timeout: 60_000 }).trim();
  } finally {
    remove();
  }
}

describe('what Python’s drivers do with parameters and pools', { skip }, () => {
  for (const environment of ['current', 'earlier']) {
    test(`SQLAlchemy drops what it does not know of a URL (${environment})`, () => {
      const source = `import os, sqlalchemy
engine = sqlalchemy.create_engine("sqlite:///app.db?mode=ro&_busy_timeout=9")
with engine.connect() as connection:
    connection.exec_driver_sql("CREATE TABLE t (a)")
    print(connection.exec_driver_sql("PRAGMA busy_timeout").scalar(), os.listdir("."))
`;
      assert.match(run(environment, source), /^5000 .*'app\.db'/);
    });

    test(`SQLAlchemy passes parameters on to SQLite with uri=true (${environment})`, () => {
      const source = `import sqlite3, sqlalchemy
sqlite3.connect("app.db").execute("CREATE TABLE t (a)")
engine = sqlalchemy.create_engine("sqlite:///file:app.db?mode=ro&uri=true")
try:
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE u (a)")
except sqlalchemy.exc.OperationalError as error:
    print(error.orig)
`;
      assert.equal(run(environment, source), 'attempt to write a readonly database');
    });
  }

  test('Django before 5.1 fails aloud on what later versions take', () => {
    const source = `from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "app.db", "OPTIONS": {"transaction_mode": "IMMEDIATE"}}})
import django
django.setup()
from django.db import connection
try:
    connection.ensure_connection()
except TypeError as error:
    print(error)
`;
    assert.match(run('earlier', source), /transaction_mode.* is an invalid keyword argument/);
  });
});
