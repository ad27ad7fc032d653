import { defineRule } from '../rule.ts';

/** What SQLite says of a definition by itself: nothing that is elsewhere could make it right. */
const certain =
  /^(?:unknown datatype for |missing datatype for |duplicate column name: |AUTOINCREMENT |table "[^"]*" has more than one primary key|PRIMARY KEY missing on table |unknown column "[^"]*" in foreign key definition|number of columns in foreign key does not match|foreign key on \S+ should reference only one column|default value of column \[[^\]]*\] is not constant|expressions prohibited in PRIMARY KEY and UNIQUE|subqueries prohibited in |non-deterministic functions prohibited in |parameters prohibited in |aggregate functions prohibited in |misuse of (?:aggregate|window) function|generated column loop|must have at least one non-generated column|generated columns cannot be part of the PRIMARY KEY|error in generated column|views may not be indexed|virtual tables may not be indexed|cannot create (?:AFTER|BEFORE|INSTEAD OF) trigger on |parameters are not allowed in views|too many columns on|conflicting ON CONFLICT clauses|table \S+ has \d+ columns but \d+ values were supplied)/;

const unknownColumn = /^no such column: /;

export default defineRule({
  id: 'schema/invalid-definition',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds definitions of tables, indexes and triggers that SQLite’s grammar accepts and SQLite refuses: types that a STRICT table does not know, two columns of one name, AUTOINCREMENT on another key than INTEGER PRIMARY KEY, an index on a column that is not there.',
    why: 'The statement fails whenever it is run, and what comes behind it in the file is not run any more.',
    sources: ['https://sqlite.org/lang_createtable.html', 'https://sqlite.org/stricttables.html'],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, title VARCHAR(200) NOT NULL) STRICT;\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id BIGINT NOT NULL PRIMARY KEY AUTOINCREMENT, title TEXT);\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);\nCREATE INDEX book_name ON book (name);\n',
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL) STRICT;\nCREATE INDEX book_title ON book (title);\n',
      },
      // A table of SQLite’s own, as a dump or a test shows it: no program makes it.
      { 'schema.sqlite.sql': 'CREATE TABLE sqlite_sequence (name, seq);\n' },
      // A column of a later migration.
      {
        'migrations/1_book.sqlite.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);\n',
        'migrations/2_name.sqlite.sql':
          'ALTER TABLE book RENAME COLUMN title TO name;\nCREATE INDEX book_name ON book (name);\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'A STRICT table knows six types.',
      sql: ['CREATE TABLE book (title VARCHAR(200)) STRICT'],
      error: 'unknown datatype for book.title: "VARCHAR(200)"',
    },
    {
      claim: 'AUTOINCREMENT is for INTEGER PRIMARY KEY, by that very word.',
      sql: ['CREATE TABLE book (id BIGINT PRIMARY KEY AUTOINCREMENT)'],
      error: 'AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY',
    },
  ],
  *checkDatabase({ timeline, tool, others }) {
    for (const { place, error } of timeline?.failures ?? []) {
      const { statement } = place;
      const { tree } = statement ?? {};
      if (!statement || statement.syntax.hasPlaceholder) continue;
      if (
        tree?.type !== 'CreateTableStmt' &&
        tree?.type !== 'CreateIndexStmt' &&
        tree?.type !== 'CreateTriggerStmt'
      )
        continue;
      if (!certain.test(error)) {
        // Of an index, the table has to be known as it is; what a program makes may be made in other ways too.
        if (!unknownColumn.test(error)) continue;
        if (tree.type !== 'CreateTableStmt') {
          const name = (tree.type === 'CreateIndexStmt' ? tree.tblName : tree.tblName.objName).text;
          const state = timeline?.tables.get(name.toLowerCase());
          const isFirst = timeline?.failures[0]?.place === place;
          if (!state || tool === 'program' || others.length > 0 || !isFirst) continue;
        }
      }
      const named =
        tree.type === 'CreateIndexStmt'
          ? tree.idxName
          : tree.type === 'CreateTriggerStmt'
            ? tree.triggerName
            : tree.tblName;
      yield {
        file: place.file,
        range: statement.rangeOf(named),
        message: `SQLite refuses the definition of ${named.objName.text}: ${error}.`,
        help: /datatype for/.test(error)
          ? 'Declare the column INT, INTEGER, REAL, TEXT, BLOB or ANY, or leave out STRICT.'
          : /^AUTOINCREMENT is only/.test(error)
            ? 'Declare the key INTEGER PRIMARY KEY AUTOINCREMENT.'
            : 'Correct the definition.',
      };
    }
  },
});
