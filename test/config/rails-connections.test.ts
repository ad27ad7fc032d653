import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { EffectivePragma } from '../../src/facts/effective-pragmas.ts';
import { effective } from '../../src/project/connections/connection.ts';
import { describeSite } from '../support/connections.ts';
import { linterFor, startEngine } from '../support/lint.ts';

const yml = 'config/database.yml';
const lock = (activerecord: string, sqlite3 = '2.9.6-x86_64-linux-gnu'): Record<string, string> => ({
  'Gemfile.lock': `GEM\n  specs:\n    activerecord (${activerecord})\n    sqlite3 (${sqlite3})\n`,
});

interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: readonly string[];
  readonly effective?: Readonly<Partial<Record<EffectivePragma, string | undefined>>>;
  readonly begin?: string;
  readonly sqlite?: string;
  /** What is written at the places of settings and ignored keys. */
  readonly places?: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'anchors are merged, and production alone counts',
    files: {
      [yml]: `default: &default
  adapter: sqlite3
  pool: <%= ENV.fetch("RAILS_MAX_THREADS") { 5 } %>
  timeout: 5000

development:
  <<: *default
  database: storage/development.sqlite3
  timeout: 1

production:
  <<: *default
  database: storage/production.sqlite3
`,
      ...lock('7.1.3'),
    },
    expected: ['activerecord storage/production.sqlite3 [busy_timeout=5000 option]'],
    effective: {
      busy_timeout: '5000',
      journal_mode: 'wal',
      synchronous: 'normal',
      foreign_keys: 'on',
      mmap_size: '134217728',
      journal_size_limit: '67108864',
    },
    begin: 'deferred',
    sqlite: '3.53.2',
    places: ['timeout: 5000'],
  },
  {
    name: 'several databases, each a connection',
    files: {
      [yml]: `default: &default
  adapter: sqlite3
  timeout: 5000
production:
  primary:
    <<: *default
    database: storage/production.sqlite3
  cache:
    <<: *default
    database: storage/production_cache.sqlite3
    timeout: 100
  queue:
    adapter: postgresql
    database: queue
`,
      ...lock('8.0.1'),
    },
    expected: [
      'activerecord storage/production.sqlite3 [busy_timeout=5000 option]',
      'activerecord storage/production_cache.sqlite3 [busy_timeout=100 option]',
    ],
    begin: 'immediate',
    places: ['timeout: 5000', 'timeout: 100'],
  },
  {
    name: 'databases that are aliases, named by the environment',
    files: {
      [yml]: `default: &default
  adapter: sqlite3
primary: &primary
  <<: *default
  database: storage/<%= Rails.env %>_app.sqlite3
development:
  primary: *primary
production:
  primary: *primary
`,
      ...lock('8.1.0'),
    },
    expected: ['activerecord storage/production_app.sqlite3 []'],
    effective: { busy_timeout: '0' },
  },
  {
    name: 'production on another database is none',
    files: {
      [yml]: `development:
  adapter: sqlite3
  database: db/development.sqlite3
production:
  adapter: postgresql
  database: app
`,
    },
    expected: [],
  },
  {
    name: 'without production the first environment that is not for tests',
    files: {
      [yml]: `test:
  adapter: sqlite3
  database: db/test.sqlite3
development:
  adapter: sqlite3
  database: db/development.sqlite3
`,
      ...lock('6.1.7', '1.4.2'),
    },
    expected: ['activerecord db/development.sqlite3 []'],
    effective: { busy_timeout: '0', journal_mode: 'delete', foreign_keys: 'on', synchronous: 'full' },
    begin: 'deferred',
  },
  {
    name: 'pragmas of 7.2 and later',
    files: {
      [yml]: `production:
  adapter: sqlite3
  database: storage/production.sqlite3
  timeout: 5000
  max_connections: 3
  pragmas:
    journal_mode: delete
    cache_size: -64000
    synchronous: full
`,
      ...lock('7.2.0'),
    },
    expected: [
      'activerecord storage/production.sqlite3 [busy_timeout=5000 option, journal_mode=delete option, cache_size=-64000 option, synchronous=full option] pool=3',
    ],
    effective: { journal_mode: 'delete', cache_size: '-64000', synchronous: 'full', mmap_size: '134217728' },
  },
  {
    name: 'pragmas have no effect before 7.2',
    files: {
      [yml]: `production:
  adapter: sqlite3
  database: storage/production.sqlite3
  pragmas:
    journal_mode: wal
`,
      ...lock('7.0.8'),
    },
    expected: ['activerecord storage/production.sqlite3 [] ignores pragmas.journal_mode'],
    effective: { journal_mode: 'delete' },
    places: ['journal_mode: wal'],
  },
  {
    name: 'pragmas without a version: nothing is known of them',
    files: {
      [yml]: `production:
  adapter: sqlite3
  database: storage/production.sqlite3
  pragmas:
    journal_mode: wal
`,
    },
    expected: ['activerecord storage/production.sqlite3 [journal_mode=wal option maybe]'],
    effective: { journal_mode: undefined, busy_timeout: '0' },
  },
  {
    name: 'keys at the wrong place',
    files: {
      [yml]: `production:
  adapter: sqlite3
  database: storage/production.sqlite3
  busy_timeout: 5000
  journal_mode: wal
`,
      ...lock('7.0.8'),
    },
    expected: [
      'activerecord storage/production.sqlite3 [] ignores busy_timeout for timeout ignores journal_mode for pragmas: journal_mode',
    ],
    effective: { busy_timeout: '0', journal_mode: 'delete' },
  },
  {
    name: 'default_transaction_mode is the gem’s before Rails 8',
    files: {
      [yml]: `production:
  adapter: sqlite3
  database: storage/production.sqlite3
  default_transaction_mode: immediate
`,
      ...lock('7.1.0', '1.7.0'),
    },
    expected: ['activerecord storage/production.sqlite3 [] begin=immediate'],
    begin: 'immediate',
  },
  {
    name: 'default_transaction_mode with a gem that is too old',
    files: {
      [yml]: `production:
  adapter: sqlite3
  database: storage/production.sqlite3
  default_transaction_mode: immediate
`,
      ...lock('7.1.0', '1.6.8'),
    },
    expected: ['activerecord storage/production.sqlite3 [] ignores default_transaction_mode'],
    begin: 'deferred',
  },
  {
    name: 'default_transaction_mode: deferred does not get past Rails 8',
    files: {
      [yml]: `production:
  adapter: sqlite3
  database: storage/production.sqlite3
  default_transaction_mode: deferred
`,
      ...lock('8.0.0'),
    },
    expected: ['activerecord storage/production.sqlite3 [] ignores default_transaction_mode'],
    begin: 'immediate',
  },
  {
    name: 'a timeout of the environment with what stands in for it',
    files: {
      [yml]: `production:
  adapter: sqlite3
  database: <%= ENV.fetch("DATABASE_PATH", "storage/production.sqlite3") %>
  timeout: <%= ENV.fetch("DB_TIMEOUT") { 3000 } %>
`,
      ...lock('8.0.0'),
    },
    expected: ['activerecord storage/production.sqlite3 [busy_timeout=3000 option]'],
    effective: { busy_timeout: '3000' },
  },
  {
    name: 'a timeout that is computed, a path that is',
    files: {
      [yml]: `production:
  adapter: sqlite3
  database: <%= Rails.root.join("x") %>
  timeout: <%= Settings.timeout %>
`,
      ...lock('8.0.0'),
    },
    expected: ['activerecord <the database> [busy_timeout=? option]'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'keys between the tags of a condition',
    files: {
      [yml]: `production:
  adapter: sqlite3
  database: storage/production.sqlite3
<% if ENV["SLOW"] %>
  timeout: 20000
<% end %>
`,
      ...lock('8.0.0'),
    },
    expected: ['activerecord storage/production.sqlite3 [busy_timeout=20000 option maybe]'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'a file that is all template says nothing',
    files: { [yml]: '<%= ERB.new(File.read(path)).result %>\n' },
    expected: [],
  },
  {
    name: 'a URL decides',
    files: {
      [yml]: `production:
  primary:
    adapter: sqlite3
    url: <%= ENV["DATABASE_URL"] %>
  cache:
    url: sqlite3:storage/cache.sqlite3
`,
    },
    expected: ['activerecord storage/cache.sqlite3 []'],
  },
  {
    name: 'a replica is only read; another folder’s file is none',
    files: {
      [yml]: `production:
  primary:
    adapter: sqlite3
    database: a.sqlite3
  primary_replica:
    adapter: sqlite3
    database: a.sqlite3
    replica: true
`,
      'deploy/database.yml': 'production:\n  adapter: sqlite3\n  database: b.sqlite3\n',
    },
    expected: ['activerecord a.sqlite3 []', 'activerecord a.sqlite3 [] read-only'],
  },
  {
    name: 'retries are no timeout in milliseconds',
    files: {
      [yml]: `production:
  adapter: sqlite3
  database: a.sqlite3
  retries: 1000
`,
      ...lock('7.1.0'),
    },
    expected: ['activerecord a.sqlite3 [busy_timeout=? option]'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'in memory',
    files: { [yml]: 'production:\n  adapter: sqlite3\n  database: ":memory:"\n' },
    expected: ['activerecord :memory: [] memory'],
    effective: { journal_mode: 'memory' },
  },
];

describe('connections in config/database.yml', () => {
  const engine = startEngine();
  after(() => engine.dispose());
  for (const one of cases) {
    test(one.name, async () => {
      const linter = linterFor(engine, one.files);
      await linter.update();
      const { connections } = linter.project;
      assert.deepEqual(
        connections.map(({ driver, site }) => describeSite(driver.id, site)),
        one.expected,
      );
      const [first] = connections;
      for (const [pragma, value] of Object.entries(one.effective ?? {})) {
        assert.ok(first);
        assert.equal(effective(first, pragma as EffectivePragma), value, pragma);
      }
      if (one.begin !== undefined) assert.equal(first?.begin.known && first.begin.value, one.begin);
      if (one.sqlite !== undefined) assert.equal(first?.sqlite?.from, one.sqlite);
      if (one.places) {
        const places = connections.flatMap(({ file, site }) =>
          [...site.settings, ...site.ignored].map(({ range }) => file.text.slice(range.start, range.end)),
        );
        assert.deepEqual(places, one.places);
      }
    });
  }
});
