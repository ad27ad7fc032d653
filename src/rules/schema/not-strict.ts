import { defineRule } from '../rule.ts';
import { isGenerated, knownTables } from '../schema-columns.ts';
import { headRange } from '../schema-places.ts';

export default defineRule({
  id: 'schema/not-strict',
  severity: 'hint',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds tables that are not STRICT in a schema where others are.',
    why: 'A STRICT table refuses values of another type than its columns have. In the others, text in a column of numbers is stored as it is; whoever knows the one kind does not expect the other.',
    sources: ['https://sqlite.org/stricttables.html'],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;\nCREATE TABLE book (id INTEGER PRIMARY KEY, pages INTEGER NOT NULL);\n',
      },
    ],
    good: [
      // None is: that is a choice.
      {
        'schema.sqlite.sql':
          'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE book (id INTEGER PRIMARY KEY, pages INTEGER NOT NULL);\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;\nCREATE TABLE book (id INTEGER PRIMARY KEY, pages INTEGER NOT NULL) STRICT;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'A table that is not STRICT takes text for a number.',
      sql: [
        'CREATE TABLE book (pages INTEGER NOT NULL)',
        "INSERT INTO book VALUES ('many')",
        'SELECT pages, typeof(pages) FROM book',
      ],
      expect: [['many', 'text']],
    },
    {
      claim: 'A STRICT one refuses it.',
      sql: ['CREATE TABLE book (pages INTEGER NOT NULL) STRICT', "INSERT INTO book VALUES ('many')"],
      error: 'cannot store TEXT value in INTEGER column book.pages',
    },
  ],
  *checkDatabase(database) {
    const states = knownTables(database).filter(({ created }) => created.statement);
    const strict = states.filter(({ table }) => table.strict);
    if (isGenerated(database) || strict.length === 0) return;
    for (const { table, created } of states) {
      if (table.strict) continue;
      yield {
        file: created.file,
        range: headRange(created),
        message: `The table ${table.name} is not STRICT, and ${strict.length === 1 ? `${strict[0]?.table.name} is` : `${strict.length} others are`}. It takes values of any type in any column.`,
        help: 'Write STRICT behind the closing parenthesis, with types that STRICT knows (an existing table has to be rebuilt for it).',
      };
    }
  },
});
