import { testConnections } from '../../support/connections.ts';

testConnections('python', [
  {
    name: 'peewee: pragmas as a dictionary and as pairs, a timeout',
    source: `from peewee import *
a = SqliteDatabase("a.db", pragmas={"journal_mode": "wal", "cache_size": -1024 * 64, "foreign_keys": 1}, timeout=10)
b = SqliteDatabase("b.db", pragmas=(("foreign_keys", True), ["synchronous", 0]))
c = SqliteDatabase("c.db", {"mmap_size": 1000})
`,
    expected: [
      'peewee a.db [busy_timeout=10000 option, journal_mode=wal option, cache_size=-65536 option, foreign_keys=1 option]',
      'peewee b.db [foreign_keys=1 option, synchronous=0 option]',
      'peewee c.db [mmap_size=1000 option]',
    ],
    effective: { busy_timeout: '10000', foreign_keys: 'on', cache_size: '-65536' },
  },
  {
    name: 'peewee: opened later by init()',
    source: `import peewee
db = peewee.SqliteDatabase(None, pragmas={"foreign_keys": 1}, timeout=3)

def setup(path):
    db.init(path, pragmas={"journal_mode": "wal"})
`,
    expected: ['peewee <path> [journal_mode=wal option]'],
  },
  {
    name: 'peewee: a database that nothing opens here',
    source: 'from peewee import SqliteDatabase\ndb = SqliteDatabase(None)\n',
    expected: ['peewee ? [] unknown storage'],
  },
  {
    name: 'peewee: statements, pragma() and properties reach one connection',
    source: `from playhouse.sqlite_ext import SqliteExtDatabase
db = SqliteExtDatabase("app.db")
db.execute_sql("PRAGMA synchronous = NORMAL")
db.pragma("foreign_keys", 1, permanent=True)
db.pragma("cache_size", -2000)
db.journal_mode = "wal"
`,
    expected: [
      'peewee app.db [synchronous=NORMAL statement one, foreign_keys=1 option, cache_size=-2000 statement one, journal_mode=wal statement one]',
    ],
    effective: { synchronous: undefined, foreign_keys: 'on', journal_mode: 'wal' },
  },
  {
    name: 'peewee: the timeout of a pool is another',
    source:
      'from playhouse.pool import PooledSqliteDatabase\ndb = PooledSqliteDatabase("app.db", max_connections=8, timeout=3, pragmas=[("foreign_keys", 1)])\n',
    expected: ['peewee app.db [foreign_keys=1 option]'],
    effective: { busy_timeout: '5000' },
  },
  {
    name: 'peewee: the queue demands WAL',
    source:
      'from playhouse.sqliteq import SqliteQueueDatabase\ndb = SqliteQueueDatabase("app.db", timeout=20)\n',
    expected: ['peewee app.db [journal_mode=wal option, busy_timeout=20000 option]'],
  },
  {
    name: 'peewee: pragmas that are built',
    source: 'from peewee import SqliteDatabase\ndb = SqliteDatabase("app.db", pragmas=pragmas())\n',
    expected: ['peewee app.db [] opaque'],
  },
  {
    name: 'near miss: another database of peewee',
    source: 'from peewee import PostgresqlDatabase\ndb = PostgresqlDatabase("app", timeout=3)\n',
    expected: [],
  },
  {
    name: 'APSW: methods and statements',
    source: `import apsw
conn = apsw.Connection("app.db")
conn.set_busy_timeout(5000)
conn.pragma("journal_mode", "wal")
conn.cursor().execute("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
ro = apsw.Connection("ro.db", flags=apsw.SQLITE_OPEN_READONLY)
`,
    expected: [
      'apsw app.db [busy_timeout=5000 statement, journal_mode=wal statement, synchronous=NORMAL statement, foreign_keys=ON statement]',
      'apsw ro.db [] read-only',
    ],
  },
  {
    name: 'APSW: nothing is set',
    files: {
      'main.py': 'import apsw\ndb = apsw.Connection("app.db")\n',
      'requirements.txt': 'apsw==3.46.1.0\n',
    },
    expected: ['apsw app.db []'],
    effective: { busy_timeout: '0', foreign_keys: 'off' },
  },
  {
    name: 'APSW: best practice for every connection',
    source: `import apsw, apsw.bestpractice
apsw.bestpractice.apply(apsw.bestpractice.recommended)
db = apsw.Connection("app.db")
`,
    expected: ['apsw app.db []'],
    effective: { busy_timeout: '100', journal_mode: 'wal', foreign_keys: 'on' },
  },
  {
    name: 'sqlite-utils: WAL, statements, memory, a connection that is given',
    source: `import sqlite3
import sqlite_utils
from sqlite_utils import Database
db = Database("app.db")
db.enable_wal()
db.execute("PRAGMA foreign_keys = ON")
db.conn.execute("PRAGMA synchronous = NORMAL")
memory = sqlite_utils.Database(memory=True)
given = Database(sqlite3.connect("b.db"))
`,
    expected: [
      'sqlite3 b.db [] opaque',
      'sqlite-utils app.db [journal_mode=wal statement, foreign_keys=ON statement, synchronous=NORMAL statement]',
      'sqlite-utils ? [] memory',
    ],
  },
  {
    name: 'dataset: WAL by default, and off',
    files: {
      'main.py': `import dataset
a = dataset.connect("sqlite:///a.db", on_connect_statements=["PRAGMA foreign_keys = ON"])
b = dataset.connect("sqlite:///b.db", sqlite_wal_mode=False)
c = dataset.connect("postgresql://db/app")
`,
      'requirements.txt': 'dataset==1.6.2\n',
    },
    expected: [
      'dataset sqlite:///a.db [foreign_keys=ON hook]',
      'dataset sqlite:///b.db [journal_mode=? option]',
    ],
    effective: { journal_mode: 'wal', foreign_keys: 'on', busy_timeout: '5000' },
  },
  {
    name: 'databases: a timeout',
    source: 'from databases import Database\ndatabase = Database("sqlite+aiosqlite:///app.db", timeout=30)\n',
    expected: ['databases sqlite+aiosqlite:///app.db [busy_timeout=30000 option]'],
  },
  {
    name: 'Tortoise ORM: pragmas in the URL, and a configuration',
    files: {
      'main.py': `from tortoise import Tortoise
TORTOISE_ORM = {"connections": {"default": "sqlite://b.db"}, "apps": {}}

async def init():
    await Tortoise.init(db_url="sqlite://a.db?synchronous=NORMAL&busy_timeout=1234", modules={"models": ["m"]})
`,
      'requirements.txt': 'tortoise-orm==0.21.7\n',
    },
    expected: [
      'tortoise-orm sqlite://b.db []',
      'tortoise-orm sqlite://a.db?synchronous=NORMAL&busy_timeout=1234 [synchronous=NORMAL dsn, busy_timeout=1234 dsn]',
    ],
    effective: { journal_mode: 'wal', foreign_keys: 'on', journal_size_limit: '16384' },
  },
  {
    name: 'a typed parameter is the connection, where there is one only',
    files: {
      'db.py':
        'import sqlite3\nfrom tune import tune\n\ndef connect():\n    return tune(sqlite3.connect("app.db"))\n',
      'tune.py':
        'import sqlite3\n\ndef tune(conn: sqlite3.Connection):\n    conn.execute("PRAGMA foreign_keys = ON")\n    return conn\n',
    },
    expected: ['sqlite3 app.db [] opaque'],
    loose: ['foreign_keys=ON connection'],
  },
  {
    name: 'a class of connections whose constructor sets pragmas',
    source: `import apsw, sqlite3

class Db(apsw.Connection):
    def __init__(self, path):
        apsw.Connection.__init__(self, path)
        self.execute("PRAGMA cache_size=-5000; PRAGMA foreign_keys=ON;")

class Own(sqlite3.Connection):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.execute("PRAGMA foreign_keys = ON")

class Plain:
    pass

a = Db("a.db")
b = sqlite3.connect("b.db", factory=Own)
c = Plain("c.db")
`,
    expected: [
      'sqlite3 b.db [foreign_keys=ON statement]',
      'apsw a.db [cache_size=-5000 statement, foreign_keys=ON statement]',
    ],
  },
  {
    name: 'APSW: a constant that a setting takes is not in effect elsewhere',
    source: `import apsw

class Connection(apsw.Connection):
    BUSY_TIMEOUT = 10000

    def __init__(self, path):
        super().__init__(path)
        self.setbusytimeout(self.BUSY_TIMEOUT)

a = apsw.Connection("a.db")
b = Connection("b.db")
`,
    expected: ['apsw a.db []', 'apsw b.db [busy_timeout=10000 statement]'],
    effective: { busy_timeout: '0' },
  },
  {
    name: 'APSW: a constant that something else takes may be in effect anywhere',
    source: `import apsw
BUSY_TIMEOUT = 10000

def prepare(path):
    return helpers.prepare(path, BUSY_TIMEOUT)

a = apsw.Connection("a.db")
`,
    expected: ['apsw a.db []'],
    effective: { busy_timeout: undefined },
  },
]);
