import { defineRule } from '../rule.ts';
import { declaredColumns, declaredDefault, knownTables } from '../schema-columns.ts';

const numbers = /\b(?:(?:TINY|SMALL|MEDIUM|BIG)?INT(?:EGER|2|4|8)?|REAL|FLOAT|DOUBLE)\b/i;

export default defineRule({
  id: 'schema/default-type-mismatch',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: "Finds columns of numbers whose default is text that is no number: `INTEGER DEFAULT ''`, `INTEGER DEFAULT CURRENT_TIMESTAMP`.",
    why: 'SQLite stores the text in the column. Sums take it for 0, text is greater than every number in comparisons and orders, and programs that read a number get a string: a time in seconds becomes an invalid date.',
    sources: [
      'https://sqlite.org/datatype3.html#type_affinity',
      'https://sqlite.org/lang_createtable.html#the_default_clause',
    ],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, added INTEGER NOT NULL DEFAULT CURRENT_TIMESTAMP);\n',
      },
      { 'schema.sqlite.sql': "CREATE TABLE book (id INTEGER PRIMARY KEY, pages INTEGER DEFAULT '');\n" },
      {
        'schema.sqlite.sql':
          "CREATE TABLE book (id INTEGER PRIMARY KEY, added INTEGER DEFAULT (datetime('now')));\n",
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          "CREATE TABLE book (id INTEGER PRIMARY KEY, added INTEGER DEFAULT (unixepoch()), seen INTEGER DEFAULT (strftime('%s', 'now')), pages INTEGER DEFAULT '0', bought DATETIME DEFAULT CURRENT_TIMESTAMP);\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'Text stays text in a column of integers, unless it looks like a number.',
      sql: [
        "CREATE TABLE book (id INTEGER PRIMARY KEY, added INTEGER DEFAULT CURRENT_TIMESTAMP, pages INTEGER DEFAULT '', sold INTEGER DEFAULT '0')",
        'INSERT INTO book (id) VALUES (1)',
        'SELECT typeof(added), typeof(pages), typeof(sold) FROM book',
      ],
      expect: [['text', 'text', 'integer']],
    },
    {
      claim: 'It is greater than every number.',
      sql: [
        "CREATE TABLE book (id INTEGER PRIMARY KEY, pages INTEGER DEFAULT '')",
        'INSERT INTO book (id) VALUES (1)',
        'SELECT count(*) FROM book WHERE pages > 1000000',
      ],
      expect: [[1]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      // A STRICT table refuses it: schema/default-violates-check says so.
      if (state.table.strict) continue;
      for (const declared of declaredColumns(state)) {
        const { column, file } = declared;
        if (!numbers.test(column.type) || /CHAR|CLOB|TEXT|TIME|DATE/i.test(column.type)) continue;
        const { text: written, range } = declaredDefault(declared) ?? {};
        if (!range || written === undefined || !isText(written)) continue;
        yield {
          file,
          range,
          message: `The default of ${state.table.name}.${column.name} is text in a column of numbers. ${column.type} does not keep text out: DEFAULT ${written} is stored as it is.`,
          help: /current_|date|time/i.test(written)
            ? 'Use (unixepoch()) for seconds, or declare the column TEXT.'
            : 'Use a number, or leave out the default.',
        };
      }
    }
  },
});

/** True for text that is no number; words that other rules report in quotes are left to them. */
function isText(written: string): boolean {
  const inner = written.replace(/^\((.*)\)$/s, '$1').trim();
  if (/^(?:current_(?:timestamp|date|time)|(?:datetime|date|time)\s*\([^()]*\))$/i.test(inner)) return true;
  const [, text] = /^'((?:[^']|'')*)'$/s.exec(inner) ?? [];
  if (text === undefined) return false;
  if (/^\s*(?:true|false|null|current_\w+|\w+\(.*\))\s*$/i.test(text)) return false;
  return !/^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text);
}
