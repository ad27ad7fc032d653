import {
  author,
  book,
  bookIndex,
  library,
  npm,
  testProjects,
  unindexed,
} from '../../support/project-cases.ts';

const sqlite = { 'package.json': npm('better-sqlite3') };
const migrations = (...texts: string[]): Record<string, string> => ({
  ...sqlite,
  ...Object.fromEntries(texts.map((text, at) => [`migrations/00${at + 1}.sql`, text])),
});
const schema = (text: string): Record<string, string> => ({ ...sqlite, 'schema.sql': text });

testProjects('what survives of a table', {
  'a later migration indexes the key': { files: migrations(library, bookIndex), findings: [] },
  'a later migration drops the index': {
    files: migrations(library, bookIndex, 'DROP INDEX IF EXISTS book_author;\n'),
    findings: [unindexed('migrations/001.sql:2')],
  },
  'the index goes with the table that had it': {
    files: migrations(
      library + bookIndex,
      `ALTER TABLE book RENAME TO book_old;\n${book}INSERT INTO book SELECT * FROM book_old;\nDROP TABLE book_old;\n`,
    ),
    findings: [unindexed('migrations/002.sql:2')],
  },
  'IF NOT EXISTS makes no index while its name is taken': {
    files: migrations(
      library + bookIndex,
      'CREATE TABLE book_new (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES author (id));\nINSERT INTO book_new SELECT id, author_id FROM book;\nCREATE INDEX IF NOT EXISTS book_author ON book_new (author_id);\nDROP TABLE book;\nALTER TABLE book_new RENAME TO book;\n',
    ),
    findings: [unindexed('migrations/002.sql:1')],
  },
  'the index is made again behind the rebuild': {
    files: migrations(
      library + bookIndex,
      `CREATE TABLE book_new (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES author (id));\nINSERT INTO book_new SELECT id, author_id FROM book;\nDROP TABLE book;\nALTER TABLE book_new RENAME TO book;\n${bookIndex}`,
    ),
    findings: [],
  },
  'CREATE TABLE IF NOT EXISTS keeps the old shape': {
    files: migrations(
      'CREATE TABLE tag (id TEXT PRIMARY KEY NOT NULL);\n',
      'CREATE TABLE IF NOT EXISTS tag (id TEXT PRIMARY KEY, book_id INTEGER REFERENCES book (id));\n',
    ),
    findings: [],
  },
  'DROP TABLE IF EXISTS and CREATE make a new one': {
    files: migrations(
      'CREATE TABLE tag (id TEXT PRIMARY KEY);\n',
      'DROP TABLE IF EXISTS tag;\nCREATE TABLE tag (id TEXT PRIMARY KEY NOT NULL);\n',
    ),
    findings: [],
  },
  'a type that does not count was replaced': {
    files: migrations(
      'CREATE TABLE job (id SERIAL PRIMARY KEY NOT NULL, name TEXT);\n',
      'DROP TABLE job;\nCREATE TABLE job (id INTEGER PRIMARY KEY, name TEXT);\n',
    ),
    findings: [],
  },
  'a chain of names': {
    files: migrations(
      library,
      'ALTER TABLE book RENAME TO title;\nALTER TABLE title RENAME TO work;\n',
      'CREATE INDEX work_author ON work (author_id);\n',
      'ALTER TABLE author RENAME TO person;\n',
    ),
    findings: [],
  },
  'a renamed column keeps its index': {
    files: migrations(library + bookIndex, 'ALTER TABLE book RENAME COLUMN author_id TO writer_id;\n'),
    findings: [],
  },
  'a renamed column that never had one': {
    files: migrations(library, 'ALTER TABLE book RENAME COLUMN author_id TO writer_id;\n'),
    findings: [unindexed('migrations/002.sql:1')],
  },
  'keys that ALTER TABLE adds': {
    files: migrations(
      `${author}CREATE TABLE book (id INTEGER PRIMARY KEY);\n`,
      'ALTER TABLE book ADD COLUMN shelf_id INTEGER REFERENCES author (id);\n',
      'ALTER TABLE book ADD COLUMN author_id INTEGER REFERENCES author (id);\n',
    ),
    findings: [unindexed('migrations/002.sql:1'), unindexed('migrations/003.sql:1')],
  },
  'a column that is dropped takes its key along': {
    files: migrations(library, 'ALTER TABLE book DROP COLUMN author_id;\n'),
    findings: [],
  },
  'a column that has an index can’t be dropped': {
    files: migrations(
      library + bookIndex,
      'ALTER TABLE book DROP COLUMN author_id;\n',
      'DROP INDEX book_author;\n',
    ),
    findings: [],
  },
  'the table is gone': { files: migrations(library, 'DROP TABLE book;\n'), findings: [] },
  'a step that fails leaves its table uncertain': {
    files: migrations(library, 'ALTER TABLE book ADD COLUMN isbn TEXT;\n'),
    findings: [],
  },
  'a rebuild makes it certain again': {
    files: migrations(
      library,
      'ALTER TABLE book ADD COLUMN isbn TEXT;\n',
      'CREATE TABLE book_new (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));\nDROP TABLE book;\nALTER TABLE book_new RENAME TO book;\n',
    ),
    findings: [unindexed('migrations/003.sql:1')],
  },
  'a table whose doubtful predecessor was never there': {
    files: migrations(
      `ALTER TABLE tag ADD COLUMN color TEXT;\nCREATE TABLE tag (id TEXT PRIMARY KEY);\n`,
      author,
    ),
    findings: ['schema/nullable-primary-key migrations/001.sql:2'],
  },
  'a column is added NOT NULL to a table that was just emptied': {
    files: migrations(
      'CREATE TABLE session (id INTEGER PRIMARY KEY);\n',
      'DELETE FROM session;\nALTER TABLE session ADD COLUMN user_name TEXT NOT NULL;\n',
    ),
    findings: [],
  },
  'a column is added NOT NULL to a table with rows': {
    files: migrations(
      'CREATE TABLE session (id INTEGER PRIMARY KEY);\n',
      'ALTER TABLE session ADD COLUMN user_name TEXT NOT NULL;\n',
    ),
    findings: ['migration/add-not-null-column migrations/002.sql:1'],
  },
  'what a transaction takes back was never there': {
    files: migrations(library + bookIndex, 'BEGIN;\nDROP INDEX book_author;\nROLLBACK;\n'),
    findings: [],
  },
});

testProjects('names', {
  'quoted names, and those with a blank': {
    files: schema(
      'CREATE TABLE "author" (id INTEGER PRIMARY KEY);\nCREATE TABLE [my book] (id INTEGER PRIMARY KEY, `author id` INTEGER REFERENCES author);\nCREATE TABLE "a""b" (id INTEGER PRIMARY KEY, x INTEGER REFERENCES "author" (id));\nCREATE INDEX i ON "a""b" ("x");\n',
    ),
    findings: [unindexed('schema.sql:2')],
  },
  'names with main. before them': {
    files: schema(
      'CREATE TABLE main.author (id INTEGER PRIMARY KEY);\nCREATE TABLE main.book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));\nCREATE INDEX main.book_author ON book (author_id);\n',
    ),
    findings: [],
  },
  'another case for the same name': {
    files: migrations(
      library,
      'CREATE INDEX Book_Author ON BOOK (AUTHOR_ID);\n',
      'DROP INDEX BOOK_AUTHOR;\n',
    ),
    findings: [unindexed('migrations/001.sql:2')],
  },
  'temporary tables are nobody’s schema': {
    files: schema(
      `${library}${bookIndex}CREATE TEMP TABLE pick (id TEXT PRIMARY KEY, book_id INTEGER REFERENCES book (id));\n`,
    ),
    findings: [],
    databases: { 'schema.sql': ['schema.sql'] },
  },
  'a temporary table in front of one of the same name': {
    files: schema(
      `${library}${bookIndex}CREATE TEMP TABLE book AS SELECT * FROM main.book;\nDROP TABLE temp.book;\n`,
    ),
    findings: [],
  },
  'a table of an attached database is not in this one': {
    files: schema(
      `ATTACH 'log.db' AS log;\n${library}${bookIndex}CREATE TABLE log.book (id TEXT PRIMARY KEY, author_id INTEGER REFERENCES author (id));\nDETACH log;\n`,
    ),
    findings: [],
  },
});

testProjects('keys and indexes', {
  'a partial index without the rows that have a key counts, another does not': {
    files: schema(
      `${author}CREATE TABLE a (id INTEGER PRIMARY KEY, k INTEGER REFERENCES author, gone INTEGER);\nCREATE INDEX ak ON a (k) WHERE k IS NOT NULL;\nCREATE TABLE b (id INTEGER PRIMARY KEY, k INTEGER REFERENCES author, gone INTEGER);\nCREATE INDEX bk ON b (k) WHERE gone = 0;\n`,
    ),
    findings: [unindexed('schema.sql:4')],
  },
  'an index of an expression, one that descends, one with another collation': {
    files: schema(
      'CREATE TABLE p (code TEXT PRIMARY KEY NOT NULL);\nCREATE TABLE a (id INTEGER PRIMARY KEY, k TEXT REFERENCES p);\nCREATE INDEX ak ON a (lower(k));\nCREATE TABLE b (id INTEGER PRIMARY KEY, k TEXT REFERENCES p);\nCREATE INDEX bk ON b (k DESC);\nCREATE TABLE c (id INTEGER PRIMARY KEY, k TEXT REFERENCES p);\nCREATE INDEX ck ON c (k COLLATE NOCASE);\n',
    ),
    findings: [unindexed('schema.sql:2'), unindexed('schema.sql:6')],
  },
  'WITHOUT ROWID: the primary key leads to its first column only': {
    files: schema(
      `${author}CREATE TABLE tag (id INTEGER PRIMARY KEY);\nCREATE TABLE author_tag (author_id INTEGER REFERENCES author,\n  tag_id INTEGER REFERENCES tag,\n  PRIMARY KEY (author_id, tag_id)) WITHOUT ROWID;\n`,
    ),
    findings: [unindexed('schema.sql:4')],
  },
  'a table that refers to itself': {
    files: schema('CREATE TABLE node (id INTEGER PRIMARY KEY,\n  up INTEGER REFERENCES node (id));\n'),
    findings: [unindexed('schema.sql:2')],
  },
  'the key is the rowid': {
    files: schema(
      `${author}CREATE TABLE profile (id INTEGER PRIMARY KEY REFERENCES author (id) ON DELETE CASCADE, bio TEXT);\n`,
    ),
    findings: [],
  },
  'composite keys: either order leads there, one column alone does not': {
    files: schema(
      'CREATE TABLE p (a INTEGER, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;\nCREATE TABLE x (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, FOREIGN KEY (a, b) REFERENCES p);\nCREATE INDEX xba ON x (b, a);\nCREATE TABLE y (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER,\n  FOREIGN KEY (a, b) REFERENCES p);\nCREATE INDEX ya ON y (a);\n',
    ),
    findings: [unindexed('schema.sql:5')],
  },
  'FTS5 and R*Tree with their triggers': {
    files: schema(
      `${author}CREATE VIRTUAL TABLE author_fts USING fts5(name, content='author', content_rowid='id');\nCREATE VIRTUAL TABLE place USING rtree(id, min_x, max_x, +label TEXT);\nCREATE TRIGGER author_ad AFTER DELETE ON author BEGIN\n  INSERT INTO author_fts(author_fts, rowid, name) VALUES ('delete', old.id, old.name);\nEND;\n`,
    ),
    findings: [],
  },
  'views and triggers are no tables': {
    files: schema(
      `${library}${bookIndex}CREATE VIEW shelf AS SELECT b.id, a.name FROM book b JOIN author a ON a.id = b.author_id;\nCREATE TRIGGER shelf_delete INSTEAD OF DELETE ON shelf BEGIN DELETE FROM book WHERE id = OLD.id; END;\nCREATE VIEW broken AS SELECT * FROM nowhere;\n`,
    ),
    findings: [],
  },
  'an index that another one starts with, and those that only look alike': {
    files: schema(
      'CREATE TABLE v (id INTEGER PRIMARY KEY, site TEXT NOT NULL, day TEXT NOT NULL, UNIQUE (site, day));\nCREATE INDEX v1 ON v (site);\nCREATE INDEX v2 ON v (site DESC);\nCREATE INDEX v3 ON v (site COLLATE NOCASE);\nCREATE INDEX v4 ON v (lower(site));\nCREATE INDEX v5 ON v (site) WHERE day > 0;\nCREATE UNIQUE INDEX v6 ON v (day);\n',
    ),
    findings: ['schema/redundant-index schema.sql:2'],
  },
});
