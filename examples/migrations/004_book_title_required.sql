-- SQLite can't add a CHECK to a column: the table is rebuilt.
PRAGMA foreign_keys = OFF;
BEGIN;
CREATE TABLE book_new (
  id        INTEGER PRIMARY KEY,
  author_id INTEGER NOT NULL REFERENCES author (id),
  isbn      TEXT NOT NULL UNIQUE,
  title     TEXT NOT NULL CHECK (title <> ''),
  details   TEXT NOT NULL DEFAULT '{}'
);
INSERT INTO book_new SELECT id, author_id, isbn, title, details FROM book;
DROP TABLE book;
ALTER TABLE book_new RENAME TO book;
PRAGMA foreign_key_check;
COMMIT;
PRAGMA foreign_keys = ON;
