import {
  author,
  bookIndex,
  fullScan,
  library,
  npm,
  testProjects,
  unindexed,
} from '../../support/project-cases.ts';

const sqlite = { 'package.json': npm('better-sqlite3') };
const indexed = library + bookIndex;
const byIsbn = 'SELECT id FROM book WHERE isbn = ?;\n';
const isbnIndex = 'CREATE INDEX book_isbn ON book (isbn);\n';

testProjects('whose query it is', {
  'services with the same tables, each with its own schema': {
    files: {
      ...sqlite,
      'services/shop/migrations/001_init.sql': indexed,
      'services/shop/queries/find.sql': byIsbn,
      'services/loan/migrations/001_init.sql': indexed + isbnIndex,
      'services/loan/queries/find.sql': byIsbn,
      'services/desk/schema.sql': indexed,
      'services/desk/queries/find.sql': byIsbn,
    },
    findings: [fullScan('services/desk/queries/find.sql:1'), fullScan('services/shop/queries/find.sql:1')],
  },
  'a schema file of one service does not show the migrations of another': {
    files: {
      ...sqlite,
      'services/shop/migrations/001_init.sql': indexed,
      'services/desk/schema.sql': indexed + isbnIndex,
      'services/desk/queries/find.sql': byIsbn,
    },
    findings: [],
    databases: {
      'services/desk/schema.sql': ['services/desk/schema.sql'],
      'services/shop/migrations': ['services/shop/migrations/001_init.sql'],
    },
  },
  'two databases are equally near': {
    files: {
      ...sqlite,
      'a/schema.sql': indexed,
      'b/schema.sql': indexed + isbnIndex,
      'sql/find.sql': byIsbn,
    },
    findings: [],
  },
  'one file names tables of two databases': {
    files: {
      ...sqlite,
      'a/schema.sql': indexed,
      'b/schema.sql': 'CREATE TABLE loan (id INTEGER PRIMARY KEY, book_id INTEGER);\n',
      'sql/mixed.sql': `${byIsbn}SELECT id FROM loan WHERE book_id = ?;\n`,
    },
    findings: [],
  },
  'the only known schema is that of another service': {
    files: {
      ...sqlite,
      'services/shop/schema.sql': indexed,
      'services/shop/queries/find.sql': byIsbn,
      'services/loan/db.js': `db.exec("CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT UNIQUE)");\n`,
      'services/loan/queries/find.sql': byIsbn,
    },
    findings: [fullScan('services/shop/queries/find.sql:1')],
  },
  'program text makes an index that the schema file does not': {
    files: {
      ...sqlite,
      'schema.sql': library + isbnIndex,
      'src/open.js': "db.exec('CREATE INDEX IF NOT EXISTS book_author ON book (author_id)');\n",
      'queries/find.sql': 'SELECT id FROM book WHERE author_id = ?;\n',
    },
    findings: [],
  },
  'program text puts the statement that makes an index together': {
    files: {
      ...sqlite,
      'schema.sql': `${library}CREATE TABLE loan (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES book (id));\n${isbnIndex}`,
      'src/open.py': [
        'db.execute(f"CREATE INDEX IF NOT EXISTS idx_{n} ON book (author_id)")',
        'db.execute("CREATE INDEX IF NOT EXISTS main.loan_book "',
        '           "ON loan (book_id)")',
      ].join('\n'),
    },
    findings: [],
  },
  'a table that only WITH makes, and one that only the query makes': {
    files: {
      ...sqlite,
      'schema.sql': indexed,
      'queries/one.sql':
        'WITH isbn AS (SELECT isbn FROM book WHERE id = ?) SELECT * FROM isbn WHERE isbn = 1;\nSELECT value FROM json_each(?) WHERE value = 1;\n',
    },
    findings: [],
  },
  'queries of an attached database': {
    files: {
      ...sqlite,
      'schema.sql': indexed,
      'queries/one.sql': 'SELECT id FROM archive.book WHERE isbn = ?;\n',
    },
    findings: [],
  },
  'a temporary table hides the one of the schema': {
    files: {
      ...sqlite,
      'schema.sql': indexed,
      'queries/one.sql':
        'CREATE TEMP TABLE book (isbn TEXT PRIMARY KEY NOT NULL);\nSELECT 1 FROM book WHERE isbn = ?;\n',
    },
    findings: [],
  },
  'statements that migrations run once': {
    files: {
      ...sqlite,
      'migrations/001_init.sql': indexed,
      'migrations/002_fix.sql':
        "UPDATE book SET isbn = NULL WHERE isbn = '';\nDELETE FROM book WHERE isbn IS NULL;\n",
    },
    findings: [],
  },
  'a search of text through FTS5': {
    files: {
      ...sqlite,
      'schema.sql': `${author}CREATE VIRTUAL TABLE author_fts USING fts5(name);\n`,
      'queries/one.sql':
        'SELECT a.id FROM author_fts f JOIN author a ON a.id = f.rowid WHERE author_fts MATCH ?;\n',
    },
    findings: [],
  },
  'sqlc ties queries to the schema that is not the nearest': {
    files: {
      'sqlc.yaml':
        'version: "2"\nsql:\n  - engine: sqlite\n    schema: one/schema\n    queries: two/queries\n',
      'one/schema/001_init.sql': indexed + isbnIndex,
      'one/schema/002_more.sql': 'CREATE TABLE more (id INTEGER PRIMARY KEY);\n',
      'two/schema.sql': indexed,
      'two/queries/find.sql': byIsbn,
    },
    findings: [],
  },
});

testProjects('settings', {
  'migrations: one of two folders': {
    files: { ...sqlite, 'a/migrations/001_init.sql': library, 'b/migrations/001_init.sql': library },
    schema: { migrations: './b/migrations/' },
    findings: [unindexed('b/migrations/001_init.sql:2')],
    databases: { 'b/migrations': ['b/migrations/001_init.sql'] },
  },
  'schema: one of two files': {
    files: { ...sqlite, 'one.sql': library, 'two.sql': library, 'q/find.sql': byIsbn },
    schema: { schema: 'two.sql' },
    findings: [fullScan('q/find.sql:1'), unindexed('two.sql:2')],
    databases: { 'two.sql': ['two.sql'] },
  },
  'a folder that is not there': {
    files: { ...sqlite, 'a/migrations/001_init.sql': library },
    schema: { migrations: 'db/migrations' },
    findings: [],
    databases: {},
  },
  'schema: a folder, of which one file only makes indexes': {
    files: { ...sqlite, 'sql/init.sql': library, 'sql/indexes.sql': bookIndex },
    schema: { schema: 'sql' },
    findings: [],
  },
});
