import { testConnections } from '../../support/connections.ts';

const settings = (options: string): string => `from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": BASE_DIR / "db.sqlite3",
${options}
    }
}
`;

const path = '<BASE_DIR / "db.sqlite3">';

testConnections('python', [
  {
    name: 'Django: options that are put behind what a URL gives',
    source: `import environ
env = environ.Env()
DATABASES = {"default": env.db("DATABASE_URL", default="sqlite:///db.sqlite3")}
DATABASES["default"]["OPTIONS"] = {"timeout": 0.3}
DATABASES["cache"] = env.db("CACHE_URL", default="sqlite:///cache.sqlite3")
DATABASES["cache"]["OPTIONS"] = {"timeout": 9, "transaction_mode": "IMMEDIATE"}
# django.db.backends.sqlite3
`,
    expected: [
      'django sqlite:///db.sqlite3 [busy_timeout=300 option]',
      'django sqlite:///cache.sqlite3 [busy_timeout=9000 option] begin=immediate',
    ],
  },
  {
    name: 'Django: the settings that startproject makes',
    source: settings(''),
    expected: [`django ${path} []`],
    effective: { busy_timeout: '5000', journal_mode: 'delete', synchronous: 'full' },
  },
  {
    name: 'Django: options',
    source: settings(
      '        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"},',
    ),
    expected: [
      `django ${path} [busy_timeout=20000 option, journal_mode=WAL hook, synchronous=NORMAL hook] begin=immediate`,
    ],
    effective: { busy_timeout: '20000', journal_mode: 'wal', synchronous: 'normal' },
    places: ['"timeout": 20', 'PRAGMA journal_mode=WAL;', 'PRAGMA synchronous=NORMAL;'],
  },
  {
    name: 'Django: foreign keys by version',
    files: { 'settings.py': settings(''), 'requirements.txt': 'Django==4.2.16\n' },
    expected: [`django ${path} []`],
    effective: { foreign_keys: 'on' },
  },
  {
    name: 'Django: an init_command that is put together',
    source: `import os
MODE = os.environ.get("MODE", "WAL")
OPTIONS = {
    "init_command": (
        "PRAGMA foreign_keys=ON;"
        f"PRAGMA journal_mode = {MODE};"
        "PRAGMA cache_size = 2000;"
    ),
}
SQLITE = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": OPTIONS}
DATABASES = {"default": {"NAME": "app.db", **SQLITE}, "other": {"NAME": "other.db", **SQLITE}}
`,
    expected: [
      'django app.db [foreign_keys=ON hook, journal_mode=? hook, cache_size=2000 hook]',
      'django other.db [foreign_keys=ON hook, journal_mode=? hook, cache_size=2000 hook]',
    ],
  },
  {
    name: 'Django: other engines on other conditions',
    source: `import os
if os.getenv("DB_ENGINE", "sqlite") == "postgres":
    default_database = {"ENGINE": "django.db.backends.postgresql", "NAME": "app"}
else:
    default_database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.path.join(BASE_DIR, "data", "db.sqlite3"),
    }
DATABASES = {"default": default_database}
`,
    expected: ['django <os.path.join(BASE_DIR, "data", "db.sqlite3")> []'],
  },
  {
    name: 'Django: options that the environment may add to',
    source: `import json, os
OPTIONS = json.loads(os.getenv("DB_OPTIONS") or "{}")
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "app.db", "OPTIONS": OPTIONS}}
`,
    expected: ['django app.db []'],
  },
  {
    name: 'Django: options that are built',
    source: settings('        "OPTIONS": build_options(),'),
    expected: [`django ${path} [] opaque`],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'Django: options that are put in later',
    source: `${settings('')}
DATABASES["default"]["OPTIONS"] = {"timeout": 30}
if DEBUG:
    DATABASES["default"]["OPTIONS"]["transaction_mode"] = "IMMEDIATE"
`,
    expected: [`django ${path} [busy_timeout=30000 option] begin=?`],
  },
  {
    name: 'Django: options of another database leave it alone',
    source: `${settings('')}\nDATABASES["other"]["OPTIONS"] = {"timeout": 30}\n`,
    expected: [`django ${path} []`],
  },
  {
    name: 'Django: options that another file puts in',
    files: {
      'settings/base.py': settings(''),
      'settings/prod.py': 'from .base import *\nDATABASES["default"]["OPTIONS"] = {"timeout": 30}\n',
    },
    expected: [`django ${path} []`],
    effective: { busy_timeout: undefined, synchronous: 'full' },
  },
  {
    name: 'Django: the engine of the environment',
    source: `import os
config = {
    "ENGINE": os.getenv("DB_ENGINE") or "django.db.backends.sqlite3",
    "NAME": os.getenv("DB_NAME") or os.path.join(BASE_DIR, "data/db.sqlite3"),
}
if os.getenv("DB_OPTIONS"):
    config["OPTIONS"] = json.loads(os.getenv("DB_OPTIONS", "{}"))
DATABASES = {"default": config}
`,
    expected: ['django $DB_NAME []'],
  },
  {
    name: 'Django: settings that a function puts together in branches',
    source: `def parse(engine, data_dir):
    match engine:
        case "sqlite":
            db_config = {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": str((data_dir / "db.sqlite3").resolve()),
            }
        case "postgresql":
            db_config = {"ENGINE": "django.db.backends.postgresql", "NAME": "app"}
    db_config["OPTIONS"] = overridden(os.getenv("DB_OPTIONS"), defaults=base_options)
    return {"default": db_config}
`,
    expected: ['django <str((data_dir / "db.sqlite3").resolve())> [] opaque'],
  },
  {
    name: 'Django: a function is given the settings',
    source: `config = {"ENGINE": "django.db.backends.sqlite3", "NAME": "app.db"}
tune(config)
DATABASES = {"default": config}
`,
    expected: ['django app.db [] opaque'],
  },
  {
    name: 'Django: only PostgreSQL, and an engine that nothing tells',
    source: `import os
DATABASES = {
    "default": {"ENGINE": "django.db.backends.postgresql", "NAME": "app"},
    "other": {"ENGINE": os.environ.get("SQL_ENGINE"), "NAME": "app"},
}
print("django.db.backends.sqlite3")
`,
    expected: [],
  },
  {
    name: 'Django: in memory and read-only',
    source: `DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"},
    "archive": {"ENGINE": "django.db.backends.sqlite3", "NAME": "file:archive.db?mode=ro"},
}
`,
    expected: ['django :memory: [] memory', 'django file:archive.db?mode=ro [] read-only'],
  },
  {
    name: 'Django: the signal of new connections',
    files: {
      'settings.py': settings(''),
      'app/apps.py': `from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.dispatch import receiver

@receiver(connection_created)
def pragmas(sender, connection, **kwargs):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=NORMAL;")
            cursor.execute("PRAGMA busy_timeout=7000;")
`,
    },
    expected: [`django ${path} []`],
    effective: { synchronous: 'normal', busy_timeout: '7000' },
    loose: ['synchronous=NORMAL connection', 'busy_timeout=7000 connection'],
  },
  {
    name: 'Django: the signal, connected by a call',
    files: {
      'settings.py': settings(''),
      'app/apps.py': `from django.apps import AppConfig
from django.db.backends.signals import connection_created

def configure(sender, connection, **kwargs):
    if connection.vendor != "sqlite":
        return
    cursor = connection.cursor()
    cursor.execute("PRAGMA mmap_size = 1000")

class App(AppConfig):
    def ready(self):
        connection_created.connect(configure)
`,
    },
    expected: [`django ${path} []`],
    effective: { mmap_size: '1000' },
  },
  {
    name: 'Django: a management command that switches to WAL',
    files: {
      'settings.py': settings(''),
      'app/management/commands/enable_wal.py': `from django.core.management.base import BaseCommand
from django.db import connections

class Command(BaseCommand):
    def handle(self, *args, **options):
        connection = connections["default"]
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            if cursor.fetchone()[0] != "wal":
                cursor.execute("PRAGMA journal_mode=wal;")
`,
    },
    expected: [`django ${path} []`],
    effective: { journal_mode: 'wal' },
  },
  {
    name: 'Django: URLs of dj-database-url and django-environ',
    source: `import dj_database_url
import environ
env = environ.Env()
DATABASES = {"default": dj_database_url.config(default="sqlite:///db.sqlite3", conn_max_age=600)}
A = {"default": env.db("MAIN_URL", default="sqlite:///a.db?timeout=20&transaction_mode=IMMEDIATE")}
B = {"default": dj_database_url.parse("sqlite:///b.db")}
C = {"default": dj_database_url.parse("postgres://db/app")}
D = {"default": env.db()}
`,
    expected: [
      'django sqlite:///db.sqlite3 []',
      'django sqlite:///a.db?timeout=20&transaction_mode=IMMEDIATE [busy_timeout=20000 dsn] begin=immediate',
      'django sqlite:///b.db []',
    ],
  },
  {
    name: 'Django: options that are built at run time are arguments of sqlite3.connect() before 5.1',
    files: {
      'settings.py': `${settings('')}if config:\n    DATABASES["default"]["OPTIONS"] = config["options"]\n`,
      'requirements.txt': 'Django==4.2.16\n',
    },
    expected: [`django ${path} [] opaque`],
    effective: { journal_mode: 'delete', busy_timeout: undefined },
  },
  {
    name: 'Django: since 5.1 they may hold an init_command',
    files: {
      'settings.py': `${settings('')}if config:\n    DATABASES["default"]["OPTIONS"] = config["options"]\n`,
      'requirements.txt': 'Django==5.1.2\n',
    },
    expected: [`django ${path} [] opaque`],
    effective: { journal_mode: undefined, busy_timeout: undefined },
  },
  {
    name: 'Django: settings of a database that are built at run time may be any',
    files: {
      'settings.py': settings('        **more,'),
      'requirements.txt': 'Django>=4.2\n',
    },
    expected: [`django ${path} [] opaque`],
    effective: { journal_mode: undefined },
  },
]);
