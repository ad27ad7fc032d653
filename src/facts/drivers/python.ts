import type { Driver, DriverBehaviour } from './driver.ts';

/**
 * What `sqlite3.connect()` does with no arguments: it waits 5 s, and opens a transaction before the first statement that
 * changes data. https://docs.python.org/3/library/sqlite3.html#sqlite3.connect
 */
const standard: DriverBehaviour = { pragmas: { busy_timeout: '5000' }, begin: 'deferred' };

const remarks = { busy_timeout: 'sqlite3.connect() waits for 5 s where no timeout is given' };

/** How to reach each connection of an engine of SQLAlchemy. */
const engineHook =
  'Run it in a listener of the event “connect” of the engine: @event.listens_for(engine, "connect")';

/** The drivers, ORMs and frameworks of Python. All but APSW run on the SQLite that Python was built with. */
export const pythonDrivers: readonly Driver[] = [
  {
    id: 'sqlite3',
    name: 'Python’s sqlite3',
    registry: 'runtime',
    packages: ['python'],
    handle: 'connection',
    behaviour: [standard],
    sqlite: 'system',
    remarks,
    advice: 'Run it with execute() right behind sqlite3.connect()',
    source: 'https://docs.python.org/3/library/sqlite3.html#sqlite3.connect',
  },
  {
    id: 'pysqlite3',
    name: 'pysqlite3',
    registry: 'pypi',
    packages: ['pysqlite3', 'pysqlite3-binary'],
    handle: 'connection',
    behaviour: [standard],
    // Its wheels hold a SQLite of their own, of which the version says nothing.
    sqlite: 'system',
    remarks,
    advice: 'Run it with execute() right behind connect()',
    source: 'https://github.com/coleifer/pysqlite3',
  },
  {
    id: 'aiosqlite',
    name: 'aiosqlite',
    registry: 'pypi',
    packages: ['aiosqlite'],
    handle: 'connection',
    behaviour: [standard],
    sqlite: 'system',
    remarks,
    advice: 'Run it with await execute() right behind aiosqlite.connect()',
    source: 'https://aiosqlite.omnilib.dev/en/stable/api.html',
  },
  {
    id: 'apsw',
    name: 'APSW',
    registry: 'pypi',
    packages: ['apsw'],
    handle: 'connection',
    behaviour: [{ pragmas: {} }],
    sqlite: 'same',
    advice: 'Run it right behind apsw.Connection(), or in a function of apsw.connection_hooks',
    source: 'https://rogerbinns.github.io/apsw/connection.html',
  },
  {
    id: 'sqlalchemy',
    name: 'SQLAlchemy',
    registry: 'pypi',
    packages: ['sqlalchemy'],
    // Since 2.0 a file is opened through a QueuePool of 5 connections and 10 more; before, each use opened one of its own.
    handle: 'pool',
    behaviour: [standard],
    sqlite: 'system',
    remarks,
    advice: engineHook,
    source: 'https://docs.sqlalchemy.org/en/20/dialects/sqlite.html',
  },
  {
    id: 'sqlmodel',
    name: 'SQLModel',
    registry: 'pypi',
    packages: ['sqlmodel'],
    handle: 'pool',
    behaviour: [standard],
    sqlite: 'system',
    remarks,
    advice: engineHook,
    source: 'https://sqlmodel.tiangolo.com/tutorial/create-db-and-table/',
  },
  {
    id: 'flask-sqlalchemy',
    name: 'Flask-SQLAlchemy',
    registry: 'pypi',
    packages: ['flask-sqlalchemy'],
    handle: 'pool',
    behaviour: [standard],
    sqlite: 'system',
    remarks,
    advice:
      'Run it in a listener of the event “connect” of SQLAlchemy’s class Engine: @event.listens_for(Engine, "connect")',
    source: 'https://flask-sqlalchemy.palletsprojects.com/en/stable/config/',
  },
  {
    id: 'dataset',
    name: 'dataset',
    registry: 'pypi',
    packages: ['dataset'],
    handle: 'pool',
    behaviour: [
      standard,
      {
        ...standard,
        since: '1.4.0',
        pragmas: { ...standard.pragmas, journal_mode: { unknown: 'dataset switched to WAL within 1.4' } },
      },
      { ...standard, since: '1.4.5', pragmas: { ...standard.pragmas, journal_mode: 'wal' } },
    ],
    sqlite: 'system',
    remarks: { ...remarks, journal_mode: 'dataset switches files to WAL unless sqlite_wal_mode is False' },
    advice: 'Put it into on_connect_statements of dataset.connect()',
    source: 'https://dataset.readthedocs.io/en/latest/api.html',
  },
  {
    id: 'django',
    name: 'Django',
    registry: 'pypi',
    packages: ['django'],
    // Each thread has a connection of its own.
    handle: 'pool',
    behaviour: [
      standard,
      { ...standard, since: '2.0', pragmas: { ...standard.pragmas, foreign_keys: 'on' } },
    ],
    sqlite: 'system',
    remarks: { ...remarks, foreign_keys: 'Django switches foreign keys on with each connection' },
    advice:
      'Put it into OPTIONS["init_command"] of the database in DATABASES (since Django 5.1), or run it in a receiver of the signal connection_created',
    source: 'https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-notes',
  },
  {
    id: 'peewee',
    name: 'peewee',
    registry: 'pypi',
    packages: ['peewee'],
    // Each thread has a connection of its own.
    handle: 'pool',
    behaviour: [standard],
    sqlite: 'system',
    remarks: { busy_timeout: 'SqliteDatabase() waits for 5 s where no timeout is given' },
    advice: 'Put it into the pragmas of SqliteDatabase()',
    source: 'https://docs.peewee-orm.com/en/latest/peewee/database.html#using-sqlite',
  },
  {
    id: 'sqlite-utils',
    name: 'sqlite-utils',
    registry: 'pypi',
    packages: ['sqlite-utils'],
    handle: 'connection',
    behaviour: [standard],
    sqlite: 'system',
    remarks,
    advice: 'Run it with execute() right behind sqlite_utils.Database()',
    source: 'https://sqlite-utils.datasette.io/en/stable/python-api.html',
  },
  {
    id: 'databases',
    name: 'databases',
    registry: 'pypi',
    packages: ['databases'],
    handle: 'pool',
    behaviour: [standard],
    sqlite: 'system',
    remarks,
    advice: 'Pass what sqlite3.connect() takes to Database(); it has no place for other pragmas',
    source: 'https://www.encode.io/databases/connections_and_transactions/',
  },
  {
    id: 'tortoise-orm',
    name: 'Tortoise ORM',
    registry: 'pypi',
    packages: ['tortoise-orm'],
    handle: 'connection',
    behaviour: [
      {
        ...standard,
        pragmas: {
          ...standard.pragmas,
          journal_mode: { unknown: 'it depends on the version of Tortoise ORM' },
          journal_size_limit: { unknown: 'it depends on the version of Tortoise ORM' },
          foreign_keys: { unknown: 'it depends on the version of Tortoise ORM' },
        },
      },
      {
        ...standard,
        since: '0.21',
        pragmas: {
          ...standard.pragmas,
          journal_mode: 'wal',
          journal_size_limit: '16384',
          foreign_keys: 'on',
        },
      },
    ],
    sqlite: 'system',
    remarks,
    advice: 'Put it into the URL of the connection: sqlite://app.db?synchronous=NORMAL',
    source: 'https://tortoise.github.io/databases.html#sqlite',
  },
];
