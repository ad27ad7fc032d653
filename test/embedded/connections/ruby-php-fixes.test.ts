import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { type AdvisedPragma, advisedPragmas, effectiveValue } from '../../../src/facts/effective-pragmas.ts';
import { effective } from '../../../src/project/connections/connection.ts';
import { linterFor, startEngine } from '../../support/lint.ts';

/** A fix is right when it stands where one would write it, and when the pragma is in effect then. */
const cases: readonly {
  readonly name: string;
  readonly path: string;
  readonly text: string;
  readonly others?: Readonly<Record<string, string>>;
  readonly pragma: AdvisedPragma;
  /** The whole text behind it; undefined where there is no place to set it. */
  readonly fixed: string | undefined;
}[] = [
  {
    name: 'the sqlite3 gem',
    path: 'main.rb',
    text: 'def open\n  @db = SQLite3::Database.new("app.db")\n  @db\nend\n',
    pragma: 'busy_timeout',
    fixed:
      'def open\n  @db = SQLite3::Database.new("app.db")\n  @db.execute("PRAGMA busy_timeout = 5000")\n  @db\nend\n',
  },
  {
    name: 'the sqlite3 gem, where a method gives the connection back',
    path: 'main.rb',
    text: 'def db\n  @db = SQLite3::Database.new("app.db")\nend\n',
    pragma: 'busy_timeout',
    fixed: undefined,
  },
  {
    name: 'the sqlite3 gem, where the connection is kept once',
    path: 'main.rb',
    text: 'def db\n  @db ||= SQLite3::Database.new("app.db").tap { |d| d.execute("PRAGMA foreign_keys = ON") }\nend\n',
    pragma: 'busy_timeout',
    fixed: undefined,
  },
  {
    name: 'the sqlite3 gem, in a constructor',
    path: 'main.rb',
    text: 'class Store\n  def initialize\n    @db = SQLite3::Database.new("app.db")\n  end\nend\n',
    pragma: 'busy_timeout',
    fixed:
      'class Store\n  def initialize\n    @db = SQLite3::Database.new("app.db")\n    @db.execute("PRAGMA busy_timeout = 5000")\n  end\nend\n',
  },
  {
    name: 'the sqlite3 gem, where nothing keeps the connection',
    path: 'main.rb',
    text: 'SQLite3::Database.new("app.db").execute("select 1")\n',
    pragma: 'busy_timeout',
    fixed: undefined,
  },
  {
    name: 'config/database.yml',
    path: 'config/database.yml',
    text: 'production:\n  adapter: sqlite3\n  database: app.db\n',
    pragma: 'busy_timeout',
    fixed: 'production:\n  timeout: 5000\n  adapter: sqlite3\n  database: app.db\n',
  },
  {
    name: 'config/database.yml with pragmas',
    path: 'config/database.yml',
    text: 'production:\n  primary:\n    adapter: sqlite3\n    database: app.db\n    pragmas:\n      cache_size: -8000\n',
    others: { 'Gemfile.lock': 'GEM\n  specs:\n    activerecord (8.0.1)\n' },
    pragma: 'temp_store',
    fixed:
      'production:\n  primary:\n    adapter: sqlite3\n    database: app.db\n    pragmas:\n      temp_store: memory\n      cache_size: -8000\n',
  },
  {
    name: 'config/database.yml without pragmas, which the version may not take',
    path: 'config/database.yml',
    text: 'production:\n  adapter: sqlite3\n  database: app.db\n',
    pragma: 'temp_store',
    fixed: undefined,
  },
  {
    name: 'PDO',
    path: 'main.php',
    text: "<?php\n$pdo = new PDO('sqlite:app.db');\n",
    pragma: 'journal_mode',
    fixed: "<?php\n$pdo = new PDO('sqlite:app.db');\n$pdo->exec('PRAGMA journal_mode = WAL');\n",
  },
  {
    name: 'the class SQLite3',
    path: 'main.php',
    text: "<?php\nfunction open() {\n    $db = new SQLite3('app.db');\n    return $db;\n}\n",
    pragma: 'busy_timeout',
    fixed:
      "<?php\nfunction open() {\n    $db = new SQLite3('app.db');\n    $db->busyTimeout(5000);\n    return $db;\n}\n",
  },
  {
    name: 'Laravel, the key that is null',
    path: 'config/database.php',
    text: "<?php\nreturn ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => 'a.db', 'journal_mode' => null]]];\n",
    others: { 'composer.lock': '{"packages": [{"name": "laravel/framework", "version": "v12.0.0"}]}' },
    pragma: 'journal_mode',
    fixed:
      "<?php\nreturn ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => 'a.db', 'journal_mode' => 'wal']]];\n",
  },
  {
    name: 'Laravel without the key, which the version may not know',
    path: 'config/database.php',
    text: "<?php\nreturn ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => 'a.db']]];\n",
    pragma: 'journal_mode',
    fixed: undefined,
  },
];

describe('fixes of connections in Ruby and PHP', () => {
  const engine = startEngine();
  after(() => engine.dispose());
  for (const { name, path, text, others, pragma, fixed } of cases) {
    test(name, async () => {
      const value = advisedPragmas[pragma];
      const linter = linterFor(engine, { ...others, [path]: text });
      await linter.update();
      const [connection] = linter.project.connections;
      assert.ok(connection);
      const edit = connection.site.fix?.(pragma, value);
      const result = edit && text.slice(0, edit.range.start) + edit.text + text.slice(edit.range.end);
      assert.equal(result, fixed);
      if (result === undefined) return;
      const again = linterFor(engine, { ...others, [path]: result });
      await again.update();
      const [after] = again.project.connections;
      assert.ok(after);
      assert.equal(effective(after, pragma), effectiveValue(pragma, value));
    });
  }
});
