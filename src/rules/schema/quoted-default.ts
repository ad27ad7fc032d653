import { defineRule } from '../rule.ts';
import { declaredColumns, declaredDefault, isEditable, knownTables } from '../schema-columns.ts';

const meant =
  /^(?:null|current_(?:timestamp|date|time)|now\(\)|(?:date|time|datetime|strftime|unixepoch|julianday)\s*\(.*\))$/is;

export default defineRule({
  id: 'schema/quoted-default',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'unsafe',
  docs: {
    what: "Finds defaults that are a word in quotes where the word’s meaning is wanted: `DEFAULT 'CURRENT_TIMESTAMP'`, `DEFAULT 'NULL'`.",
    why: 'In quotes it is text: the rows get the seventeen letters “CURRENT_TIMESTAMP” instead of the time, the word “NULL” instead of no value.',
    sources: ['https://sqlite.org/lang_createtable.html#the_default_clause'],
    bad: [
      {
        'schema.sqlite.sql':
          "CREATE TABLE book (id INTEGER PRIMARY KEY, added TEXT NOT NULL DEFAULT 'CURRENT_TIMESTAMP');\n",
      },
      { 'schema.sqlite.sql': "CREATE TABLE book (id INTEGER PRIMARY KEY, note TEXT DEFAULT 'NULL');\n" },
      {
        'schema.sqlite.sql':
          "CREATE TABLE book (id INTEGER PRIMARY KEY, note TEXT NOT NULL DEFAULT 'NULL');\n",
      },
      {
        'schema.sqlite.sql':
          "CREATE TABLE book (id INTEGER PRIMARY KEY, added TEXT DEFAULT 'datetime(''now'')');\n",
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          "CREATE TABLE book (id INTEGER PRIMARY KEY, added TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, note TEXT DEFAULT NULL, state TEXT DEFAULT 'null and void');\n",
      },
      // What JSON writes for nothing.
      {
        'schema.sqlite.sql':
          "CREATE TABLE book (id INTEGER PRIMARY KEY, meta TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(meta)), extra JSON DEFAULT 'null', more TEXT DEFAULT 'null');\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'The row gets the word.',
      sql: [
        "CREATE TABLE book (id INTEGER PRIMARY KEY, added TEXT DEFAULT 'CURRENT_TIMESTAMP', note TEXT DEFAULT 'NULL')",
        'INSERT INTO book (id) VALUES (1)',
        'SELECT added, note, note IS NULL FROM book',
      ],
      expect: [['CURRENT_TIMESTAMP', 'NULL', 0]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      for (const declared of declaredColumns(state)) {
        const { column, file } = declared;
        const given = declaredDefault(declared);
        if (!given) continue;
        const { text: written, range } = given;
        const [, inner] = /^(?:'((?:[^']|'')*)'|"(?:[^"]|"")*")$/s.exec(written) ?? [];
        const text = (inner ?? written.slice(1, -1)).replaceAll("''", "'");
        if (!/^['"]/.test(written) || !meant.test(text.trim())) continue;
        // JSON's null is a text, too.
        if (text === 'null') continue;
        const value = /\(/.test(text) ? `(${text.trim()})` : text.trim().toUpperCase();
        const isRunnable = !/^now/i.test(text.trim());
        const isRefused = value === 'NULL' && column.notNull;
        yield {
          file,
          range,
          message: `The default of ${state.table.name}.${column.name} is the text ${written}. In quotes it is a word, and not what the word stands for.`,
          help: isRefused
            ? 'Leave the default out: the column is NOT NULL.'
            : isRunnable
              ? `Write DEFAULT ${value}.`
              : 'Write DEFAULT CURRENT_TIMESTAMP.',
          fixes:
            isRunnable && !isRefused && isEditable(database, file)
              ? [
                  {
                    title: `Change the default to ${value}`,
                    safe: false,
                    file,
                    edits: [{ range, text: value }],
                  },
                ]
              : [],
        };
      }
    }
  },
});
