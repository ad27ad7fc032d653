/** A small project with migrations, and what they do to rows. */
export interface RehearsalCase {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** True where the programs of the project enforce foreign keys. */
  readonly foreignKeys?: boolean;
  /** In the form of `describeEvent`. */
  readonly expected: readonly string[];
}

/** A program whose driver switches foreign keys on by itself. */
const enforcing = {
  'db.js':
    "import { DatabaseSync } from 'node:sqlite';\nexport const db = new DatabaseSync('app.db', { timeout: 5000 });\n",
};

function sql(first: string, second: string, third?: string): Record<string, string> {
  return {
    'migrations/001_first.sqlite.sql': first,
    'migrations/002_second.sqlite.sql': second,
    ...(third !== undefined && { 'migrations/003_third.sqlite.sql': third }),
  };
}

const account = 'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT, email TEXT);\n';
const blog = (action: string): string =>
  `CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE comment (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES post (id) ${action}, body TEXT);
`;
const rebuildPost = `CREATE TABLE post_new (id INTEGER PRIMARY KEY, title TEXT DEFAULT '');
INSERT INTO post_new SELECT id, title FROM post;
DROP TABLE post;
ALTER TABLE post_new RENAME TO post;
`;
const renameFirst = `ALTER TABLE post RENAME TO post_old;
CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT DEFAULT '');
INSERT INTO post SELECT id, title FROM post_old;
DROP TABLE post_old;
`;
const off = (body: string): string =>
  `PRAGMA foreign_keys = OFF;\nBEGIN;\n${body}COMMIT;\nPRAGMA foreign_keys = ON;\n`;
const rebuildAccount = (columns: string, copy: string): string =>
  `CREATE TABLE account_new (${columns});
${copy}DROP TABLE account;
ALTER TABLE account_new RENAME TO account;
`;

export const migrations: readonly RehearsalCase[] = [
  {
    name: 'a NOT NULL column without a default',
    files: sql(account, 'ALTER TABLE account ADD COLUMN age INTEGER NOT NULL;\n'),
    expected: ['refused not-null-column account.age always'],
  },
  {
    name: 'a NOT NULL column with the default NULL',
    files: sql(account, 'ALTER TABLE account ADD COLUMN age INTEGER NOT NULL DEFAULT NULL;\n'),
    expected: ['refused not-null-column account.age always'],
  },
  {
    name: 'columns that are refused, one behind the other',
    files: sql(
      account,
      'ALTER TABLE account ADD COLUMN age INTEGER NOT NULL;\nALTER TABLE account ADD COLUMN at TEXT DEFAULT CURRENT_TIMESTAMP;\nALTER TABLE account ADD COLUMN note TEXT;\nALTER TABLE account ADD COLUMN size INTEGER NOT NULL;\n',
    ),
    expected: [
      'refused not-null-column account.age always',
      'refused non-constant-default account.at always',
      'refused not-null-column account.size always',
    ],
  },
  {
    name: 'a column that is refused, and others behind it that are not',
    files: sql(
      account,
      'ALTER TABLE account ADD COLUMN age INTEGER NOT NULL;\nUPDATE account SET age = 1;\nCREATE UNIQUE INDEX account_age ON account (age);\nDELETE FROM account;\nALTER TABLE account ADD COLUMN size INTEGER NOT NULL;\n',
    ),
    expected: ['refused not-null-column account.age always'],
  },
  {
    name: 'a NOT NULL column behind a statement that passes',
    files: sql(
      account,
      "UPDATE account SET name = 'x' WHERE name IS NULL;\nALTER TABLE account ADD COLUMN age INTEGER NOT NULL;\n",
    ),
    expected: ['refused not-null-column account.age always'],
  },
  {
    name: 'CURRENT_TIMESTAMP as the default of a new column',
    files: sql(account, 'ALTER TABLE account ADD COLUMN at TEXT DEFAULT CURRENT_TIMESTAMP;\n'),
    expected: ['refused non-constant-default account.at always'],
  },
  {
    name: 'an expression as the default of a new column',
    files: sql(account, 'ALTER TABLE account ADD COLUMN token BLOB NOT NULL DEFAULT (randomblob(16));\n'),
    expected: ['refused non-constant-default account.token always'],
  },
  {
    name: 'a stored column',
    files: sql(account, 'ALTER TABLE account ADD COLUMN upper_name TEXT AS (upper(name)) STORED;\n'),
    expected: ['refused stored-column account.upper_name always'],
  },
  {
    name: 'a column with REFERENCES and a default, foreign keys on',
    files: {
      ...enforcing,
      ...sql(blog(''), 'ALTER TABLE comment ADD COLUMN other INTEGER DEFAULT 1 REFERENCES post (id);\n'),
    },
    foreignKeys: true,
    expected: ['refused references-default comment.other always'],
  },
  {
    name: 'a default that the column’s own check refuses',
    files: sql(account, 'ALTER TABLE account ADD COLUMN age INTEGER NOT NULL DEFAULT 0 CHECK (age > 0);\n'),
    expected: ['refused check account.age always'],
  },
  {
    name: 'a check over other columns hangs on the rows',
    files: sql(account, 'ALTER TABLE account ADD COLUMN age INTEGER DEFAULT 0 CHECK (age > length(name));\n'),
    expected: ['refused check account'],
  },
  {
    name: 'a unique index over a column that may have duplicates',
    files: sql(account, 'CREATE UNIQUE INDEX account_email ON account (email);\n'),
    expected: ['refused duplicates account.email'],
  },
  {
    name: 'a unique index over a foreign key',
    files: sql(blog(''), 'CREATE UNIQUE INDEX comment_post ON comment (post_id);\n'),
    expected: ['refused duplicates comment.post_id'],
  },
  {
    name: 'UNIQUE in a rebuilt table',
    files: sql(
      account,
      rebuildAccount(
        'id INTEGER PRIMARY KEY, email TEXT UNIQUE',
        'INSERT INTO account_new SELECT id, email FROM account;\n',
      ),
    ),
    expected: ['refused duplicates account_new.email'],
  },
  {
    name: 'NOT NULL in a rebuilt table',
    files: sql(
      account,
      rebuildAccount(
        'id INTEGER PRIMARY KEY, email TEXT NOT NULL',
        'INSERT INTO account_new SELECT id, email FROM account;\n',
      ),
    ),
    expected: ['refused null-values account_new.email'],
  },
  {
    name: 'a rebuilt table with a column that nothing fills',
    files: sql(
      account,
      rebuildAccount(
        'id INTEGER PRIMARY KEY, email TEXT, role TEXT NOT NULL',
        'INSERT INTO account_new (id, email) SELECT id, email FROM account;\n',
      ),
    ),
    expected: ['refused null-values account_new.role always'],
  },
  {
    name: 'a rebuilt parent of ON DELETE CASCADE, foreign keys on',
    files: { ...enforcing, ...sql(blog('ON DELETE CASCADE'), rebuildPost) },
    foreignKeys: true,
    expected: ['rows-lost comment of post CASCADE all'],
  },
  {
    name: 'the same with the pragma in the transaction',
    files: {
      ...enforcing,
      ...sql(blog('ON DELETE CASCADE'), `BEGIN;\nPRAGMA foreign_keys = OFF;\n${rebuildPost}COMMIT;\n`),
    },
    foreignKeys: true,
    expected: ['rows-lost comment of post CASCADE all'],
  },
  {
    name: 'the same with deferred foreign keys',
    files: {
      ...enforcing,
      ...sql(blog('ON DELETE CASCADE'), `BEGIN;\nPRAGMA defer_foreign_keys = ON;\n${rebuildPost}COMMIT;\n`),
    },
    foreignKeys: true,
    expected: ['rows-lost comment of post CASCADE all'],
  },
  {
    name: 'a rebuilt parent of ON DELETE SET NULL, foreign keys on',
    files: { ...enforcing, ...sql(blog('ON DELETE SET NULL'), rebuildPost) },
    foreignKeys: true,
    expected: ['rows-lost comment of post SET NULL all'],
  },
  {
    name: 'rows that are lost by way of others',
    files: {
      ...enforcing,
      ...sql(
        `${blog('ON DELETE CASCADE')}CREATE TABLE vote (id INTEGER PRIMARY KEY, comment_id INTEGER NOT NULL REFERENCES comment (id) ON DELETE CASCADE);\n`,
        rebuildPost,
      ),
    },
    foreignKeys: true,
    expected: ['rows-lost comment of post CASCADE all', 'rows-lost vote of post CASCADE all'],
  },
  {
    name: 'a rebuilt parent without an action, foreign keys on',
    files: { ...enforcing, ...sql(blog(''), rebuildPost) },
    foreignKeys: true,
    expected: ['refused foreign-key post always'],
  },
  {
    name: 'an index that is not made again',
    files: sql(
      `${account}CREATE INDEX account_email ON account (email);\n`,
      rebuildAccount(
        "id INTEGER PRIMARY KEY, name TEXT, email TEXT DEFAULT ''",
        'INSERT INTO account_new SELECT id, name, email FROM account;\n',
      ),
    ),
    expected: ['index-lost account_email of account'],
  },
  {
    name: 'an index that a later migration makes again',
    files: sql(
      `${account}CREATE INDEX account_email ON account (email);\n`,
      rebuildAccount(
        "id INTEGER PRIMARY KEY, name TEXT, email TEXT DEFAULT ''",
        'INSERT INTO account_new SELECT id, name, email FROM account;\n',
      ),
      'CREATE INDEX account_by_email ON account (email);\n',
    ),
    expected: ['index-lost account_email of account mended'],
  },
  {
    name: 'an index on an expression that a later migration makes again under another name',
    files: sql(
      `${account}CREATE INDEX account_email ON account (lower(email));\n`,
      rebuildAccount(
        "id INTEGER PRIMARY KEY, name TEXT, email TEXT DEFAULT ''",
        'INSERT INTO account_new SELECT id, name, email FROM account;\n',
      ),
      'CREATE INDEX account_by_email ON account (lower(email));\n',
    ),
    expected: ['index-lost account_email of account mended'],
  },
  {
    name: 'a unique index that only a plain one follows',
    files: sql(
      `${account}CREATE UNIQUE INDEX account_email ON account (email);\n`,
      `${rebuildAccount('id INTEGER PRIMARY KEY, name TEXT, email TEXT', 'INSERT INTO account_new SELECT id, name, email FROM account;\n')}CREATE INDEX account_email_2 ON account (email);\n`,
    ),
    expected: ['index-lost account_email of account'],
  },
  {
    name: 'a trigger that is not made again',
    files: sql(
      `${account}CREATE TABLE log (what TEXT);\nCREATE TRIGGER account_log AFTER DELETE ON account BEGIN INSERT INTO log VALUES (old.name); END;\n`,
      rebuildAccount(
        "id INTEGER PRIMARY KEY, name TEXT, email TEXT DEFAULT ''",
        'INSERT INTO account_new SELECT id, name, email FROM account;\n',
      ),
    ),
    expected: ['trigger-lost account_log of account'],
  },
  {
    name: 'a trigger that is not made again, and whose other table a later migration drops',
    files: sql(
      `${account}CREATE TABLE log (what TEXT);\nCREATE TRIGGER account_log AFTER DELETE ON account BEGIN INSERT INTO log VALUES (old.name); END;\n`,
      rebuildAccount(
        "id INTEGER PRIMARY KEY, name TEXT, email TEXT DEFAULT ''",
        'INSERT INTO account_new SELECT id, name, email FROM account;\n',
      ),
      'DROP TABLE log;\n',
    ),
    expected: ['trigger-lost account_log of account mended'],
  },
  {
    name: 'an index that is not made again, beside a trigger on a full-text column that is not indexed',
    files: sql(
      `${account}CREATE INDEX account_name ON account (name);
CREATE VIRTUAL TABLE account_text USING fts5(name, account_id UNINDEXED, tokenize = 'unicode61');
CREATE TABLE page (id INTEGER PRIMARY KEY, name TEXT);
CREATE TRIGGER page_text AFTER DELETE ON page BEGIN DELETE FROM account_text WHERE account_id = old.id; END;
`,
      rebuildAccount(
        'id INTEGER PRIMARY KEY, name TEXT, email TEXT',
        'INSERT INTO account_new SELECT id, name, email FROM account;\n',
      ),
    ),
    expected: ['index-lost account_name of account'],
  },
  {
    name: 'a sequence that starts again',
    files: sql(
      'CREATE TABLE bill (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER);\n',
      'CREATE TABLE bill_new (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER DEFAULT 0);\nINSERT INTO bill_new SELECT id, total FROM bill;\nDROP TABLE bill;\nALTER TABLE bill_new RENAME TO bill;\n',
    ),
    expected: ['sequence-lost bill of bill'],
  },
  {
    name: 'a sequence that starts again, and again',
    files: sql(
      'CREATE TABLE bill (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER);\n',
      'CREATE TABLE bill_new (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER DEFAULT 0);\nINSERT INTO bill_new SELECT id, total FROM bill;\nDROP TABLE bill;\nALTER TABLE bill_new RENAME TO bill;\n',
      'CREATE TABLE bill_new (id INTEGER PRIMARY KEY AUTOINCREMENT, total INTEGER DEFAULT 0);\nINSERT INTO bill_new SELECT id, total FROM bill;\nDROP TABLE bill;\nALTER TABLE bill_new RENAME TO bill;\n',
    ),
    expected: ['sequence-lost bill of bill', 'sequence-lost bill of bill'],
  },
  {
    name: 'foreign keys that follow the table which is renamed away',
    files: sql(blog(''), off(renameFirst)),
    expected: ['reference-moved comment post to post_old'],
  },
  {
    name: 'the same, put right by a later migration',
    files: sql(
      blog(''),
      off(renameFirst),
      'DROP TABLE comment;\nCREATE TABLE comment (id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES post (id), body TEXT);\n',
    ),
    expected: ['reference-moved comment post to post_old mended'],
  },
  {
    name: 'a copy that leaves out rows which others refer to',
    files: sql(blog(''), off(rebuildPost.replace('FROM post;', 'FROM post WHERE id > 2;'))),
    expected: ['violations-left comment to post'],
  },
  {
    name: 'a table that is made from a SELECT',
    files: sql(
      'CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);\n',
      'CREATE TABLE account_new AS SELECT id, email FROM account;\nDROP TABLE account;\nALTER TABLE account_new RENAME TO account;\n',
    ),
    expected: ['constraints-lost account PRIMARY KEY,NOT NULL,UNIQUE'],
  },
  {
    name: 'IF NOT EXISTS that keeps an old shape',
    files: sql(
      account,
      'CREATE TABLE IF NOT EXISTS account (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INTEGER);\n',
    ),
    expected: ['shape-kept account age'],
  },
  {
    name: 'the same, with a name in capitals and small letters',
    files: sql(
      'CREATE TABLE UserAccount (id INTEGER PRIMARY KEY);\n',
      'CREATE TABLE IF NOT EXISTS UserAccount (id INTEGER PRIMARY KEY, age INTEGER);\n',
    ),
    expected: ['shape-kept UserAccount age'],
  },
  {
    name: 'a view whose table is dropped',
    files: sql(
      `${account}CREATE VIEW named AS SELECT name FROM account WHERE name IS NOT NULL;\n`,
      'DROP TABLE account;\n',
    ),
    expected: ['view-broken named'],
  },
  {
    name: 'a trigger that writes to a table which is dropped',
    files: sql(
      `${account}CREATE TABLE log (what TEXT);\nCREATE TRIGGER account_log AFTER DELETE ON account BEGIN INSERT INTO log VALUES (old.name); END;\n`,
      'DROP TABLE log;\n',
    ),
    expected: ['trigger-broken account_log'],
  },
  {
    name: 'rows in a STRICT table, with checks, enumerations, JSON and a table without rowid',
    files: sql(
      `CREATE TABLE team (code TEXT PRIMARY KEY CHECK (length(code) = 3), tier TEXT NOT NULL CHECK (tier IN ('free', 'paid'))) STRICT, WITHOUT ROWID;
CREATE TABLE member (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  team TEXT NOT NULL REFERENCES team (code) ON DELETE CASCADE,
  role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
  profile TEXT NOT NULL CHECK (json_valid(profile)),
  share REAL CHECK (share BETWEEN 0 AND 1),
  email TEXT NOT NULL UNIQUE CHECK (email LIKE '%@%'),
  boss INTEGER REFERENCES member (id),
  shout TEXT AS (upper(role)) VIRTUAL,
  UNIQUE (team, id)
) STRICT;
`,
      'ALTER TABLE team ADD COLUMN age INTEGER NOT NULL;\n',
      'ALTER TABLE member ADD COLUMN age INTEGER NOT NULL;\n',
    ),
    expected: ['refused not-null-column team.age always', 'refused not-null-column member.age always'],
  },
  {
    name: 'a check that ties columns together',
    files: sql(
      `CREATE TABLE merge (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('direct', 'request')),
  sha TEXT,
  number INTEGER,
  CHECK ((kind = 'direct' AND sha IS NOT NULL AND number IS NULL) OR (kind = 'request' AND number IS NOT NULL AND sha IS NULL))
);
`,
      'ALTER TABLE merge ADD COLUMN at TEXT NOT NULL;\n',
    ),
    expected: ['refused not-null-column merge.at always'],
  },
  {
    name: 'tables that refer to each other',
    files: sql(
      'CREATE TABLE a (id INTEGER PRIMARY KEY, b_id INTEGER NOT NULL REFERENCES b (id));\nCREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL REFERENCES a (id));\n',
      'ALTER TABLE a ADD COLUMN x INTEGER NOT NULL;\n',
      'ALTER TABLE b ADD COLUMN x INTEGER NOT NULL;\n',
    ),
    expected: ['refused not-null-column a.x always', 'refused not-null-column b.x always'],
  },
  {
    name: 'Knex, a column that is not nullable',
    files: {
      'package.json': '{ "dependencies": { "knex": "3.1.0", "better-sqlite3": "12.0.0" } }',
      'knexfile.js': "module.exports = { client: 'better-sqlite3', connection: { filename: 'app.db' } };\n",
      'migrations/001_first.js':
        "exports.up = (knex) => knex.schema.createTable('account', (table) => {\n  table.increments('id');\n  table.string('name');\n});\nexports.down = (knex) => knex.schema.dropTable('account');\n",
      'migrations/002_second.js':
        "exports.up = (knex) => knex.schema.alterTable('account', (table) => {\n  table.string('email').notNullable();\n});\nexports.down = (knex) => knex.schema.alterTable('account', (table) => {\n  table.dropColumn('email');\n});\n",
    },
    expected: ['refused not-null-column account.email always'],
  },
];

export const harmless: readonly RehearsalCase[] = [
  {
    name: 'nullable columns, constant defaults, virtual columns',
    files: sql(
      account,
      "ALTER TABLE account ADD COLUMN age INTEGER;\nALTER TABLE account ADD COLUMN role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin'));\nALTER TABLE account ADD COLUMN upper_name TEXT AS (upper(name));\n",
    ),
    expected: [],
  },
  {
    name: 'columns of a table that the migration makes itself',
    files: sql(
      account,
      'CREATE TABLE bill (id INTEGER PRIMARY KEY);\nALTER TABLE bill ADD COLUMN n INTEGER NOT NULL;\n',
    ),
    expected: [],
  },
  {
    name: 'an index that begins with the primary key, of a table that is rebuilt',
    files: sql(
      `${account}CREATE INDEX account_id_name ON account (id, name);\n`,
      'CREATE TABLE account_new (id INTEGER PRIMARY KEY, name TEXT);\nINSERT INTO account_new SELECT id, name FROM account;\nDROP TABLE account;\nALTER TABLE account_new RENAME TO account;\n',
    ),
    expected: [],
  },
  {
    name: 'columns of a table that is emptied first',
    files: sql(account, 'DELETE FROM account;\nALTER TABLE account ADD COLUMN age INTEGER NOT NULL;\n'),
    expected: [],
  },
  {
    name: 'a unique index behind a removal of duplicates',
    files: sql(
      account,
      'DELETE FROM account WHERE id NOT IN (SELECT min(id) FROM account GROUP BY email);\nCREATE UNIQUE INDEX account_email ON account (email);\n',
    ),
    expected: [],
  },
  {
    name: 'a unique index over a column that the migration fills with distinct values',
    files: sql(
      account,
      "ALTER TABLE account ADD COLUMN slug TEXT;\nUPDATE account SET slug = 'account-' || id;\nCREATE UNIQUE INDEX account_slug ON account (slug);\n",
    ),
    expected: [],
  },
  {
    name: 'the twelve steps of the documentation',
    files: {
      ...enforcing,
      ...sql(
        `${blog('ON DELETE CASCADE')}CREATE INDEX post_title ON post (title);\n`,
        `PRAGMA foreign_keys = OFF;\nBEGIN;\n${rebuildPost}CREATE INDEX post_title ON post (title);\nPRAGMA foreign_key_check;\nCOMMIT;\nPRAGMA foreign_keys = ON;\n`,
      ),
    },
    expected: [],
  },
  {
    name: 'a rebuilt parent where nothing tells whether foreign keys are on',
    files: sql(blog('ON DELETE CASCADE'), rebuildPost),
    expected: [],
  },
  {
    name: 'a rebuilt parent whose children are put back from a copy',
    files: {
      ...enforcing,
      ...sql(
        blog('ON DELETE CASCADE'),
        `CREATE TEMPORARY TABLE kept AS SELECT * FROM comment;\n${rebuildPost}INSERT OR IGNORE INTO comment SELECT * FROM kept;\nDROP TABLE kept;\n`,
      ),
    },
    expected: [],
  },
  {
    name: 'children that go before their parent',
    files: { ...enforcing, ...sql(blog(''), 'DROP TABLE comment;\nDROP TABLE post;\n') },
    expected: [],
  },
  {
    name: 'a parent that is dropped for good',
    files: {
      ...enforcing,
      ...sql(blog('ON DELETE CASCADE'), 'DROP TABLE comment;\nDROP TABLE post;\n'),
    },
    expected: [],
  },
  {
    name: 'NULLs that the copy replaces',
    files: sql(
      account,
      rebuildAccount(
        'id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL',
        "INSERT INTO account_new SELECT id, coalesce(name, ''), ifnull(email, '') FROM account;\n",
      ),
    ),
    expected: [],
  },
  {
    name: 'an index whose column is gone, and one that was dropped by name',
    files: sql(
      `${account}CREATE INDEX account_email ON account (email);\nCREATE INDEX account_name ON account (name);\n`,
      `DROP INDEX account_name;\n${rebuildAccount('id INTEGER PRIMARY KEY, name TEXT', 'INSERT INTO account_new SELECT id, name FROM account;\n')}`,
    ),
    expected: [],
  },
  {
    name: 'a partial index for which there is a whole one now, and one whose column is looked up in another way',
    files: sql(
      `${account}CREATE INDEX account_email ON account (email) WHERE name IS NOT NULL;\nCREATE INDEX account_name ON account (name);\n`,
      `${rebuildAccount(
        "id INTEGER PRIMARY KEY, name TEXT, email TEXT DEFAULT ''",
        'INSERT INTO account_new SELECT id, name, email FROM account;\n',
      )}CREATE INDEX account_by_email ON account (email);\nCREATE INDEX account_lower ON account (lower(name));\n`,
    ),
    expected: [],
  },
  {
    name: 'an index that a UNIQUE of the new table stands for',
    files: sql(
      `${account}CREATE UNIQUE INDEX account_email ON account (email);\n`,
      rebuildAccount(
        'id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE',
        'INSERT INTO account_new SELECT id, name, email FROM account;\n',
      ),
    ),
    expected: [],
  },
  {
    name: 'a trigger of a rebuilt table that writes to one which the migration drops',
    files: sql(
      `${account}CREATE TABLE log (what TEXT);\nCREATE TRIGGER account_log AFTER DELETE ON account BEGIN INSERT INTO log VALUES (old.name); END;\n`,
      `DROP TABLE log;\n${rebuildAccount(
        "id INTEGER PRIMARY KEY, name TEXT, email TEXT DEFAULT ''",
        'INSERT INTO account_new SELECT id, name, email FROM account;\n',
      )}`,
    ),
    expected: [],
  },
  {
    name: 'a table that is renamed away where a program keeps references in their place',
    files: {
      'db.js':
        "import { DatabaseSync } from 'node:sqlite';\nexport const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA legacy_alter_table = ON');\nmigrate(db);\ndb.exec('PRAGMA legacy_alter_table = OFF');\n",
      ...sql(blog(''), off(renameFirst)),
    },
    expected: [],
  },
  {
    name: 'legacy_alter_table keeps references where they are',
    files: sql(
      blog(''),
      `PRAGMA foreign_keys = OFF;\nPRAGMA legacy_alter_table = ON;\n${renameFirst}PRAGMA legacy_alter_table = OFF;\nPRAGMA foreign_keys = ON;\n`,
    ),
    expected: [],
  },
  {
    name: 'a table that is renamed for good takes its references along',
    files: sql(blog(''), 'ALTER TABLE post RENAME TO article;\n'),
    expected: [],
  },
  {
    name: 'functions and modules that this build lacks',
    files: sql(
      `${account}CREATE VIRTUAL TABLE account_fts USING fts5 (name, content='account', content_rowid='id');\n`,
      "UPDATE account SET name = my_function(name);\nINSERT INTO account_fts (account_fts) VALUES ('rebuild');\n",
    ),
    expected: [],
  },
  {
    name: 'a statement that fails without rows, too, is not understood',
    files: sql(account, 'INSERT INTO nowhere SELECT id FROM account;\nUPDATE account SET name = name;\n'),
    expected: [],
  },
  {
    name: 'a table behind a step that is not understood',
    files: sql(
      account,
      'INSERT INTO account (id, name, nick) VALUES (99, 1, 2);\n',
      'ALTER TABLE account ADD COLUMN age INTEGER NOT NULL;\n',
    ),
    expected: [],
  },
  {
    name: 'text that is no JSON, for an index over JSON',
    files: sql(account, "CREATE INDEX account_json ON account (json_extract(name, '$.a'));\n"),
    expected: [],
  },
  {
    name: 'IF NOT EXISTS with the same columns',
    files: sql(account, 'CREATE TABLE IF NOT EXISTS account (id INTEGER PRIMARY KEY, name TEXT);\n'),
    expected: [],
  },
  {
    name: 'one statement in each file',
    files: {
      'migrations/001.sqlite.sql': account,
      'migrations/002.sqlite.sql': 'CREATE TABLE account_new (id INTEGER PRIMARY KEY, name TEXT);\n',
      'migrations/003.sqlite.sql': 'INSERT INTO account_new SELECT id, name FROM account;\n',
      'migrations/004.sqlite.sql': 'DROP TABLE account;\n',
      'migrations/005.sqlite.sql': 'ALTER TABLE account_new RENAME TO account;\n',
    },
    expected: [],
  },
  {
    name: 'rows that are copied into a table which has some',
    files: sql(
      `${account}CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);\n`,
      'INSERT INTO person SELECT id, name FROM account;\nUPDATE person SET name = NULL;\n',
    ),
    expected: [],
  },
  {
    name: 'the schema as one file',
    files: { 'schema.sql': `${account}ALTER TABLE account ADD COLUMN age INTEGER NOT NULL;\n` },
    expected: [],
  },
];

const withoutIndex = (third: string): Record<string, string> =>
  sql(
    `${account}CREATE INDEX account_email ON account (email);\n`,
    rebuildAccount(
      "id INTEGER PRIMARY KEY, name TEXT, email TEXT DEFAULT ''",
      'INSERT INTO account_new SELECT id, name, email FROM account;\n',
    ),
    third,
  );

/** The last migration is not run. */
export const unfinished: readonly RehearsalCase[] = [
  {
    name: 'what the last one puts right is not known to be wrong',
    files: withoutIndex('CREATE INDEX account_by_email ON account (email);\n'),
    expected: [],
  },
  {
    name: 'what the last one does not touch stays wrong',
    files: withoutIndex('CREATE TABLE other (id INTEGER PRIMARY KEY);\n'),
    expected: ['index-lost account_email of account'],
  },
  {
    name: 'what is refused is refused',
    files: sql(
      account,
      'ALTER TABLE account ADD COLUMN age INTEGER NOT NULL;\n',
      'UPDATE account SET age = 1;\n',
    ),
    expected: ['refused not-null-column account.age always'],
  },
];
