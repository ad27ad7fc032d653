import type { Fix } from '../rule.ts';
import { defineRule } from '../rule.ts';
import { type DeclaredColumn, declaredColumns, isEditable, knownTables } from '../schema-columns.ts';

export default defineRule({
  id: 'schema/garbled-type',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'unsafe',
  docs: {
    what: 'Finds columns whose type has swallowed something else: the next column, because a comma is missing, or a constraint that is misspelt. And columns that are named by a type, because the two are the wrong way round.',
    why: 'To SQLite any words are a type. A column is missing, or a constraint, and nothing says so until a query names the one, or rows break the other.',
    sources: ['https://sqlite.org/datatype3.html', 'https://sqlite.org/syntax/type-name.html'],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE person (\n  id INTEGER PRIMARY KEY,\n  name TEXT\n  age INTEGER NOT NULL\n);\n',
      },
      { 'schema.sqlite.sql': 'CREATE TABLE person (id INTEGER PRIMARY KEY, email TEXT UNIQE);\n' },
      { 'schema.sqlite.sql': 'CREATE TABLE person (id INTEGER PRIMARY KEY, TEXT name);\n' },
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, age INTEGER NOT NULL, email TEXT UNIQUE);\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE person (id INTEGER PRIMARY KEY, a UNSIGNED BIG INT, b DOUBLE PRECISION, c VARYING CHARACTER(20), d TIMESTAMP WITH TIME ZONE, "text" TEXT, date DATE);\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'Without the comma there is one column, of the type “TEXT age INTEGER”.',
      sql: [
        'CREATE TABLE person (name TEXT age INTEGER)',
        "SELECT name, type FROM pragma_table_info('person')",
      ],
      expect: [['name', 'TEXT age INTEGER']],
    },
    {
      claim: 'A constraint that is misspelt is none.',
      sql: [
        'CREATE TABLE person (email TEXT UNIQE)',
        "INSERT INTO person VALUES ('a'), ('a')",
        'SELECT count(*) FROM person',
      ],
      expect: [[2]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      for (const declared of declaredColumns(state)) {
        const { definition, statement, file, column } = declared;
        if (!definition.colType) continue;
        const range = statement.rangeOf(definition.colType);
        const name = `${state.table.name}.${column.name}`;
        const swallowed = swallowedColumn(column.type);
        const word = swallowed ? undefined : misspelt(column.type);
        if (swallowed) {
          const text = statement.text.slice(range.start - statement.start, range.end - statement.start);
          const at = text.toLowerCase().indexOf(swallowed.rest.toLowerCase());
          const before = text.slice(0, Math.max(at, 0)).trimEnd().length;
          const insertAt = { start: range.start + before, end: range.start + before };
          const fixes: Fix[] =
            at > 0 && isEditable(database, file)
              ? [{ title: 'Add the comma', safe: false, file, edits: [{ range: insertAt, text: ',' }] }]
              : [];
          yield {
            file,
            range,
            message: `A comma is missing: ${swallowed.name} has become a part of the type of ${name}. The table has no column ${swallowed.name}.`,
            help: `Put a comma before ${swallowed.name}.`,
            fixes,
          };
        } else if (word) {
          yield {
            file,
            range,
            message: `${word.written} is no constraint: it has become a part of the type of ${name}. What it stands for is not enforced.`,
            help: `Write ${word.meant}.`,
          };
        } else if (isSwapped(declared)) {
          yield {
            file,
            range: statement.rangeOf(definition),
            message: `The name and the type are swapped: ${state.table.name} has a column named ${column.name} of the type ${column.type}.`,
            help: `Write ${column.type} ${column.name}: the name comes first.`,
          };
        }
      }
    }
  },
});

const base =
  '(?:TINY|SMALL|MEDIUM|BIG)?INT(?:EGER|2|4|8)?|(?:TINY|MEDIUM|LONG)?(?:TEXT|BLOB)|REAL|N?(?:VAR)?CHAR|VARCHAR2?|CLOB|FLOAT|DOUBLE|DECIMAL|NUMERIC|BOOL(?:EAN)?|DATE(?:TIME)?|TIMESTAMP|JSONB?|UUID';
const type = new RegExp(`^(?:${base})$`, 'i');
const between =
  /^(?:BIG|CHARACTER|DOUBLE|LONG|NATIVE|NOT|OF|PRECISION|TIME|UNSIGNED|SIGNED|VARYING|WITH|WITHOUT|ZEROFILL)$/i;

/** The column that a type goes on with: `TEXT age INTEGER` holds `age`. */
function swallowedColumn(written: string): { name: string; rest: string } | undefined {
  const [first, name, second] = written.trim().split(/\s+/);
  if (!first || !name || !second || !type.test(first) || !type.test(second.replace(/\(.*/, '')))
    return undefined;
  return type.test(name) || between.test(name) || !/^\w+$/.test(name)
    ? undefined
    : { name, rest: written.trim().slice(first.length).trim() };
}

/** What is written for a constraint, and is none. */
const mistakes: readonly (readonly [RegExp, string])[] = [
  [/\b(?:UNIQE|UNIQ|UNQIUE|UNIUQE|UNIQUEE|UINQUE)\b/i, 'UNIQUE'],
  [/\b(?:PRIMRY|PRIMAY|PRIAMRY|PIMARY|PRIMARAY|PRIMIARY) KEY\b/i, 'PRIMARY KEY'],
  [/\b(?:REFERENCE|REFRENCES|REFERENCS|REFERNCES|REFERECES)\b/i, 'REFERENCES'],
  [/\b(?:NOTNULL|NOT_NULL|NONNULL|REQUIRED)\b/i, 'NOT NULL'],
];

function misspelt(written: string): { written: string; meant: string } | undefined {
  const [first] = written.trim().split(/\s+/);
  if (!first || !type.test(first)) return undefined;
  for (const [pattern, meant] of mistakes) {
    const found = pattern.exec(written);
    if (found) return { written: found[0], meant };
  }
  return undefined;
}

function isSwapped({ column, definition, statement }: DeclaredColumn): boolean {
  const isQuoted = /^["`[']/.test(statement.syntax.textOf(definition.colName));
  return (
    !isQuoted &&
    /^(?:INTEGER|INT|BIGINT|TEXT|VARCHAR|REAL|BLOB|BOOLEAN)$/i.test(column.name) &&
    /^[a-z_]+$/i.test(column.type) &&
    !type.test(column.type) &&
    !/INT|CHAR|CLOB|TEXT|BLOB|REAL|FLOA|DOUB|TIME|DATE/i.test(column.type)
  );
}
