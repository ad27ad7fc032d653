import { checksOf } from '../../engine/definition.ts';
import type { Place } from '../../schema/place.ts';
import type { SchemaState } from '../../schema/timeline.ts';
import type { InsertStmt } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery } from '../query-trees.ts';
import { conflictKeys, type KnownInsert, knownInsert } from '../replaced-rows.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE tag (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL, name TEXT NOT NULL);\nCREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, value TEXT);\n',
);

export default defineRule({
  id: 'query/conflict-without-key',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds INSERT OR REPLACE, INSERT OR IGNORE and ON CONFLICT DO NOTHING where no unique key of the table is among the columns that are written.',
    why: 'A row is replaced, or left out, only where one with the same primary key or the same UNIQUE columns is there. Without such a key each run adds another row.',
    sources: ['https://sqlite.org/lang_conflict.html'],
    bad: [
      project('INSERT OR REPLACE INTO tag (post_id, name) VALUES (?, ?);\n'),
      project('INSERT OR IGNORE INTO tag (post_id, name) VALUES (?, ?);\n'),
      project('INSERT INTO tag (post_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING;\n'),
    ],
    good: [
      project('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?);\n'),
      project('INSERT INTO tag (post_id, name) VALUES (?, ?);\n'),
      project('REPLACE INTO tag (id, post_id, name) VALUES (?, ?, ?);\n'),
      // OR IGNORE leaves out what breaks a CHECK or NOT NULL, too.
      {
        'schema.sqlite.sql':
          'CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT CHECK (length(text) > 2));\nCREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT);\nCREATE TABLE title (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n',
        'queries/word.sqlite.sql':
          'INSERT OR IGNORE INTO word (text) VALUES (?);\nINSERT OR IGNORE INTO title (text) SELECT text FROM line;\n',
      },
      // It holds for what a trigger does, too.
      {
        'schema.sqlite.sql':
          'CREATE TABLE post (id INTEGER PRIMARY KEY, tag TEXT);\nCREATE TABLE tag (name TEXT NOT NULL PRIMARY KEY);\nCREATE TRIGGER post_tag AFTER INSERT ON post BEGIN INSERT INTO tag VALUES (NEW.tag); END;\n',
        'queries/post.sqlite.sql': 'INSERT OR IGNORE INTO post (tag) VALUES (?);\n',
      },
      // The program makes the key.
      {
        'schema.sql': 'CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n',
        'tags.js':
          "import Database from 'better-sqlite3';\nconst db = new Database('app.db');\ndb.pragma('journal_mode = WAL');\ndb.exec('CREATE UNIQUE INDEX IF NOT EXISTS tag_name ON tag (name)');\ndb.prepare('INSERT OR IGNORE INTO tag (name) VALUES (?)').run('x');\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'Nothing is replaced.',
      sql: [
        'CREATE TABLE t (id INTEGER PRIMARY KEY, a)',
        "INSERT OR REPLACE INTO t (a) VALUES ('x')",
        "INSERT OR REPLACE INTO t (a) VALUES ('x')",
        'SELECT count(*) FROM t',
      ],
      expect: [[2]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    const insert = query && knownInsert(query.tree, query.schema);
    const effect = insert && effectOf(insert.tree);
    if (!effect || conflictKeys(insert).length > 0 || hasOtherUse(insert, query.schema)) return;
    const { table, tree } = insert;
    yield {
      range: input.syntax.rangeOf(tree.tblName),
      message: `No unique key of ${table.name} is written here, so no duplicate is ever ${effect}. Each run adds a row.`,
      help: `Add a UNIQUE constraint on the columns that tell rows apart, or write a plain INSERT INTO ${table.name} where another row is meant.`,
    };
  },
});

/** What is to be done with a row that is there already. */
function effectOf({ orConflict, body }: InsertStmt): string | undefined {
  if (orConflict === 'Replace') return 'replaced';
  const upsert = body.type === 'SelectInsertBody' ? body.upsert : undefined;
  const isNothing = upsert?.doClause.type === 'NothingUpsertDo' && !upsert.index;
  return orConflict === 'Ignore' || isNothing ? 'left out' : undefined;
}

/** True where the clause may be there for something else than doubles: what is invalid, or what a trigger does. */
function hasOtherUse({ tree, table, columns }: KnownInsert, schema: SchemaState): boolean {
  const triggers = schema.get(table.name.toLowerCase())?.triggers.values() ?? [];
  if (tree.orConflict && [...triggers].some(firesOnInsert)) return true;
  if (tree.orConflict !== 'Ignore') return false;
  const isRead = tree.body.type === 'SelectInsertBody' && tree.body.select.select.type !== 'SelectValues';
  return (
    checksOf(table).length > 0 ||
    (isRead && table.columns.some(({ name, notNull }) => notNull && columns.includes(name.toLowerCase())))
  );
}

function firesOnInsert({ statement }: Place): boolean {
  const { tree } = statement ?? {};
  return tree?.type !== 'CreateTriggerStmt' || tree.event.type === 'InsertTriggerEvent';
}
