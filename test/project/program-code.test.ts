import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { linterFor, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const goStore = (open: string): Record<string, string> => ({
  'go.mod': 'module a\n\nrequire github.com/mattn/go-sqlite3 v1.14.22\n',
  'store.go': `package a

import (
	"database/sql"

	_ "github.com/mattn/go-sqlite3"
)

func open() *sql.DB {
	${open}
	return db
}

func take(db *sql.DB) error {
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	tx.QueryRow("SELECT n FROM t").Scan(&n)
	tx.Exec("UPDATE t SET n = ?", n)
	return tx.Commit()
}
`,
});

const better = (path: string): string =>
  `import Database from 'better-sqlite3';\nconst db = new Database('${path}');\nexport const take = () => db.transaction(() => {\n  const row = db.prepare('SELECT n FROM t').get();\n  db.prepare('UPDATE t SET n = ?').run(row.n);\n})();\n`;

const django = (options: string): Record<string, string> => ({
  'requirements.txt': 'django==5.2\n',
  'app/settings.py': `DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "app.db"${options}}}\n`,
  'app/views.py':
    'from django.db import transaction\n\ndef take(pk):\n    with transaction.atomic():\n        job = Job.objects.get(pk=pk)\n        job.save()\n',
});

const rails = (version: string): Record<string, string> => ({
  Gemfile: "gem 'rails'\ngem 'sqlite3'\n",
  'Gemfile.lock': `GEM\n  remote: https://rubygems.org/\n  specs:\n    activerecord (${version})\n    rails (${version})\n    sqlite3 (2.1.0)\n`,
  'config/database.yml': 'production:\n  adapter: sqlite3\n  database: storage/production.sqlite3\n',
  'app/models/job.rb':
    'class Job < ApplicationRecord\n  def self.take\n    transaction do\n      job = Job.find_by(done: false)\n      job.update!(done: true)\n    end\n  end\nend\n',
});

const dotnet = (begin: string): Record<string, string> => ({
  'app.csproj':
    '<Project><ItemGroup><PackageReference Include="Microsoft.Data.Sqlite" Version="9.0.0" /></ItemGroup></Project>\n',
  'Store.cs': `using Microsoft.Data.Sqlite;
class Store {
    void Take() {
        using var connection = new SqliteConnection("Data Source=app.db");
        using var transaction = connection.BeginTransaction(${begin});
        var n = connection.ExecuteScalar("SELECT n FROM t");
        connection.Execute("UPDATE t SET n = 1");
        transaction.Commit();
    }
}
`,
});

const manifest = { 'package.json': '{ "dependencies": { "better-sqlite3": "^12.0.0" } }' };

const cases: readonly {
  name: string;
  files: Readonly<Record<string, string>>;
  expected: readonly string[];
}[] = [
  {
    name: 'a pool of Go',
    files: goStore('db, _ := sql.Open("sqlite3", "app.db")'),
    expected: ['deferred, another connection of the pool'],
  },
  {
    name: 'a pool of one connection',
    files: goStore('db, _ := sql.Open("sqlite3", "app.db")\n\tdb.SetMaxOpenConns(1)'),
    expected: ['deferred, ?'],
  },
  {
    name: 'the mode in the data source name',
    files: goStore('db, _ := sql.Open("sqlite3", "file:app.db?_txlock=immediate")'),
    expected: ['immediate, another connection of the pool'],
  },
  {
    name: 'a data source name that comes from elsewhere',
    files: goStore('db, _ := sql.Open("sqlite3", dsn)'),
    expected: ['?, another connection of the pool'],
  },
  {
    name: 'an option that is named in another file',
    files: {
      ...goStore('db, _ := sql.Open("sqlite3", "app.db")'),
      'dsn.go': 'package a\n\nconst lock = "?_txlock=immediate"\n',
    },
    expected: ['?, another connection of the pool'],
  },
  {
    name: 'the only connection of one process',
    files: { ...manifest, 'db.js': better('app.db') },
    expected: ['deferred, ?'],
  },
  {
    name: 'two places that open the same path',
    files: { ...manifest, 'db.js': better('app.db'), 'worker.js': better('app.db') },
    expected: ['deferred, the connection that worker.js opens', 'deferred, the connection that db.js opens'],
  },
  {
    name: 'two databases',
    files: { ...manifest, 'db.js': better('app.db'), 'worker.js': better('jobs.db') },
    expected: ['deferred, ?', 'deferred, ?'],
  },
  {
    name: 'Django, each process and thread with a connection of its own',
    files: django(''),
    expected: ['deferred, another connection of the pool'],
  },
  {
    name: 'Django with its option',
    files: django(', "OPTIONS": {"transaction_mode": "IMMEDIATE"}'),
    expected: ['immediate, another connection of the pool'],
  },
  { name: 'Rails 7.1', files: rails('7.1.3'), expected: ['deferred, another connection of the pool'] },
  { name: 'Rails 8', files: rails('8.0.1'), expected: ['immediate, another connection of the pool'] },
  { name: '.NET', files: dotnet(''), expected: ['immediate, ?'] },
  { name: '.NET, deferred on demand', files: dotnet('deferred: true'), expected: ['deferred, ?'] },
];

describe('transactions of programs', () => {
  for (const { name, files, expected } of cases) {
    test(name, async () => {
      const linter = linterFor(engine, files);
      await linter.update();
      const found = [...linter.project.code.values()]
        .sort((a, b) => a.source.path.localeCompare(b.source.path))
        .flatMap(({ transactions }) => transactions);
      assert.ok(found.every(({ site }) => site.upgrade !== undefined));
      assert.deepEqual(
        found.map(
          ({ begin, others }) => `${begin.known ? begin.value : '?'}, ${others.known ? others.value : '?'}`,
        ),
        expected,
      );
    });
  }
});
