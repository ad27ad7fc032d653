import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { resolveNames } from '../../src/schema/resolve-names.ts';
import { columnOf, type Reference } from '../../src/schema/scopes.ts';
import type { SchemaState } from '../../src/schema/timeline.ts';
import { StatementSyntax } from '../../src/sql/statement.ts';
import type { Stmt } from '../../src/sql/tree.ts';
import { linterFor, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

let schema: SchemaState = new Map();
before(async () => {
  const linter = linterFor(engine, {
    'schema.sqlite.sql': `
      CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
      CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER, title TEXT);
      CREATE TABLE tag (name TEXT PRIMARY KEY, weight) WITHOUT ROWID;
      CREATE VIEW titles AS SELECT title AS label, author_id FROM book;
      CREATE VIRTUAL TABLE search USING fts5 (body);`,
  });
  await linter.update();
  schema = linter.project.databases[0]?.timeline?.tables ?? schema;
});

function parse(sql: string): { statement: StatementSyntax; tree: Stmt } {
  const statement = new StatementSyntax(sql);
  assert.ok(statement.tree, `${sql} has a tree`);
  return { statement, tree: statement.tree };
}

/**
 * The names of a statement in the order of the text, each with its table: `id=book`, `b.id=book` by its alias. `made.`
 * stands before what the statement makes itself; what has no reference is left out.
 */
function meanings(sql: string): string[] {
  const { statement, tree } = parse(sql);
  const written = ({ node }: Reference): string => statement.textOf(node);
  const tableOf = ({ source, column }: Reference): string => {
    const table = source.state ? source.state.table.name : `made.${source.name}`;
    return `${table}.${column}${source.optional ? '?' : ''}`;
  };
  return [...resolveNames(tree, schema).references.values()]
    .sort((a, b) => statement.rangeOf(a.node).start - statement.rangeOf(b.node).start)
    .map((reference) => `${written(reference)}=${tableOf(reference)}`);
}

const cases: Record<string, readonly [sql: string, ...expected: string[]][]> = {
  'tables and aliases': [
    ['SELECT title FROM book', 'title=book.title'],
    ['SELECT B.Title FROM main.book AS b', 'B.Title=book.title'],
    // An alias hides the name of its table.
    ['SELECT book.title FROM book AS b'],
    ['SELECT gone FROM book'],
    [
      'SELECT a.id, b.id FROM author a, book b WHERE name = title',
      'a.id=author.id',
      'b.id=book.id',
      'name=author.name',
      'title=book.title',
    ],
    ['SELECT title FROM other.book'],
  ],
  'an alias of a result': [
    // A column comes before an alias, in WHERE and in GROUP BY.
    ['SELECT upper(title) AS title FROM book GROUP BY title', 'title=book.title', 'title=book.title'],
    ['SELECT upper(title) AS loud FROM book WHERE loud = 1 ORDER BY loud', 'title=book.title'],
  ],
  joins: [
    ['SELECT id FROM author JOIN book USING (id)', 'id=author.id'],
    ['SELECT id, title FROM author NATURAL JOIN book', 'id=author.id', 'title=book.title'],
    [
      'SELECT name, title FROM author LEFT JOIN book ON author_id = author.id',
      'name=author.name',
      'title=book.title?',
      'author_id=book.author_id?',
      'author.id=author.id',
    ],
    ['SELECT name, title FROM author RIGHT JOIN book USING (id)', 'name=author.name?', 'title=book.title'],
    ['SELECT name, title FROM author FULL JOIN book USING (id)', 'name=author.name?', 'title=book.title?'],
    [
      'SELECT title FROM author LEFT JOIN (book JOIN tag ON title = tag.name)',
      'title=book.title?',
      'title=book.title',
      'tag.name=tag.name',
    ],
  ],
  subqueries: [
    [
      'SELECT name FROM author WHERE EXISTS (SELECT 1 FROM book WHERE author_id = author.id AND id > 1)',
      'name=author.name',
      'author_id=book.author_id',
      'author.id=author.id',
      'id=book.id',
    ],
    // The column is the outer table's where the inner one has none of that name.
    [
      'SELECT id FROM book WHERE id IN (SELECT title FROM author)',
      'id=book.id',
      'id=book.id',
      'title=book.title',
    ],
    [
      'SELECT n, s.id FROM (SELECT name AS n, id FROM author) AS s',
      'n=made.s.n',
      's.id=made.s.id',
      'name=author.name',
      'id=author.id',
    ],
    ['SELECT label FROM (SELECT * FROM titles)', 'label=made..label'],
  ],
  'common table expressions': [
    ['WITH b AS (SELECT title FROM book) SELECT title FROM b', 'title=book.title', 'title=made.b.title'],
    ['WITH b (label) AS (SELECT id FROM book) SELECT label FROM b', 'id=book.id', 'label=made.b.label'],
    // It hides the table of its name, but not that of a database.
    [
      'WITH book AS (SELECT 1 AS one) SELECT one, m.title FROM book, main.book AS m',
      'one=made.book.one',
      'm.title=book.title',
    ],
    [
      'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n',
      'i=made.n.i',
      'i=made.n.i',
      'i=made.n.i',
    ],
    [
      'WITH RECURSIVE n AS (SELECT id FROM book UNION ALL SELECT id + 1 FROM n) SELECT id FROM n',
      'id=book.id',
      'id=made.n.id',
      'id=made.n.id',
    ],
  ],
  'views, virtual tables and functions': [
    ['SELECT label FROM titles', 'label=titles.label'],
    // A virtual table may have columns that its declaration does not name.
    ['SELECT body FROM search'],
    ['SELECT s.rank FROM search AS s', 's.rank=search.rank'],
    ['SELECT value, title FROM book, json_each(title)', 'title=book.title', 'title=book.title'],
    ['SELECT e.value FROM json_each(?) AS e', 'e.value=made.e.value'],
  ],
  'the rowid': [
    ['SELECT rowid, b.OID FROM book AS b', 'rowid=book.rowid', 'b.OID=book.oid'],
    ['SELECT rowid FROM tag'],
    ['SELECT rowid FROM titles'],
  ],
  changes: [
    ['UPDATE book SET title = id WHERE author_id = 1', 'id=book.id', 'author_id=book.author_id'],
    [
      'UPDATE book SET title = a.name FROM author AS a WHERE a.id = author_id RETURNING title',
      'a.name=author.name',
      'a.id=author.id',
      'author_id=book.author_id',
      'title=book.title',
    ],
    ['DELETE FROM book AS b WHERE b.id = 1 RETURNING title', 'b.id=book.id', 'title=book.title'],
    ['INSERT INTO book (title) SELECT name FROM author RETURNING id', 'name=author.name', 'id=book.id'],
  ],
  upsert: [
    [
      'INSERT INTO tag VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET weight = weight + excluded.weight WHERE tag.weight < 9',
      'name=tag.name',
      'weight=tag.weight',
      'excluded.weight=tag.weight',
      'tag.weight=tag.weight',
    ],
  ],
  triggers: [
    [
      'CREATE TRIGGER t AFTER UPDATE ON book WHEN old.title <> new.title BEGIN UPDATE author SET name = new.title WHERE id = old.author_id; END',
      'old.title=book.title',
      'new.title=book.title',
      'new.title=book.title',
      'id=author.id',
      'old.author_id=book.author_id',
    ],
    ['CREATE TRIGGER t AFTER INSERT ON book BEGIN SELECT new.id; END', 'new.id=book.id'],
  ],
  'the statement of a view': [['CREATE VIEW v AS SELECT name FROM author', 'name=author.name']],
};

for (const [name, list] of Object.entries(cases))
  describe(name, () => {
    for (const [sql, ...expected] of list)
      test(sql, () => {
        assert.deepEqual(meanings(sql), expected);
      });
  });

test('the column behind a reference is that of a table which is known for sure', () => {
  const { tree } = parse('SELECT title, label, rowid FROM book, titles');
  const columns = [...resolveNames(tree, schema).references.values()].map(columnOf);
  assert.deepEqual(
    columns.map((column) => column?.name),
    ['title', undefined, undefined],
  );
});

test('names are resolved once for a statement and a schema', () => {
  const { tree } = parse('SELECT title FROM book');
  assert.equal(resolveNames(tree, schema), resolveNames(tree, schema));
  assert.equal(resolveNames(tree, new Map()).references.size, 0);
});
