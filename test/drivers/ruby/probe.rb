# Opens a new database with each driver of Ruby and no options, and prints what it reads back: one probe a line.

require_relative "read_back"

def probe(driver, version, open, transaction)
  Dir.mktmpdir do |folder|
    path = File.join(folder, "probe.db")
    db = open.call(path)
    answer = { driver: driver, version: version, sqlite: scalar(db, "SELECT sqlite_version()"), pragmas: pragmas(db) }
    transaction.call(db) { answer[:begin] = mode_seen_beside(path) }
    scalar(db, "PRAGMA journal_mode = WAL")
    answer[:inWal] = pragmas(open.call(path))
    puts JSON.generate(answer)
  end
end

transaction = ->(db, &block) { db.transaction(&block) }

probe("sqlite3-ruby", SQLite3::VERSION, ->(path) { SQLite3::Database.new(path) }, transaction)

begin
  require "sequel"
  probe("sequel", Sequel.version, ->(path) { Sequel.connect("sqlite://#{path}") }, transaction)
rescue LoadError
  nil
end

begin
  require "active_record"
  open = lambda do |path|
    ActiveRecord::Base.establish_connection(adapter: "sqlite3", database: path)
    ActiveRecord::Base.connection
  end
  # Active Record begins when the first statement is run.
  begin_at_once = lambda do |db, &block|
    db.transaction do
      db.materialize_transactions
      block.call
    end
  end
  probe("activerecord", ActiveRecord.version.to_s, open, begin_at_once)
rescue LoadError
  nil
end
