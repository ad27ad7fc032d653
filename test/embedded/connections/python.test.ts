import { testConnections } from '../../support/connections.ts';

testConnections('python', [
  {
    name: 'sqlite3: pragmas in the order in which they are run',
    source: `import sqlite3
def tune(conn):
    conn.execute('PRAGMA synchronous = OFF')
conn = sqlite3.connect('app.db')
conn.execute('PRAGMA synchronous = FULL')
tune(conn)
class Store:
    def __init__(self):
        self.conn = sqlite3.connect('store.db')
        self.b()
        self.a()
    def a(self): self.conn.execute('PRAGMA busy_timeout = 100')
    def b(self): self.conn.execute('PRAGMA busy_timeout = 7000')
`,
    expected: [
      'sqlite3 app.db [synchronous=FULL statement, synchronous=OFF statement]',
      'sqlite3 store.db [busy_timeout=7000 statement, busy_timeout=100 statement]',
    ],
    effective: { synchronous: 'off' },
  },
  {
    name: 'sqlite3: foreign keys within a transaction that an INSERT begins',
    source: `import sqlite3
conn = sqlite3.connect('app.db')
conn.execute('INSERT INTO book VALUES (1)')
conn.execute('PRAGMA foreign_keys = ON')
conn.commit()
`,
    expected: ['sqlite3 app.db []'],
    effective: { foreign_keys: undefined },
  },
  {
    name: 'sqlite3: pragmas of an attached database, and numbers whose digits are in groups',
    source: `import sqlite3
MS = 60_000
conn = sqlite3.connect('app.db')
conn.execute("ATTACH 'log.db' AS log")
conn.execute('PRAGMA log.synchronous = OFF')
conn.execute(f'PRAGMA busy_timeout = {MS}')
`,
    expected: ['sqlite3 app.db [busy_timeout=60000 statement]'],
  },
  {
    name: 'sqlite3: a connection that two names keep, as Flask’s manual has it',
    source: `import sqlite3
from flask import g
def get_db():
    db = getattr(g, '_database', None)
    if db is None:
        db = g._database = sqlite3.connect('app.db')
        db.execute('PRAGMA foreign_keys = ON')
    return db
`,
    expected: ['sqlite3 app.db [foreign_keys=ON statement]'],
  },
  {
    name: 'sqlite3: a path and nothing else',
    source: "import sqlite3\nconn = sqlite3.connect('app.db')\n",
    expected: ['sqlite3 app.db []'],
    effective: { busy_timeout: '5000', foreign_keys: 'off', journal_mode: 'delete', synchronous: 'full' },
  },
  {
    name: 'sqlite3: timeout, isolation level, statements, a script',
    source: `import sqlite3
conn = sqlite3.connect("app.db", timeout=30, isolation_level="IMMEDIATE")
conn.execute("PRAGMA journal_mode=WAL")
conn.executescript("PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;")
`,
    expected: [
      'sqlite3 app.db [busy_timeout=30000 option, journal_mode=WAL statement, synchronous=NORMAL statement, foreign_keys=ON statement] begin=immediate',
    ],
    effective: { busy_timeout: '30000', foreign_keys: 'on', journal_mode: 'wal', synchronous: 'normal' },
    places: [
      'timeout=30',
      'PRAGMA journal_mode=WAL',
      'PRAGMA synchronous = NORMAL;',
      'PRAGMA foreign_keys = ON;',
    ],
  },
  {
    name: 'sqlite3: arguments by their place',
    source: "from sqlite3 import connect\nconn = connect('app.db', 20, 0, None)\n",
    expected: ['sqlite3 app.db [busy_timeout=20000 option] begin=?'],
  },
  {
    name: 'sqlite3: aliases of the module and of the function',
    source: `from sqlite3 import dbapi2 as sqlite, connect as open_db
import sqlite3 as sq
a = sqlite.connect('a.db')
b = open_db('b.db')
c = sq.connect('c.db')
`,
    expected: ['sqlite3 a.db []', 'sqlite3 b.db []', 'sqlite3 c.db []'],
  },
  {
    name: 'near miss: a connect of another module',
    source: "import psycopg2\nfrom mylib import sqlite3\nconn = psycopg2.connect('x')\n",
    expected: [],
  },
  {
    name: 'sqlite3: with, closing and a cursor',
    source: `import sqlite3
from contextlib import closing

def work(path):
    with sqlite3.connect(path) as conn:
        conn.execute("PRAGMA foreign_keys = ON")
    with closing(sqlite3.connect("b.db")) as other, closing(other.cursor()) as cur:
        cur.execute("PRAGMA busy_timeout = 100")
    third = sqlite3.connect("c.db")
    cursor = third.cursor()
    cursor.execute("PRAGMA cache_size = -1000")
    third.cursor().execute("PRAGMA temp_store = MEMORY")
`,
    expected: [
      'sqlite3 <path> [foreign_keys=ON statement]',
      'sqlite3 b.db [busy_timeout=100 statement]',
      'sqlite3 c.db [cache_size=-1000 statement, temp_store=MEMORY statement]',
    ],
  },
  {
    name: 'sqlite3: the same name in two functions',
    source: `import sqlite3

def first():
    conn = sqlite3.connect("a.db")
    conn.execute("PRAGMA foreign_keys = ON")
    return conn

def second():
    conn = sqlite3.connect("b.db")
    return conn
`,
    expected: ['sqlite3 a.db [foreign_keys=ON statement]', 'sqlite3 b.db []'],
  },
  {
    name: 'sqlite3: a name that is given another connection',
    source: `import sqlite3
conn = sqlite3.connect("a.db")
conn.execute("PRAGMA foreign_keys = ON")
conn = sqlite3.connect("b.db")
conn.execute("PRAGMA synchronous = OFF")
`,
    expected: ['sqlite3 a.db [foreign_keys=ON statement]', 'sqlite3 b.db [synchronous=OFF statement]'],
  },
  {
    name: 'sqlite3: a field, and methods of its class',
    source: `import sqlite3

class Store:
    def __init__(self, path):
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._tune()

    def _tune(self):
        cur = self._db.cursor()
        cur.execute("PRAGMA journal_mode = WAL")

    def bulk(self):
        self._db.execute("PRAGMA synchronous = OFF")
`,
    expected: ['sqlite3 <path> [journal_mode=WAL statement, synchronous=OFF statement maybe]'],
    effective: { journal_mode: 'wal', synchronous: undefined },
  },
  {
    name: 'sqlite3: a function of the file is given the connection',
    source: `import sqlite3

def tune(db):
    db.execute("PRAGMA journal_mode = WAL")
    if db is None:
        db.execute("PRAGMA synchronous = OFF")

def connect():
    conn = sqlite3.connect("app.db")
    tune(conn)
    return conn
`,
    expected: ['sqlite3 app.db [journal_mode=WAL statement, synchronous=OFF statement maybe]'],
  },
  {
    name: 'sqlite3: conditions',
    source: `import sqlite3

def connect(readonly):
    conn = sqlite3.connect("app.db")
    if not readonly:
        conn.execute("PRAGMA journal_mode = WAL")
    if readonly:
        return conn
    conn.execute("PRAGMA synchronous = NORMAL")
    return conn
`,
    expected: ['sqlite3 app.db [journal_mode=WAL statement maybe, synchronous=NORMAL statement maybe]'],
    effective: { synchronous: undefined },
  },
  {
    name: 'sqlite3: what is run in a loop over a list, and a constant',
    source: `import sqlite3
SETUP = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
"""
conn = sqlite3.connect("app.db")
conn.executescript(SETUP)
for statement in ["PRAGMA foreign_keys = ON", "PRAGMA busy_timeout = 7000"]:
    conn.execute(statement)
`,
    expected: [
      'sqlite3 app.db [journal_mode=WAL statement, synchronous=NORMAL statement, foreign_keys=ON statement, busy_timeout=7000 statement]',
    ],
  },
  {
    name: 'sqlite3: a pragma that is named at run time makes the rest unknown',
    source: `import sqlite3
conn = sqlite3.connect("app.db")
for name, value in settings.items():
    conn.execute(f"PRAGMA {name} = {value}")
`,
    expected: ['sqlite3 app.db [] opaque'],
    effective: { synchronous: undefined, busy_timeout: undefined },
  },
  {
    name: 'sqlite3: a value that is computed',
    source: `import sqlite3
conn = sqlite3.connect("app.db", timeout=config.timeout)
conn.execute(f"PRAGMA cache_size = {size}")
`,
    expected: ['sqlite3 app.db [busy_timeout=? option, cache_size=? statement]'],
    effective: { busy_timeout: undefined, cache_size: undefined, synchronous: 'full' },
  },
  {
    name: 'sqlite3: constants and products',
    source: `import sqlite3
TIMEOUT = 2 * 30
PATH = "app.db"
conn = sqlite3.connect(PATH, timeout=TIMEOUT)
`,
    expected: ['sqlite3 app.db [busy_timeout=60000 option]'],
  },
  {
    name: 'sqlite3: options that are spread',
    source: "import sqlite3\nconn = sqlite3.connect('app.db', **options)\n",
    expected: ['sqlite3 app.db [] opaque'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'sqlite3: in memory, by URI, read-only, shared',
    source: `import sqlite3
a = sqlite3.connect(":memory:")
b = sqlite3.connect("file::memory:?cache=shared", uri=True)
c = sqlite3.connect("file:app.db?mode=ro", uri=True)
d = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
e = sqlite3.connect("")
`,
    expected: [
      'sqlite3 :memory: [] memory',
      'sqlite3 file::memory:?cache=shared [] memory shared cache',
      'sqlite3 file:app.db?mode=ro [] read-only',
      'sqlite3 ? [] read-only',
      "sqlite3 '' [] temporary",
    ],
  },
  {
    name: 'sqlite3: paths from the environment and from settings',
    source: `import os, sqlite3
from pathlib import Path
a = sqlite3.connect(os.environ["DB"])
b = sqlite3.connect(os.environ.get("DB_PATH", "app.db"))
c = sqlite3.connect(Path(root) / "app.db")
d = sqlite3.connect(os.path.join("data", "db.sqlite3"))
e = sqlite3.connect(settings.db_path)
`,
    expected: [
      'sqlite3 $DB []',
      'sqlite3 $DB_PATH []',
      'sqlite3 <Path(root) / "app.db"> []',
      'sqlite3 <os.path.join("data", "db.sqlite3")> []',
      'sqlite3 <settings.db_path> []',
    ],
  },
  {
    name: 'sqlite3: a function that returns what it opens',
    source: `import sqlite3

def get_db():
    return sqlite3.connect("app.db", timeout=10, isolation_level=None)
`,
    expected: ['sqlite3 app.db [busy_timeout=10000 option] begin=?'],
    effective: { synchronous: 'full' },
  },
  {
    name: 'sqlite3: autocommit',
    source: `import sqlite3
a = sqlite3.connect("a.db", autocommit=False)
a.execute("PRAGMA foreign_keys = ON")
b = sqlite3.connect("b.db", autocommit=True)
c = sqlite3.connect("c.db")
c.isolation_level = None
`,
    expected: [
      'sqlite3 a.db [] begin=deferred ignores PRAGMA foreign_keys',
      'sqlite3 b.db [] begin=?',
      'sqlite3 c.db [] begin=?',
    ],
  },
  {
    name: 'sqlite3: a package is given the connection',
    source: "import sqlite3\nimport tuner\nconn = sqlite3.connect('app.db')\ntuner.apply(conn)\n",
    expected: ['sqlite3 app.db [] opaque'],
  },
  {
    name: 'near miss: pandas only reads from it',
    source:
      "import sqlite3\nimport pandas as pd\nconn = sqlite3.connect('app.db')\nframe = pd.read_sql('SELECT 1', conn)\n",
    expected: ['sqlite3 app.db []'],
  },
  {
    name: 'sqlite3: a parameter that nothing tells of is loose',
    source: `import sqlite3

def tune(conn):
    conn.execute("PRAGMA synchronous = OFF")
`,
    expected: [],
    loose: ['synchronous=OFF unknown'],
  },
  {
    name: 'aiosqlite: async with, await, a handle',
    source: `import aiosqlite

async def main():
    async with aiosqlite.connect("a.db", timeout=1.5) as db:
        await db.execute("PRAGMA journal_mode = WAL")
    conn = await aiosqlite.connect("b.db")
    await conn.execute_fetchall("PRAGMA foreign_keys = ON")
`,
    expected: [
      'aiosqlite a.db [busy_timeout=1500 option, journal_mode=WAL statement]',
      'aiosqlite b.db [foreign_keys=ON statement]',
    ],
  },
  {
    name: 'sqlite3: the module as another one passes it on',
    source: `from .utils import (
    helper,
    sqlite3,
)
conn = sqlite3.connect("app.db")
`,
    expected: ['sqlite3 app.db []'],
  },
  {
    name: 'sqlite3: a copy that backup() fills',
    source: `import sqlite3
source = sqlite3.connect("app.db")
target = sqlite3.connect("copy.db")
with target:
    source.backup(target)
`,
    expected: ['sqlite3 app.db []', 'sqlite3 copy.db [] opaque'],
  },
  {
    name: 'foreign keys of the schema are not the pragma',
    files: {
      'db.py': 'import sqlite3\nconn = sqlite3.connect("app.db")\n',
      'models.py': `from sqlalchemy.orm import relationship
class A(Base):
    b = relationship("B", foreign_keys=[b_id])
keys = inspector.get_foreign_keys("a")
`,
    },
    expected: ['sqlite3 app.db []'],
    effective: { foreign_keys: 'off' },
  },
  {
    name: 'a word of another trade is not the pragma',
    files: {
      'db.py': 'import sqlite3\nconn = sqlite3.connect("app.db")\n',
      'web.js': 'request.synchronous = true; const cacheSize = 10;\n',
      'tune.py': 'MMAP_SIZE = 3\n',
    },
    expected: ['sqlite3 app.db []'],
    effective: { synchronous: 'full', cache_size: '-2000', mmap_size: undefined },
  },
]);
