import { checksOf, definitionOf } from '../../engine/definition.ts';
import type { TableState } from '../../schema/timeline.ts';
import { defineRule } from '../rule.ts';
import { declaredColumns, isGenerated, knownTables } from '../schema-columns.ts';

export default defineRule({
  id: 'schema/unenforced-length',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds types with a length, such as VARCHAR(20), in schemas that are written by hand; once for each schema.',
    why: 'SQLite reads the length and ignores it: longer text is stored whole. Whoever relies on it as a limit has none.',
    sources: ['https://sqlite.org/quirks.html#flexible_typing', 'https://sqlite.org/datatype3.html'],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn VARCHAR(13) NOT NULL, title VARCHAR(200) NOT NULL);\n',
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT NOT NULL CHECK (length(isbn) <= 13));\n',
      },
      // The CHECK is the limit.
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn VARCHAR(13) NOT NULL CHECK (length(isbn) <= 13));\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'Longer text is stored whole.',
      sql: [
        'CREATE TABLE book (isbn VARCHAR(3))',
        "INSERT INTO book VALUES ('9780141439587')",
        'SELECT isbn FROM book',
      ],
      expect: [['9780141439587']],
    },
  ],
  *checkDatabase(database) {
    if (isGenerated(database)) return;
    const found = knownTables(database).flatMap((state) => {
      const limited = lengthsChecked(state);
      return declaredColumns(state)
        .filter(
          ({ column, definition }) =>
            definition.colType &&
            /CHAR|TEXT|CLOB/i.test(column.type) &&
            /\(\s*\d+\s*\)/.test(column.type) &&
            !limited.has(column.name.toLowerCase()),
        )
        .map((declared) => ({ ...declared, table: state.table.name }));
    });
    const [first, ...others] = found;
    if (!first?.definition.colType) return;
    const more =
      others.length === 0 ? '' : `, nor in ${others.length} other column${others.length > 1 ? 's' : ''}`;
    yield {
      file: first.file,
      range: first.statement.rangeOf(first.definition.colType),
      message: `SQLite does not enforce ${first.column.type} of ${first.table}.${first.column.name}${more}. Longer text is stored whole.`,
      help: `Where the limit matters, add CHECK (length(${first.column.name}) <= n).`,
    };
  },
});

/** The columns whose length a CHECK looks at, in lower case. */
function lengthsChecked({ table }: TableState): Set<string> {
  const { syntax } = definitionOf(table) ?? {};
  const texts = checksOf(table).map(({ expr }) => syntax?.textOf(expr) ?? '');
  return new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/\blength\s*\(\s*["`[]?(\w+)/gi)].flatMap(([, name]) => name?.toLowerCase() ?? []),
    ),
  );
}
