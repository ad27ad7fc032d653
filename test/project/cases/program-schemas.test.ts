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
const goSqlite = { 'go.mod': 'module example.org/app\n\nrequire github.com/mattn/go-sqlite3 v1.14.22\n' };
const script = (sql: string): string => `const db = open();\ndb.exec(\`\n${sql}\`);\n`;

/** Migrations in one function; the second step, that makes `book`, may stand under a further condition. */
function ladder([first, second, third, fourth]: readonly string[], more = ''): string {
  return `function migrate(db, version) {
  if (version < ${first}) {
    db.exec('CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL)');
  }
  if (version < ${second}) {
    ${more === '' ? '' : `${more}\n      `}db.exec('CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id))');
  }
  if (version < ${third}) {
    db.exec('CREATE TABLE shelf (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES book (id))');
  }
  if (version < ${fourth}) {
    db.exec('CREATE INDEX shelf_book ON shelf (book_id)');
  }
}
`;
}

testProjects('a program makes its schema', {
  'and what it makes is judged where it stands': {
    files: { ...sqlite, 'db.js': script(library) },
    findings: [unindexed('db.js:4')],
    databases: { 'db.js': ['db.js'] },
  },
  'with the indexes that belong to it': {
    files: { ...sqlite, 'db.js': script(library + bookIndex) },
    findings: [],
  },
  'and asks it what no index leads to': {
    files: {
      ...sqlite,
      'db.js': `${script(library + bookIndex)}db.prepare('SELECT id FROM book WHERE isbn = ?').all(isbn);\n`,
    },
    findings: [fullScan('db.js:7')],
  },
  'in constants of Go': {
    files: {
      ...goSqlite,
      'store.go': `package store\n\nconst createTables = \`\n${library}\`\n`,
    },
    findings: [unindexed('store.go:5')],
  },
  'with an index that an upgrade makes for old databases': {
    files: {
      ...goSqlite,
      'store.go': `package store\n\nconst createTables = \`\n${library}\`\n\nconst migrate1To2 = \`\n${bookIndex}\`\n`,
    },
    findings: [],
  },
  'and an upgrade makes the tables of an older one': {
    files: {
      ...goSqlite,
      'store.go': `package store\n\nconst createTables = \`\n${library + bookIndex}\`\n\nconst migrate1To2 = \`\nALTER TABLE book RENAME TO book_old;\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));\nDROP TABLE book_old;\n\`\n`,
    },
    findings: [],
  },
  'in two ways, of which neither is known to survive': {
    files: {
      ...sqlite,
      'db.js': `${script(library)}db.exec('CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER)');\n`,
    },
    findings: [],
  },
  'and drops a table again': {
    files: { ...sqlite, 'db.js': `${script(library)}db.exec('DROP TABLE book');\n` },
    findings: [],
  },
  'whose names are put together': {
    files: {
      ...sqlite,
      'db.js': `db.exec(\`CREATE TABLE \${prefix}book (id TEXT PRIMARY KEY)\`);\ndb.exec('CREATE TABLE a (b)');\n`,
    },
    findings: [],
  },
  'in functions that are numbered, which run in their order': {
    files: {
      'composer.json': '{ "require": { "ext-pdo_sqlite": "*" } }',
      'Schema/Sqlite.php': [
        '<?php',
        'function version_3(PDO $pdo)',
        '{',
        `    $pdo->exec('CREATE INDEX book_author ON book (author_id)');`,
        '}',
        'function version_2(PDO $pdo)',
        '{',
        `    $pdo->exec('ALTER TABLE book ADD COLUMN editor_id INTEGER REFERENCES author (id)');`,
        '}',
        'function version_1(PDO $pdo)',
        '{',
        `    $pdo->exec('${author.trim()}');`,
        `    $pdo->exec('CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id))');`,
        '}',
        '',
      ].join('\n'),
    },
    findings: [unindexed('Schema/Sqlite.php:8')],
  },
  'in steps of one function, each for the versions before it': {
    files: { ...sqlite, 'migrations.js': ladder(['1', '2', '3', '4']) },
    findings: [unindexed('migrations.js:6')],
  },
  'in steps whose versions do not rise': {
    files: { ...sqlite, 'migrations.js': ladder(['1', '3', '2', '4']) },
    findings: [],
    databases: {},
  },
  'in steps of which another condition holds one': {
    files: { ...sqlite, 'migrations.js': ladder(['1', '2', '3', '4'], 'if (!exists("book"))') },
    findings: [],
  },
  'in steps beside a function that changes a table of theirs': {
    files: {
      ...sqlite,
      'migrations.js': `${ladder(['1', '2', '3', '4'])}\nfunction move(db) {\n  db.exec('DROP TABLE book');\n}\n`,
    },
    findings: [],
  },
  'for Postgres': {
    files: { 'package.json': npm('pg'), 'db.js': script(library) },
    findings: [],
    databases: {},
  },
  'beside migrations, whose tables these are not': {
    files: {
      ...sqlite,
      'migrations/001_init.sql': library + bookIndex,
      'src/copy.js': script(library),
    },
    findings: [],
  },
  'for its tests only': {
    files: { ...sqlite, 'test/db.js': script(library) },
    findings: [],
    databases: {},
  },
});
