import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { readConfiguredConnections } from '../../src/config/connections.ts';
import { effective } from '../../src/project/connections/connection.ts';
import { describeSite } from '../support/connections.ts';
import { linterFor, startEngine } from '../support/lint.ts';

interface Case {
  readonly name: string;
  readonly path?: string;
  readonly text: string;
  readonly expected: readonly string[];
  readonly places?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'options of a repository',
    text: 'import Config\n\nconfig :app, App.Repo,\n  adapter: Ecto.Adapters.SQLite3,\n  database: "app.db", # here\n  journal_mode: :wal,\n  busy_timeout: 5_000,\n  pool_size: 5\n\nconfig :app, AppWeb.Endpoint, url: [host: "x"]\n',
    expected: ['ecto_sqlite3 app.db [journal_mode=wal option, busy_timeout=5000 option] pool=5'],
    places: ['journal_mode: :wal', 'busy_timeout: 5_000'],
  },
  {
    name: 'what Phoenix generates for production',
    path: 'config/runtime.exs',
    text: 'import Config\n\nif config_env() == :prod do\n  database_path =\n    System.get_env("DATABASE_PATH") ||\n      raise """\n      environment variable DATABASE_PATH is missing, with "quotes", and, commas: too\n      """\n\n  config :app, App.Repo,\n    database: database_path,\n    pool_size: String.to_integer(System.get_env("POOL_SIZE") || "5")\n\n  config :app, AppWeb.Endpoint,\n    secret_key_base: x\nend\n',
    expected: ['ecto_sqlite3 <database_path> []'],
  },
  {
    name: 'an environment variable, with what is taken otherwise',
    text: 'config :app, App.Repo, database: System.get_env("DB_PATH", "/data/app.db"), default_transaction_mode: :immediate\n',
    expected: ['ecto_sqlite3 $DB_PATH [] begin=immediate'],
  },
  {
    name: 'an expression, and pragmas of one’s own',
    text: 'config :app, App.Repo,\n  database: Path.expand("../app.db", Path.dirname(__ENV__.file)),\n  custom_pragmas: [mmap_size: 1000, threads: 2]\n',
    expected: [
      'ecto_sqlite3 <Path.expand("../app.db", Path.dirname(__ENV__.file))> [mmap_size=1000 option, threads=2 option]',
    ],
  },
  {
    name: 'a computed value, and a name that is not known',
    text: 'config :app, App.Repo,\n  adapter: Ecto.Adapters.SQLite3,\n  database: "app.db",\n  busy_timeout: timeout * 2,\n  wal_autocheckpoint: 500,\n  wal_auto_check_point: 200\n',
    expected: [
      'ecto_sqlite3 app.db [busy_timeout=? option, wal_autocheckpoint=200 option] ignores wal_autocheckpoint for wal_auto_check_point',
    ],
  },
  {
    name: 'a list of pragmas, which is no option',
    text: 'config :app, App.Repo,\n  database: "app.db",\n  pool_size: 5,\n  pragma: [\n    journal_mode: :wal,      # Concurrent access\n    cache_size: -64000       # 64MB cache\n  ]\n',
    expected: [
      'ecto_sqlite3 app.db [] pool=5 ignores pragma for an option for each pragma, or custom_pragmas',
    ],
  },
  {
    name: 'what is not understood may be further options',
    text: 'config :app, App.Repo,\n  database: "app.db",\n  priv: ~s(a, b: c),\n  busy_timeout: 1\n',
    expected: ['ecto_sqlite3 app.db [] opaque'],
  },
  {
    name: 'in memory',
    text: 'config :app, App.Repo, adapter: Ecto.Adapters.SQLite3, database: ":memory:"\n',
    expected: ['ecto_sqlite3 :memory: [] memory'],
  },
  {
    name: 'Postgres',
    text: 'config :app, App.Repo,\n  username: "postgres",\n  hostname: "localhost",\n  database: "app_path"\n\nconfig :app, Other.Repo, url: database_url, pool_size: 10\n',
    expected: [],
  },
  {
    name: 'a repository that says nothing of its database',
    text: 'config :app, App.Repo, migration_primary_key: [type: :uuid]\nconfig :app, ecto_repos: [App.Repo]\n',
    expected: [],
  },
  {
    name: 'the configuration of development',
    path: 'config/dev.exs',
    text: 'config :app, App.Repo, database: "app_dev.db"\n',
    expected: [],
  },
];

describe('configuration of Ecto', () => {
  const engine = startEngine();
  after(() => engine.dispose());
  for (const { name, path = 'config/config.exs', text, expected, places } of cases) {
    test(name, () => {
      const sites = readConfiguredConnections(path, text)?.sites ?? [];
      assert.deepEqual(
        sites.map((site) => describeSite(site.driver, site)),
        expected,
      );
      if (places) {
        const found = sites.flatMap(({ settings, ignored }) => [...settings, ...ignored]);
        assert.deepEqual(
          found.map(({ range }) => text.slice(range.start, range.end)),
          places,
        );
      }
    });
  }

  test('what one file sets may hold for the repository of another', async () => {
    const linter = linterFor(engine, {
      'config/config.exs': 'config :app, App.Repo, database: "app.db", busy_timeout: 5000\n',
      'config/runtime.exs': 'config :app, App.Repo, database: database_path\n',
    });
    await linter.update();
    assert.deepEqual(
      linter.project.connections.map((one) => effective(one, 'busy_timeout')),
      ['5000', undefined],
    );
  });

  test('what is set for development is not set for production', async () => {
    const linter = linterFor(engine, {
      'config/dev.exs': 'config :app, App.Repo, database: "app_dev.db", busy_timeout: 100\n',
      'config/runtime.exs':
        'config :app, App.Repo, adapter: Ecto.Adapters.SQLite3, database: database_path\n',
    });
    await linter.update();
    assert.deepEqual(
      linter.project.connections.map((one) => effective(one, 'busy_timeout')),
      ['2000'],
    );
  });

  test('the defaults of the adapter hold, and the SQLite is that of Exqlite', async () => {
    const linter = linterFor(engine, {
      'mix.exs': 'defp deps, do: [{:ecto_sqlite3, "~> 0.17"}]',
      'mix.lock':
        '%{\n  "ecto_sqlite3": {:hex, :ecto_sqlite3, "0.22.0", "ab", [:mix], [], "hexpm", "cd"},\n  "exqlite": {:hex, :exqlite, "0.33.1", "ab", [:make], [], "hexpm", "cd"},\n}\n',
      'config/runtime.exs':
        'import Config\nconfig :app, App.Repo,\n  database: System.fetch_env!("DATABASE_PATH"),\n  busy_timeout: 5000\n',
    });
    await linter.update();
    const [connection] = linter.project.connections;
    assert.ok(connection);
    assert.equal(connection.version?.exact, '0.22.0');
    assert.equal(connection.sqlite?.from, '3.50.3');
    const values = (
      ['journal_mode', 'busy_timeout', 'synchronous', 'foreign_keys', 'cache_size'] as const
    ).map((pragma) => effective(connection, pragma));
    assert.deepEqual(values, ['wal', '5000', 'normal', 'on', '-64000']);
  });
});
