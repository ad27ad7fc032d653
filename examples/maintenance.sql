-- Run by hand once a month: sqlite3 library.db < maintenance.sql
PRAGMA busy_timout = 10000;
PRAGMA synchronous = OFF;
DELETE FROM loan WHERE returned_at < unixepoch() - 94608000;
VACUUM;
PRAGMA optimize;
