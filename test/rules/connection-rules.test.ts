import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const mattn = { 'go.mod': 'module example.org/app\n\nrequire github.com/mattn/go-sqlite3 v1.14.49\n' };
const opening = `package main

import (
	"database/sql"

	_ "github.com/mattn/go-sqlite3"
)

func open() (*sql.DB, error) {
	return sql.Open("sqlite3", "app.db?_journal_mode=WAL")
}
`;
const setUp = (statement: string, before = ''): string => `package main

import "database/sql"

func setUp(db *sql.DB) error {
${before}	_, err := db.Exec("${statement}")
	return err
}
`;
const library =
  'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n';
const visits = 'CREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT);\n';

/** What one rule finds: `path: the text at the place`. */
async function found(rule: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const findings = await lintProject(engine, files, { preset: 'all' });
  return findings
    .filter((finding) => finding.rule === rule)
    .map(({ file, range }) => `${file}: ${files[file]?.slice(range.start, range.end)}`);
}

describe('connection/once-on-pool', () => {
  const rule = 'connection/once-on-pool';

  test('a pragma on a pool that another file opens', async () => {
    const files = { ...mattn, 'open.go': opening, 'set_up.go': setUp('PRAGMA foreign_keys = ON') };
    assert.deepEqual(await found(rule, files), ['set_up.go: PRAGMA foreign_keys = ON']);
  });

  test('code that is handed a client of libSQL can’t reach its other connections, a hook of others may', async () => {
    const text = (make: string): string =>
      `${make}import { migrate } from '@acme/schema';\nexport async function open() {\n  await db.PLACE('PRAGMA synchronous = NORMAL');\n  await migrate(db);\n}\n`;
    const libsql = text(
      "import { createClient } from '@libsql/client';\nconst db = createClient({ url: 'file:app.db' });\n",
    ).replace('PLACE', 'execute');
    const sequelize = text(
      "import { Sequelize } from 'sequelize';\nconst db = new Sequelize({ dialect: 'sqlite', storage: 'app.db' });\n",
    ).replace('PLACE', 'query');
    assert.deepEqual(await found(rule, { 'db.ts': libsql }), ['db.ts: PRAGMA synchronous = NORMAL']);
    assert.deepEqual(await found(rule, { 'db.ts': sequelize }), []);
  });

  test('nothing in what somebody runs by hand, one statement after the other', async () => {
    const files = { ...mattn, 'open.go': opening, 'scripts/reset.go': setUp('PRAGMA foreign_keys = ON') };
    assert.deepEqual(await found(rule, files), []);
  });

  test('a field that another file of the package declares as a pool', async () => {
    const store = (type: string): string =>
      `package main\n\nimport "database/sql"\n\n// Store keeps all in SQLite.\ntype Store struct {\n\tdb *sql.${type}\n}\n`;
    const text =
      'package main\n\nfunc (s Store) setUp() error {\n\t_, err := s.db.Exec("PRAGMA foreign_keys = ON")\n\treturn err\n}\n';
    const files = { ...mattn, 'open.go': opening, 'set_up.go': text };
    assert.deepEqual(await found(rule, { ...files, 'store.go': store('DB') }), [
      'set_up.go: PRAGMA foreign_keys = ON',
    ]);
    assert.deepEqual(await found(rule, { ...files, 'store.go': store('Conn') }), []);
    assert.deepEqual(await found(rule, { ...files, 'other/store.go': store('DB') }), []);
  });

  test('foreign keys that are switched off on a pool whose connections have them on', async () => {
    const text = setUp('PRAGMA foreign_keys = OFF', '\tdefer db.Exec("PRAGMA foreign_keys = ON")\n');
    const withKeys = opening.replace('_journal_mode=WAL', '_journal_mode=WAL&_foreign_keys=on');
    assert.deepEqual(await found(rule, { ...mattn, 'open.go': withKeys, 'set_up.go': text }), [
      'set_up.go: PRAGMA foreign_keys = OFF',
    ]);
    assert.deepEqual(await found(rule, { ...mattn, 'open.go': opening, 'set_up.go': text }), []);
  });

  test('foreign keys that are switched off on the connection that Rails keeps for the thread', async () => {
    const files = {
      Gemfile: 'source "https://rubygems.org"\ngem "rails", "8.0.1"\ngem "sqlite3", "2.5.0"\n',
      'config/database.yml': 'production:\n  adapter: sqlite3\n  database: storage/production.sqlite3\n',
      'script/reset.rb':
        'ApplicationRecord.connection.execute("PRAGMA foreign_keys = OFF")\nBoard.delete_all\nApplicationRecord.connection.execute("PRAGMA foreign_keys = ON")\n',
    };
    assert.deepEqual(await found(rule, files), []);
  });

  test('a pool that may be limited to one connection', async () => {
    const one = setUp('PRAGMA foreign_keys = ON', '\tdb.SetMaxOpenConns(1)\n');
    assert.deepEqual(await found(rule, { ...mattn, 'open.go': opening, 'set_up.go': one }), []);
  });

  test('what the connections have that are opened later', async () => {
    const text = opening.replace(
      'return sql.Open("sqlite3", "app.db?_journal_mode=WAL")',
      'db, err := sql.Open("sqlite3", "app.db?_busy_timeout=10000")\n\tdb.Exec("PRAGMA busy_timeout = 100")\n\tdb.Exec("PRAGMA synchronous = FULL")\n\treturn db, err',
    );
    const findings = await lintProject(engine, { ...mattn, 'open.go': text }, { preset: 'all' });
    assert.deepEqual(
      findings.filter((one) => one.rule === rule).map(({ message }) => message.split('. ')[1]),
      [
        'Those that it opens later have 10000 instead (_busy_timeout).',
        'Those that it opens later start from the defaults.',
      ],
    );
  });

  test('what is no setting of a connection', async () => {
    for (const statement of ['PRAGMA user_version = 3', 'PRAGMA optimize', 'PRAGMA journal_mode = WAL']) {
      const files = { ...mattn, 'open.go': opening, 'set_up.go': setUp(statement) };
      assert.deepEqual(await found(rule, files), [], statement);
    }
  });

  test('foreign keys that are switched off and on again around a change', async () => {
    const files = {
      ...mattn,
      'open.go': opening,
      'set_up.go': setUp('PRAGMA foreign_keys = OFF; DROP TABLE a; PRAGMA foreign_keys = ON'),
    };
    assert.deepEqual(await found(rule, files), []);
  });
});

describe('connection/missing-foreign-keys', () => {
  const rule = 'connection/missing-foreign-keys';
  const two = { 'db/library/schema.sqlite.sql': library, 'db/visits/schema.sqlite.sql': visits };
  const program = (sql: string): string =>
    `import sqlite3\n\ndb = sqlite3.connect("app.db")\ndb.execute("PRAGMA journal_mode = WAL")\ndb.execute("${sql}")\n`;

  test('of several databases the one whose tables the file names', async () => {
    assert.deepEqual(await found(rule, { ...two, 'app.py': program('DELETE FROM book') }), [
      'app.py: sqlite3.connect("app.db")',
    ]);
    assert.deepEqual(await found(rule, { ...two, 'app.py': program('DELETE FROM visit') }), []);
  });

  test('a path from the environment, and tables in the same file', async () => {
    const source =
      'import os\nimport sqlite3\n\ndb = sqlite3.connect(os.environ.get("DB", "app.db"))\ndb.execute("PRAGMA journal_mode = WAL")\ndb.execute("CREATE TABLE author (id INTEGER PRIMARY KEY)")\ndb.execute("CREATE TABLE book (author_id INTEGER REFERENCES author (id))")\n';
    assert.equal((await found(rule, { 'app.py': source })).length, 1);
  });

  test('several databases, and nothing tells which', async () => {
    const source =
      'import sqlite3\n\ndb = sqlite3.connect("app.db")\ndb.execute("PRAGMA journal_mode = WAL")\n';
    assert.deepEqual(await found(rule, { ...two, 'app.py': source }), []);
  });

  test('tables that no schema of the project has', async () => {
    assert.deepEqual(
      await found(rule, { 'schema.sqlite.sql': library, 'app.py': program('DELETE FROM moz_places') }),
      [],
    );
  });
});

describe('pragma/dangerous', () => {
  test('a program that takes it back further up, in what it defers', async () => {
    const source = `package main

import (
	"context"
	"database/sql"
)

func migrate(ctx context.Context, conn *sql.Conn) error {
	defer func() {
		conn.ExecContext(ctx, "PRAGMA legacy_alter_table = OFF")
	}()
	_, err := conn.ExecContext(ctx, "PRAGMA legacy_alter_table = ON")
	return err
}
`;
    const files = { ...mattn, 'open.go': opening, 'migrate.go': source };
    assert.deepEqual(await found('pragma/dangerous', files), []);
    assert.deepEqual(
      await found('pragma/dangerous', { ...files, 'migrate.go': source.replace('= OFF', '') }),
      ['migrate.go: PRAGMA legacy_alter_table = ON'],
    );
  });
});

describe('pragma/in-transaction and pragma/foreign-keys-in-transaction', () => {
  const diesel = { 'Cargo.toml': '[dependencies]\ndiesel = { version = "2.3", features = ["sqlite"] }\n' };
  const path = 'migrations/2026-01-01-000000_rebuild/up.sql';
  const sql =
    'PRAGMA foreign_keys = OFF;\nCREATE TABLE book (id INTEGER PRIMARY KEY);\nPRAGMA foreign_keys = ON;\n';

  test('Diesel wraps each migration, and neither of a pair does anything: the first is reported', async () => {
    assert.deepEqual(await found('pragma/foreign-keys-in-transaction', { ...diesel, [path]: sql }), [
      `${path}: PRAGMA foreign_keys = OFF`,
    ]);
  });

  test('unless its metadata says otherwise', async () => {
    const metadata = {
      'migrations/2026-01-01-000000_rebuild/metadata.toml': 'run_in_transaction = false\n',
    };
    assert.deepEqual(
      await found('pragma/foreign-keys-in-transaction', { ...diesel, ...metadata, [path]: sql }),
      [],
    );
  });

  test('switched off before, but on again too early', async () => {
    const files = {
      'fix.sqlite.sql':
        'PRAGMA foreign_keys = OFF;\nBEGIN;\nCREATE TABLE a (x);\nPRAGMA foreign_keys = ON;\nCOMMIT;\n',
    };
    assert.deepEqual(await found('pragma/foreign-keys-in-transaction', files), [
      'fix.sqlite.sql: PRAGMA foreign_keys = ON',
    ]);
  });
});

describe('connection/missing-busy-timeout', () => {
  const rule = 'connection/missing-busy-timeout';
  const files = {
    'go.mod': 'module example.org/app\n\nrequire modernc.org/sqlite v1.54.0\n',
    'open.go': `package main

import (
	"database/sql"

	_ "modernc.org/sqlite"
)

func open(path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}
`,
  };
  const reader =
    'package main\n\nimport "database/sql"\n\nfunc read(path string) (*sql.DB, error) {\n\treturn sql.Open("sqlite", "file:"+path+"?mode=ro")\n}\n';

  test('a pool of one has no second writer', async () => {
    assert.deepEqual(await found(rule, files), []);
    assert.deepEqual(await found('connection/missing-wal', files), []);
  });

  test('a pool of one shares its cache with nobody', async () => {
    const shared = files['open.go'].replace('"sqlite", path', '"sqlite", "file:app.db?cache=shared"');
    const several = shared.replace('\tdb.SetMaxOpenConns(1)\n', '');
    assert.deepEqual(await found('connection/shared-cache', { ...files, 'open.go': shared }), []);
    assert.equal((await found('connection/shared-cache', { ...files, 'open.go': several })).length, 1);
  });

  test('another pool may have the same file', async () => {
    assert.deepEqual(await found(rule, { ...files, 'read.go': reader }), [
      'open.go: sql.Open("sqlite", path)',
    ]);
  });

  test('Litestream has the file, too', async () => {
    const replicated = { ...files, 'litestream.yml': 'dbs:\n  - path: /data/app.db\n' };
    assert.deepEqual(await found(rule, replicated), ['open.go: sql.Open("sqlite", path)']);
  });
});

test('a database is called by its file, without the parameters of its name', async () => {
  const text = opening.replace('_journal_mode=WAL', '_busy_timeout=5000');
  const findings = await lintProject(engine, { ...mattn, 'open.go': text }, { preset: 'all' });
  const finding = findings.find((one) => one.rule === 'connection/missing-wal');
  assert.match(finding?.message ?? '', /^Nothing switches app\.db to WAL\./);
});

describe('connection/wal-reset-bug', () => {
  const rule = 'connection/wal-reset-bug';
  const old = { 'go.mod': mattn['go.mod'].replace('1.14.49', '1.14.32') };
  const program = (...lines: string[]): string =>
    opening
      .replace(
        'func open() (*sql.DB, error) {\n\treturn',
        `func open(path string) {\n\t${lines.join('\n\t')}`,
      )
      .replace(/ sql.Open\("sqlite3", "app.db[^"]*"\)/, '');

  test('one place for each version of a driver, which names the others', async () => {
    const files = { ...old, 'a.go': opening, 'b.go': opening, 'c.go': opening.replace('app.db', 'cache.db') };
    assert.deepEqual(await found(rule, files), ['a.go: sql.Open("sqlite3", "app.db?_journal_mode=WAL")']);
    const findings = await lintProject(engine, files, { preset: 'all' });
    const message = findings.find((one) => one.rule === rule)?.message ?? '';
    assert.match(message, /The same driver opens databases in b\.go, c\.go\.$/);
  });

  test('a writer of one connection, and a reader beside it', async () => {
    const open = (name: string): string => `${name}, err := sql.Open("sqlite3", path+"?_journal_mode=WAL")`;
    const both = program(
      open('writer'),
      open('reader'),
      'writer.SetMaxOpenConns(1)',
      'reader.SetMaxOpenConns(1)',
    );
    assert.equal((await found(rule, { ...old, 'db.go': both })).length, 1);
    const inTurn = both.replace('writer.SetMaxOpenConns', 'writer.Close()\n\twriter.SetMaxOpenConns');
    assert.deepEqual(await found(rule, { ...old, 'db.go': inTurn }), []);
    const one = program(open('writer'), 'writer.SetMaxOpenConns(1)');
    assert.deepEqual(await found(rule, { ...old, 'db.go': one }), []);
    const again = program(
      open('db'),
      'db.SetMaxOpenConns(1)',
      'db.Close()',
      open('db').replace(':=', '='),
      'db.SetMaxOpenConns(1)',
    );
    assert.deepEqual(await found(rule, { ...old, 'db.go': again }), []);
  });
});

describe('connection/dsn-parameter-ignored', () => {
  const changed = async (expression: string, below = ''): Promise<string[]> => {
    const text = opening.replace('"app.db?_journal_mode=WAL"', expression) + below;
    const findings = await lintProject(engine, { ...mattn, 'open.go': text }, { preset: 'all' });
    return findings
      .filter((one) => one.rule === 'connection/dsn-parameter-ignored')
      .flatMap(({ fixes }) => fixes.flatMap(({ edits }) => edits.map((edit) => edit.text)));
  };

  test('a parameter in one literal is changed', async () => {
    assert.deepEqual(await changed('"app.db?_pragma=busy_timeout(5000)"'), ['_busy_timeout=5000']);
  });

  test('an expression that puts it together is left alone', async () => {
    assert.deepEqual(await changed('"app.db?_pragma=" + busy', '\nconst busy = "busy_timeout(5000)"\n'), []);
    assert.deepEqual(await changed('"app.db?_pragma=" + "busy_timeout(5000)"'), []);
  });
});
