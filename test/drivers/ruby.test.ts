import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../support/lint.ts';
import { assertAsRun, type Claim } from './claims.ts';
import { assertAsInTable, type Probe } from './probe.ts';

const folder = join(fileURLToPath(new URL('.', import.meta.url)), 'ruby');
const has = (library: string): boolean => spawnSync('ruby', ['-e', `require "${library}"`]).status === 0;
const skip = has('sqlite3') ? false : 'Ruby or its sqlite3 gem is missing: test/drivers/install.sh ruby';

const ruby = (code: string): Record<string, string> => ({ 'main.rb': code });

/** What Debian's packages are, as a lock file would say. */
function lockFile(): Record<string, string> {
  const print = 'puts ActiveRecord.version; puts SQLite3::VERSION';
  const answer = spawnSync('ruby', ['-r', 'active_record', '-r', 'sqlite3', '-e', print], {
    encoding: 'utf8',
  });
  const [activerecord, sqlite3] = answer.stdout.trim().split('\n');
  return { 'Gemfile.lock': `GEM\n  specs:\n    activerecord (${activerecord})\n    sqlite3 (${sqlite3})\n` };
}

const databaseYml = (text: string): Record<string, string> => ({ 'config/database.yml': text });

const claims: readonly (Claim & { readonly needs?: string })[] = [
  {
    name: 'setters and statements of the gem, of which the last holds',
    files: ruby(`db = SQLite3::Database.new("app.db")
db.busy_timeout = 1
db.execute("PRAGMA journal_mode = WAL")
db.synchronous = :normal
db.foreign_keys = true
db.cache_size = -8_000
db.temp_store = "memory"
db.busy_timeout(5_000)
`),
    known: ['busy_timeout', 'journal_mode', 'synchronous', 'foreign_keys', 'cache_size', 'temp_store'],
  },
  {
    name: 'an option that the gem does not know',
    files: ruby('db = SQLite3::Database.new("app.db", timeout: 5000, results_as_hash: false)\n'),
    known: ['busy_timeout'],
  },
  {
    name: 'a block that is handed the connection, a method that sets it up',
    files: ruby(`class Store
  attr_reader :db
  def initialize(path)
    @db = SQLite3::Database.new(path).tap { |db| db.execute_batch("PRAGMA busy_timeout = 700; PRAGMA foreign_keys = ON;") }
    configure
  end
  def reset
    @db.synchronous = :off
  end
  private def configure
    @db.journal_mode = :truncate
  end
end
db = Store.new("app.db").db
`),
    known: ['busy_timeout', 'foreign_keys', 'journal_mode'],
  },
  {
    name: 'Sequel: options',
    files: ruby(
      'require "sequel"\ndb = Sequel.connect("sqlite://app.db", timeout: 70, foreign_keys: false, synchronous: :normal, temp_store: :memory)\n',
    ),
    known: ['busy_timeout', 'foreign_keys', 'synchronous', 'temp_store'],
    needs: 'sequel',
  },
  {
    name: 'Sequel: parameters of the URL',
    files: ruby('require "sequel"\ndb = Sequel.connect("sqlite://app.db?timeout=77&foreign_keys=false")\n'),
    known: ['busy_timeout', 'foreign_keys'],
    needs: 'sequel',
  },
  {
    name: 'Sequel: hooks that every connection runs',
    files: ruby(`require "sequel"
db = Sequel.sqlite("app.db", after_connect: proc { |c| c.execute("PRAGMA journal_mode = WAL") },
  connect_sqls: ["PRAGMA cache_size = -9000", "PRAGMA busy_timeout = 200"])
`),
    known: ['journal_mode', 'cache_size', 'busy_timeout'],
    needs: 'sequel',
  },
  {
    name: 'Active Record: config/database.yml',
    files: {
      ...databaseYml(`default: &default
  adapter: sqlite3
  pool: <%= ENV.fetch("RAILS_MAX_THREADS") { 5 } %>
  timeout: <%= ENV.fetch("NO_SUCH_VARIABLE") { 4000 } %>

development:
  <<: *default
  database: development.db

production:
  <<: *default
  database: production.db
`),
    },
    known: ['busy_timeout', 'foreign_keys', 'journal_mode', 'synchronous'],
    needs: 'active_record',
  },
  {
    name: 'Active Record: no timeout, and pragmas that 6.1 does not take',
    files: databaseYml(`production:
  adapter: sqlite3
  database: production.db
  busy_timeout: 5000
  pragmas:
    journal_mode: wal
    foreign_keys: false
`),
    known: ['busy_timeout', 'foreign_keys', 'journal_mode'],
    needs: 'active_record',
  },
];

describe('real drivers of Ruby', { skip }, () => {
  const engine = startEngine();
  after(() => engine.dispose());

  test('they do by themselves what the table says', () => {
    const lines = execFileSync('ruby', [join(folder, 'probe.rb')], { encoding: 'utf8' })
      .trim()
      .split('\n');
    assert.ok(lines.length >= 1);
    for (const line of lines) assertAsInTable(JSON.parse(line) as Probe);
  });

  for (const claim of claims) {
    test(claim.name, async (context) => {
      if (claim.needs !== undefined && !has(claim.needs))
        return context.skip(`${claim.needs} is missing: test/drivers/install.sh ruby`);
      const files = claim.needs === 'active_record' ? { ...claim.files, ...lockFile() } : claim.files;
      return assertAsRun({ ...claim, files }, engine, ['ruby', join(folder, 'claim.rb')]);
    });
  }
});
