# What the tests read back from real connections of Ruby.

require "json"
require "sqlite3"
require "tmpdir"

PRAGMAS = %w[
  journal_mode busy_timeout synchronous foreign_keys cache_size
  temp_store mmap_size wal_autocheckpoint journal_size_limit locking_mode
].freeze

# Runs SQL on whatever a driver opens, and returns the first value.
def scalar(db, sql)
  case db.class.name
  when "SQLite3::Database" then db.get_first_value(sql)
  when /\ASequel/ then db.fetch(sql).first.values.first
  else db.select_value(sql)
  end
end

def pragmas(db)
  PRAGMAS.to_h { |name| [name, scalar(db, "PRAGMA #{name}")] }
end

# The mode of a transaction that was begun on a connection, seen from a second one.
def mode_seen_beside(path)
  SQLite3::Database.new(path).execute("CREATE TABLE IF NOT EXISTS seen (x)")
  "deferred"
rescue SQLite3::BusyException
  "immediate"
end
