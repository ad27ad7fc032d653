CREATE TABLE author (
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL
);

CREATE TABLE book (
  id        INTEGER PRIMARY KEY,
  author_id INTEGER NOT NULL REFERENCES author (id),
  isbn      TEXT NOT NULL UNIQUE,
  title     TEXT NOT NULL,
  details   TEXT NOT NULL DEFAULT '{}'
);

CREATE TABLE member (
  id    TEXT PRIMARY KEY,
  email TEXT NOT NULL
);
