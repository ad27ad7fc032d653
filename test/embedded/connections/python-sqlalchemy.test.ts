import { testConnections } from '../../support/connections.ts';

const hook = (target: string): string => `
@event.listens_for(${target}, "connect")
def set_pragmas(dbapi_connection, connection_record):
    cursor = dbapi_connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.close()
`;

testConnections('python', [
  {
    name: 'SQLAlchemy: a URL',
    source: 'from sqlalchemy import create_engine\nengine = create_engine("sqlite:///app.db")\n',
    expected: ['sqlalchemy sqlite:///app.db []'],
    effective: { busy_timeout: '5000', foreign_keys: 'off', journal_mode: 'delete' },
  },
  {
    name: 'SQLAlchemy: a timeout in the URL, and one in connect_args',
    source: `import sqlalchemy as sa
a = sa.create_engine("sqlite:///a.db?timeout=15")
b = sa.create_engine("sqlite:///b.db?timeout=15", connect_args={"timeout": 7, "isolation_level": "IMMEDIATE"})
`,
    expected: [
      'sqlalchemy sqlite:///a.db?timeout=15 [busy_timeout=15000 dsn]',
      'sqlalchemy sqlite:///b.db?timeout=15 [busy_timeout=15000 dsn, busy_timeout=7000 option] begin=immediate',
    ],
    places: ['timeout=15', 'timeout=15', '"timeout": 7'],
  },
  {
    name: 'SQLAlchemy: parameters that reach nothing',
    source: `from sqlalchemy import create_engine
a = create_engine("sqlite:///a.db?mode=ro")
b = create_engine("sqlite:///b.db?_journal_mode=WAL&cache=shared")
c = create_engine("sqlite:///file:c.db?mode=ro&uri=true")
d = create_engine("sqlite:///file:d.db?_busy_timeout=5000&uri=true")
`,
    expected: [
      'sqlalchemy sqlite:///a.db?mode=ro [] ignores mode for sqlite:///file:app.db?mode=ro&uri=true',
      'sqlalchemy sqlite:///b.db?_journal_mode=WAL&cache=shared [] ignores _journal_mode ignores cache for sqlite:///file:app.db?cache=shared&uri=true',
      'sqlalchemy sqlite:///file:c.db?mode=ro&uri=true [] read-only',
      'sqlalchemy sqlite:///file:d.db?_busy_timeout=5000&uri=true [] ignores _busy_timeout',
    ],
  },
  {
    name: 'SQLAlchemy: in memory',
    source: `from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import StaticPool
a = create_engine("sqlite://")
b = create_engine("sqlite:///:memory:", poolclass=StaticPool)
c = create_async_engine("sqlite+aiosqlite://")
d = create_engine("sqlite:///file::memory:?cache=shared&uri=true")
`,
    expected: [
      'sqlalchemy sqlite:// [] memory',
      'sqlalchemy sqlite:///:memory: [] memory pool=1',
      'sqlalchemy sqlite+aiosqlite:// [] memory pool=1',
      'sqlalchemy sqlite:///file::memory:?cache=shared&uri=true [] memory shared cache',
    ],
  },
  {
    name: 'SQLAlchemy: pools',
    source: `from sqlalchemy import create_engine, NullPool
a = create_engine("sqlite:///a.db", pool_size=20)
b = create_engine("sqlite:///b.db", pool_size=1, max_overflow=0)
c = create_engine("sqlite:///c.db", poolclass=NullPool)
d = create_engine("sqlite:///d.db", pool_size=size)
`,
    expected: [
      'sqlalchemy sqlite:///a.db [] pool=30',
      'sqlalchemy sqlite:///b.db [] pool=1',
      'sqlalchemy sqlite:///c.db []',
      'sqlalchemy sqlite:///d.db []',
    ],
  },
  {
    name: 'SQLAlchemy: a listener of the engine',
    source: `from sqlalchemy import create_engine, event\nengine = create_engine("sqlite:///app.db?timeout=1")\n${hook('engine')}`,
    expected: [
      'sqlalchemy sqlite:///app.db?timeout=1 [busy_timeout=1000 dsn, foreign_keys=ON hook, journal_mode=WAL hook]',
    ],
    effective: { foreign_keys: 'on', journal_mode: 'wal', busy_timeout: '1000', synchronous: 'full' },
  },
  {
    name: 'SQLAlchemy: a listener of an asynchronous engine',
    source: `from sqlalchemy import event\nfrom sqlalchemy.ext.asyncio import create_async_engine\nengine = create_async_engine("sqlite+aiosqlite:///app.db")\n${hook('engine.sync_engine')}`,
    expected: ['sqlalchemy sqlite+aiosqlite:///app.db [foreign_keys=ON hook, journal_mode=WAL hook]'],
  },
  {
    name: 'SQLAlchemy: event.listen',
    source: `from sqlalchemy import create_engine, event

def configure(conn, _):
    conn.execute("PRAGMA busy_timeout = 9000")

def open_engine(path):
    engine = create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", configure)
    return engine
`,
    expected: ['sqlalchemy <f"sqlite:///{path}"> [busy_timeout=9000 hook]'],
  },
  {
    name: 'SQLAlchemy: a listener of all engines, in another file, goes before options',
    files: {
      'db.py':
        'from sqlalchemy import create_engine\nengine = create_engine("sqlite:///app.db?timeout=1", echo=True)\n',
      'pragmas.py': `from sqlalchemy import event\nfrom sqlalchemy.engine import Engine\nimport sqlite3

@event.listens_for(Engine, "connect")
def on_connect(conn, _record):
    if isinstance(conn, sqlite3.Connection):
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA busy_timeout = 3000")
`,
    },
    expected: ['sqlalchemy sqlite:///app.db?timeout=1 [busy_timeout=1000 dsn]'],
    effective: { foreign_keys: 'on', busy_timeout: '3000', synchronous: 'full' },
    loose: ['foreign_keys=ON connection', 'busy_timeout=3000 connection'],
  },
  {
    name: 'SQLAlchemy: a listener of all engines does nothing to other drivers',
    files: {
      'a.py': 'import sqlite3\nconn = sqlite3.connect("a.db")\n',
      'pragmas.py': `from sqlalchemy import event\nfrom sqlalchemy.engine import Engine\n${hook('Engine')}`,
    },
    expected: ['sqlite3 a.db []'],
    effective: { foreign_keys: 'off' },
  },
  {
    name: 'SQLAlchemy: the listener of an engine of another file',
    files: {
      'db.py': 'from sqlalchemy import create_engine\nengine = create_engine("sqlite:///app.db")\n',
      'hooks.py': `from sqlalchemy import event\nfrom db import engine\n${hook('engine')}`,
    },
    expected: ['sqlalchemy sqlite:///app.db []'],
    effective: { foreign_keys: 'on' },
  },
  {
    name: 'SQLAlchemy: a pragma that is run on the engine reaches one connection',
    source: `from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
engine = create_engine("sqlite:///app.db")
with engine.connect() as conn:
    conn.execute(text("PRAGMA foreign_keys=ON"))
with Session(engine) as session:
    session.execute(text("PRAGMA synchronous=NORMAL"))
`,
    expected: [
      'sqlalchemy sqlite:///app.db [foreign_keys=ON statement one, synchronous=NORMAL statement one]',
    ],
    effective: { foreign_keys: undefined, synchronous: undefined },
  },
  {
    name: 'SQLAlchemy: other databases',
    source: `from sqlalchemy import create_engine
a = create_engine("postgresql://localhost/app")
b = create_engine(settings.url)
c = create_engine("sqlite+libsql:///app.db")
`,
    expected: [],
  },
  {
    name: 'SQLAlchemy: a URL of the environment with a default',
    source: `import os
from sqlalchemy import create_engine
URL = os.environ.get("DATABASE_URL", "sqlite:///./app.db")
a = create_engine(URL)
b = create_engine(os.getenv("DB") or "sqlite:///b.db?timeout=3")
c = create_engine(os.environ["DATABASE_URL"])
`,
    expected: [
      'sqlalchemy sqlite:///./app.db []',
      'sqlalchemy sqlite:///b.db?timeout=3 [busy_timeout=3000 dsn]',
    ],
  },
  {
    name: 'SQLAlchemy: the environment names another database',
    files: {
      'db.py':
        'import os\nfrom sqlalchemy import create_engine\nengine = create_engine(os.getenv("DATABASE_URL", "sqlite:///app.db"))\n',
      '.env': 'DATABASE_URL=postgresql://db/app\n',
    },
    expected: [],
  },
  {
    name: 'SQLAlchemy: settings of the file',
    source: `from pydantic_settings import BaseSettings
from sqlalchemy import create_engine

class Settings(BaseSettings):
    database_url: str = "sqlite:///./app.db"

settings = Settings()
engine = create_engine(settings.database_url, connect_args={"check_same_thread": False, "timeout": 30})
`,
    expected: ['sqlalchemy sqlite:///./app.db [busy_timeout=30000 option]'],
  },
  {
    name: 'SQLAlchemy: an option that only SQLite’s driver takes',
    source: `from sqlalchemy import create_engine
from config import settings
engine = create_engine(settings.url, connect_args={"check_same_thread": False})
`,
    expected: ['sqlalchemy ? []'],
  },
  {
    name: 'SQLAlchemy: SQLite as one of several',
    source: `import sqlalchemy as sa

def init(db_url):
    connect_args = {}
    if "sqlite" in db_url:
        connect_args["check_same_thread"] = False
    engine = sa.create_engine(db_url, connect_args=connect_args, pool_pre_ping=True)
    return engine
`,
    expected: ['sqlalchemy ? [] unknown storage'],
  },
  {
    name: 'SQLAlchemy: a branch for SQLite',
    source: `from sqlalchemy import create_engine

def init(url):
    if url.startswith("sqlite"):
        return create_engine(url, connect_args={"timeout": 20})
    return create_engine(url, pool_size=20)
`,
    expected: ['sqlalchemy ? [busy_timeout=20000 option]'],
  },
  {
    name: 'SQLAlchemy: URL.create',
    source: `from sqlalchemy import URL, create_engine
engine = create_engine(URL.create("sqlite", database="app.db", query={"timeout": "15"}))
other = create_engine(URL.create(drivername="postgresql", database="app"))
`,
    expected: ['sqlalchemy app.db [busy_timeout=15000 dsn]'],
  },
  {
    name: 'SQLAlchemy: options that are spread, and a creator',
    source: `import sqlite3
from sqlalchemy import create_engine
OPTIONS = {"connect_args": {"timeout": 12}}
a = create_engine("sqlite:///a.db", **OPTIONS)
b = create_engine("sqlite:///b.db", **options)
c = create_engine("sqlite://", creator=lambda: sqlite3.connect("c.db", timeout=2))
`,
    expected: [
      'sqlite3 c.db [busy_timeout=2000 option]',
      'sqlalchemy sqlite:///a.db [busy_timeout=12000 option]',
      'sqlalchemy sqlite:///b.db [] opaque',
      'sqlalchemy sqlite:// [] memory opaque',
    ],
  },
  {
    name: 'SQLAlchemy: the listener of “begin” settles the mode',
    source: `from sqlalchemy import create_engine, event
engine = create_engine("sqlite:///app.db")

@event.listens_for(engine, "begin")
def do_begin(conn):
    conn.exec_driver_sql("BEGIN IMMEDIATE")
`,
    expected: ['sqlalchemy sqlite:///app.db [] begin=immediate'],
  },
  {
    name: 'SQLModel',
    source:
      'from sqlmodel import create_engine, SQLModel\nname = "app.db"\nengine = create_engine(f"sqlite:///{name}", echo=True)\n',
    expected: ['sqlmodel sqlite:///app.db []'],
  },
  {
    name: 'Flask-SQLAlchemy: keys of the configuration',
    source: `from flask import Flask
from flask_sqlalchemy import SQLAlchemy
app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///project.db"
app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"timeout": 15}}
db = SQLAlchemy(app)
`,
    expected: ['flask-sqlalchemy sqlite:///project.db [busy_timeout=15000 option]'],
  },
  {
    name: 'Flask-SQLAlchemy: classes of settings',
    files: {
      'config.py': `import os
basedir = os.path.abspath(os.path.dirname(__file__))

class Config:
    SQLALCHEMY_DATABASE_URI = os.environ.get("DATABASE_URL") or "sqlite:///" + os.path.join(basedir, "app.db")

class Production(Config):
    SQLALCHEMY_DATABASE_URI = os.environ["DATABASE_URL"]

class Testing(Config):
    SQLALCHEMY_DATABASE_URI = "sqlite://"
`,
    },
    expected: ['flask-sqlalchemy $DATABASE_URL []', 'flask-sqlalchemy sqlite:// [] memory'],
  },
]);
