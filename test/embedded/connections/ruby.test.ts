import { testConnections } from '../../support/connections.ts';

testConnections('ruby', [
  {
    name: 'sqlite3: foreign keys within a transaction, and a variable that keeps one database after the other',
    files: {
      Gemfile: "gem 'sqlite3'",
      'main.rb': `require 'sqlite3'
db = SQLite3::Database.new('one.db')
db.busy_timeout = 1
db.transaction { db.execute('PRAGMA foreign_keys = ON') }
db = SQLite3::Database.new('two.db')
db.busy_timeout = 2
`,
    },
    expected: [
      'sqlite3-ruby one.db [busy_timeout=1 statement]',
      'sqlite3-ruby two.db [busy_timeout=2 statement]',
    ],
    effective: { foreign_keys: undefined },
  },
  {
    name: 'sqlite3: a path alone',
    source: `require 'sqlite3'\ndb = SQLite3::Database.new("app.db")\n`,
    expected: ['sqlite3-ruby app.db []'],
    effective: { busy_timeout: '0', foreign_keys: 'off', journal_mode: 'delete' },
  },
  {
    name: 'sqlite3: setters and statements in their order',
    source: `db = SQLite3::Database.new("app.db")
db.busy_timeout = 5_000
db.execute("PRAGMA journal_mode = WAL")
db.synchronous = :normal
db.foreign_keys = true
db.busy_timeout = 7000
`,
    expected: [
      'sqlite3-ruby app.db [busy_timeout=5000 statement, journal_mode=WAL statement, synchronous=normal statement, foreign_keys=true statement, busy_timeout=7000 statement]',
    ],
    effective: { busy_timeout: '7000', journal_mode: 'wal', synchronous: 'normal', foreign_keys: 'on' },
    places: [
      'db.busy_timeout = 5_000',
      'PRAGMA journal_mode = WAL',
      'db.synchronous = :normal',
      'db.foreign_keys = true',
      'db.busy_timeout = 7000',
    ],
  },
  {
    name: 'sqlite3: busy_timeout as a method, busy_handler_timeout, a heredoc of statements',
    source: `db = SQLite3::Database.open(File.join(Dir.home, "app.db"))
db.busy_timeout(100)
db.execute_batch(<<~SQL)
  PRAGMA journal_mode = WAL;
  PRAGMA mmap_size = 1000;
SQL
db.busy_handler_timeout = 3000
`,
    expected: [
      'sqlite3-ruby <File.join(Dir.home, "app.db")> [busy_timeout=100 statement, journal_mode=WAL statement, mmap_size=1000 statement, busy_timeout=3000 statement]',
    ],
    effective: { busy_timeout: '3000', mmap_size: '1000' },
  },
  {
    name: 'sqlite3: a handler of its own waits for as long as it likes',
    source: `conn = SQLite3::Database.new(@options[:path])
conn.busy_handler { Scheduler.switch || sleep(0.002) }
conn.journal_mode = "WAL"
conn.synchronous = @options[:sync] || 1
`,
    expected: [
      'sqlite3-ruby <@options[:path]> [busy_timeout=? statement, journal_mode=WAL statement, synchronous=? statement]',
    ],
    effective: { busy_timeout: undefined, journal_mode: 'wal', synchronous: undefined },
  },
  {
    name: 'sqlite3: a block, and tap',
    source: `SQLite3::Database.open("a.db") do |db|
  db.busy_timeout = 100
end
def db
  @db ||= SQLite3::Database.new("b.db").tap { |d| d.journal_mode = "wal" }
end
`,
    expected: [
      'sqlite3-ruby a.db [busy_timeout=100 statement]',
      'sqlite3-ruby b.db [journal_mode=wal statement]',
    ],
  },
  {
    name: 'sqlite3: a method of the object that sets it up',
    source: `class Store
  TIMEOUT = 2000
  def initialize(path)
    @db = SQLite3::Database.new(path, readonly: false)
    configure
  end
  def reset
    @db.execute("PRAGMA synchronous = OFF")
  end
  private def configure
    @db.busy_timeout = TIMEOUT
  end
end
`,
    expected: ['sqlite3-ruby <path> [busy_timeout=2000 statement]'],
    loose: ['synchronous=OFF unknown'],
    effective: { busy_timeout: '2000', synchronous: undefined },
  },
  {
    name: 'sqlite3: on some conditions only',
    source: `db = SQLite3::Database.new("app.db")
db.execute("PRAGMA journal_mode = WAL") if ENV["WAL"]
db.busy_timeout = 5000 unless fast
`,
    expected: ['sqlite3-ruby app.db [journal_mode=WAL statement maybe, busy_timeout=5000 statement maybe]'],
    effective: { journal_mode: undefined, busy_timeout: undefined, foreign_keys: 'off' },
  },
  {
    name: 'sqlite3: an early return makes what follows depend on it',
    source: `def open
  @db = SQLite3::Database.new("app.db")
  return @db if readonly?
  @db.busy_timeout = 5000
end
`,
    expected: ['sqlite3-ruby app.db [busy_timeout=5000 statement maybe]'],
  },
  {
    name: 'sqlite3: a condition around the opening as well is none',
    source: `unless @db
  @db = SQLite3::Database.new("app.db")
  @db.busy_timeout = 5000
end
`,
    expected: ['sqlite3-ruby app.db [busy_timeout=5000 statement]'],
  },
  {
    name: 'sqlite3: options that it does not know have no effect',
    source: `db = SQLite3::Database.new("app.db", timeout: 5000, results_as_hash: true)\n`,
    expected: ['sqlite3-ruby app.db [] ignores timeout for busy_timeout = 5000 on the database'],
    effective: { busy_timeout: '0' },
    places: ['timeout: 5000'],
  },
  {
    name: 'sqlite3: read-only, in memory, and the mode of transactions',
    files: {
      'a.rb': `a = SQLite3::Database.new("a.db", readonly: true)
b = SQLite3::Database.new(":memory:")
c = SQLite3::Database.new("c.db", { flags: SQLite3::Constants::Open::READONLY })
d = SQLite3::Database.new("d.db", default_transaction_mode: :immediate)
`,
      'Gemfile.lock': 'GEM\n  specs:\n    sqlite3 (2.1.0)\n',
    },
    expected: [
      'sqlite3-ruby a.db [] read-only',
      'sqlite3-ruby :memory: [] memory',
      'sqlite3-ruby c.db [] read-only',
      'sqlite3-ruby d.db [] begin=immediate',
    ],
  },
  {
    name: 'sqlite3: an old gem knows no mode of transactions',
    files: {
      'a.rb': `d = SQLite3::Database.new("d.db", default_transaction_mode: :immediate)\n`,
      'Gemfile.lock': 'GEM\n  specs:\n    sqlite3 (1.4.2)\n',
    },
    expected: ['sqlite3-ruby d.db [] ignores default_transaction_mode'],
  },
  {
    name: 'sqlite3: a path of the environment; what a class of another name opens',
    source: `db = SQLite3::Database.new(ENV["DATABASE_PATH"])
other = Mysql2::Client.new(host: "x")
thing = MySQLite3::Database.new("x.db")
`,
    expected: ['sqlite3-ruby $DATABASE_PATH []'],
  },
  {
    name: 'sqlite3: pragmas whose names are put together',
    source: `db = SQLite3::Database.new("app.db")\nsettings.each { |k, v| db.execute("PRAGMA #{k} = #{v}") }\n`,
    expected: ['sqlite3-ruby app.db [] opaque'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'sqlite3: asking for a pragma sets nothing',
    source: `db = SQLite3::Database.new("app.db")\nputs db.execute("PRAGMA journal_mode")\nputs db.get_first_value("PRAGMA busy_timeout")\nputs db.journal_mode\n`,
    expected: ['sqlite3-ruby app.db []'],
  },
  {
    name: 'sqlite3: a local variable of another method is another one',
    source: `def a
  db = SQLite3::Database.new("a.db")
  db.execute("select 1")
end
def b(db)
  db.execute("PRAGMA busy_timeout = 1000")
end
`,
    expected: ['sqlite3-ruby a.db []'],
    loose: ['busy_timeout=1000 unknown'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'sequel: a URL with options',
    source: `DB = Sequel.connect("sqlite://app.db", timeout: 10_000, max_connections: 1, readonly: false)\n`,
    expected: ['sequel app.db [busy_timeout=10000 option] pool=1'],
    effective: { busy_timeout: '10000', foreign_keys: 'on', journal_mode: 'delete' },
  },
  {
    name: 'sequel: its own defaults, and the parameters of a URL',
    source: `A = Sequel.sqlite("a.db")
B = Sequel.connect("sqlite://b.db?timeout=100&foreign_keys=false")
`,
    expected: ['sequel a.db []', 'sequel b.db [busy_timeout=100 dsn, foreign_keys=false dsn]'],
    effective: { busy_timeout: '5000', foreign_keys: 'on', synchronous: 'full' },
    places: ['timeout=100', 'foreign_keys=false'],
  },
  {
    name: 'sequel: hooks that every connection runs, and a statement that one does',
    source: `DB = Sequel.connect("sqlite:///var/lib/app.db",
  after_connect: proc { |c| c.execute("PRAGMA journal_mode = WAL") },
  connect_sqls: ["PRAGMA synchronous = NORMAL", "PRAGMA busy_timeout = 2000"])
DB.run("PRAGMA foreign_keys = OFF")
DB.transaction_mode = :immediate
`,
    expected: [
      'sequel /var/lib/app.db [journal_mode=WAL hook, synchronous=NORMAL hook, busy_timeout=2000 hook, foreign_keys=OFF statement one] begin=immediate',
    ],
    effective: { journal_mode: 'wal', synchronous: 'normal', busy_timeout: '2000', foreign_keys: undefined },
  },
  {
    name: 'sequel: a hook that is a method of the program',
    source: `DB = Sequel.connect("sqlite://app.db", after_connect: method(:configure))\n`,
    expected: ['sequel app.db [journal_mode=? hook, synchronous=? hook, busy_timeout=? hook]'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'sequel: a hash, one in memory, options made elsewhere',
    source: `A = Sequel.connect(adapter: "sqlite", database: "a.db")
B = Sequel.sqlite
C = Sequel.connect("sqlite://#{base}/c.db", config.options)
D = Sequel.connect(adapter: :postgres, database: "d")
`,
    expected: ['sequel a.db []', 'sequel :memory: [] memory', 'sequel <?/c.db> [] opaque'],
  },
  {
    name: 'sequel: a URL of the environment counts with what stands in for it',
    files: {
      'a.rb': `A = Sequel.connect(ENV.fetch("A_URL", "sqlite://a.db"))
B = Sequel.connect(ENV["B_URL"] || "sqlite://b.db", timeout: 1)
C = Sequel.connect(ENV["DATABASE_URL"])
D = Sequel.connect(ENV.fetch("D_URL") { "postgres://d" })
E = Sequel.connect(ENV.fetch("E_URL"), timeout: 10)
`,
      '.env': 'B_URL=postgres://localhost/b\nE_URL=sqlite://e.db\n',
    },
    expected: ['sequel a.db []', 'sequel e.db [busy_timeout=10 option]'],
  },
  {
    name: 'Active Record: establish_connection with keywords',
    source: `ActiveRecord::Base.establish_connection(adapter: "sqlite3", database: "app.db", timeout: 5000, pool: 5)\n`,
    expected: ['activerecord app.db [busy_timeout=5000 option] pool=5'],
    effective: { busy_timeout: '5000', foreign_keys: undefined, journal_mode: undefined },
  },
  {
    name: 'Active Record: by version, and the pragmas of one that does not take them',
    files: {
      'a.rb': `ActiveRecord::Base.establish_connection({ :adapter => :sqlite3, :database => "app.db", :pragmas => { journal_mode: :delete } })\n`,
      'Gemfile.lock': 'GEM\n  specs:\n    activerecord (7.0.8)\n',
    },
    expected: ['activerecord app.db [] ignores pragmas.journal_mode'],
    effective: { busy_timeout: '0', foreign_keys: 'on', journal_mode: 'delete' },
  },
  {
    name: 'Active Record: pragmas of a version that takes them',
    files: {
      'a.rb': `ActiveRecord::Base.establish_connection(adapter: "sqlite3", database: "app.db", pragmas: { synchronous: :full, cache_size: -64_000 })\n`,
      'Gemfile.lock': 'GEM\n  specs:\n    activerecord (8.0.1)\n',
    },
    expected: ['activerecord app.db [synchronous=full option, cache_size=-64000 option]'],
    effective: { synchronous: 'full', journal_mode: 'wal', mmap_size: '134217728', busy_timeout: '0' },
  },
  {
    name: 'Active Record: a URL, and a gem around it',
    source: `ActiveRecord::Base.establish_connection("sqlite3:db/app.db?timeout=100")
OTR::ActiveRecord.configure_from_hash!(adapter:'sqlite3', database:db_file)
ActiveRecord::Base.establish_connection(adapter: "postgresql", database: "app")
ActiveRecord::Base.establish_connection(config)
`,
    expected: ['activerecord db/app.db [busy_timeout=100 option]', 'activerecord <db_file> []'],
  },
  {
    name: 'Active Record: a pragma on the connection reaches one of the pool',
    files: {
      'a.rb': `ActiveRecord::Base.establish_connection(adapter: "sqlite3", database: "app.db")\nActiveRecord::Base.connection.execute("PRAGMA busy_timeout = 5000")\n`,
      'Gemfile.lock': 'GEM\n  specs:\n    activerecord (6.1.7)\n',
    },
    expected: ['activerecord app.db []'],
    loose: ['busy_timeout=5000 pool'],
    effective: { busy_timeout: undefined, foreign_keys: 'on', journal_mode: 'delete' },
  },
  {
    name: 'Active Record: a gem that sets pragmas by itself',
    files: {
      'a.rb': `ActiveRecord::Base.establish_connection(adapter: "sqlite3", database: "app.db")\n`,
      'Gemfile.lock':
        'GEM\n  specs:\n    activerecord (7.0.8)\n    activerecord-enhancedsqlite3-adapter (0.5.0)\n',
    },
    expected: ['activerecord app.db [] opaque'],
    effective: { busy_timeout: undefined, journal_mode: undefined },
  },
]);
