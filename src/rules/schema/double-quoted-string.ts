import { checksOf, definitionOf } from '../../engine/definition.ts';
import { isRowidName } from '../../engine/rowid.ts';
import { type Id, walk } from '../../sql/tree.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { columnPlace, headRange, indexPlace, sameName } from '../schema-places.ts';

export default defineRule({
  id: 'schema/double-quoted-string',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds names in double quotes in a CHECK or an index that no column has: SQLite takes them for strings.',
    why: 'An index on a misspelt name is an index on a constant, which finds nothing. And builds of SQLite that switch these strings off (`SQLITE_DQS=0`, Node’s node:sqlite, the sqlite3 shell since 3.41) refuse the definition: “no such column”.',
    sources: [
      'https://sqlite.org/quirks.html#double_quoted_string_literals_are_accepted',
      'https://sqlite.org/compile.html#dqs',
    ],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);\nCREATE INDEX book_title ON book ("tilte");\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, state TEXT CHECK (state IN ("lent", "here")));\n',
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, "title" TEXT CHECK ("trim"("title") <> \'\'));\nCREATE INDEX book_title ON book ("title");\n',
      },
      // By the grammar, what stands behind DEFAULT is a string in every build.
      { 'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, state TEXT DEFAULT "here");\n' },
    ],
  },
  proofs: [
    {
      claim: 'An index on a name that no column has is made, and is of no use.',
      sql: [
        'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT)',
        'CREATE INDEX i ON book ("tilte")',
        "SELECT id FROM book WHERE title = 'x'",
      ],
      plan: ['SCAN book'],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const { table } = state;
      const definition = definitionOf(table);
      if (!definition) continue;
      const isColumn = (name: string): boolean =>
        table.columns.some((column) => sameName(column.name, name)) || isRowidName(name);
      for (const { expr, column } of checksOf(table)) {
        let first: Id | undefined;
        walk(expr, (node, parent) => {
          if (first || node.type !== 'Id' || isColumn(node.name)) return undefined;
          if (parent?.type === 'FunctionCallExpr' && parent.name === node) return undefined;
          if (definition.syntax.textOf(node).startsWith('"')) first = node;
          return undefined;
        });
        if (!first) continue;
        const place =
          column === undefined
            ? { file: state.created.file, range: headRange(state.created) }
            : columnPlace(state, column);
        yield {
          ...place,
          message: `${definition.syntax.textOf(first)} in a CHECK of ${table.name} is no column: SQLite takes it for a string. Builds without such strings refuse the table.`,
          help: `Write '${first.name}' for the string, or the name of the column.`,
        };
      }
      for (const index of table.indexes) {
        const text = index.columns.find(
          ({ name, expression }) => expression && /^"(?:[^"]|"")*"(?:\s+(?:ASC|DESC))?$/i.test(name.trim()),
        )?.name;
        const place = indexPlace(state, index.name);
        if (text === undefined || !place) continue;
        yield {
          file: place.file,
          range: place.range,
          message: `The index ${index.name} on ${table.name} indexes the string ${text}: no column has that name. It finds no rows.`,
          help: 'Name a column of the table.',
        };
      }
    }
  },
});
