import type { Table } from '../../engine/catalog.ts';
import { checksOf } from '../../engine/definition.ts';
import { affinityOf } from '../../sql/affinity.ts';
import { nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';
import { declaredColumns, declaredDefault, isEditable, knownTables } from '../schema-columns.ts';
import { sameName } from '../schema-places.ts';

export default defineRule({
  id: 'schema/boolean-text-default',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'unsafe',
  docs: {
    what: "Finds truth values whose default is the text `'true'` or `'false'`.",
    why: 'SQLite’s truth values are the numbers 1 and 0. The text ‘true’ equals neither TRUE nor 1, and as a condition it counts as false: rows with the default are found by no query for one or the other.',
    sources: [
      'https://sqlite.org/datatype3.html#boolean_datatype',
      'https://sqlite.org/lang_expr.html#booleanexpr',
    ],
    bad: [
      {
        'schema.sqlite.sql':
          "CREATE TABLE post (id INTEGER PRIMARY KEY, draft BOOLEAN NOT NULL DEFAULT 'true');\n",
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE post (id INTEGER PRIMARY KEY, draft BOOLEAN NOT NULL DEFAULT TRUE, shown BOOLEAN DEFAULT 0);\n',
      },
      // A column of text: its reader compares with the text.
      {
        'schema.sqlite.sql':
          "CREATE TABLE setting (name TEXT NOT NULL PRIMARY KEY, value TEXT DEFAULT 'true');\n",
      },
      {
        'schema.sqlite.sql':
          "CREATE TABLE setting (id INTEGER PRIMARY KEY, value BOOLEAN NOT NULL DEFAULT 'true' CHECK (value IN ('true', 'false')));\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'A row with the default is neither true nor false.',
      sql: [
        "CREATE TABLE post (id INTEGER PRIMARY KEY, draft BOOLEAN DEFAULT 'true')",
        'INSERT INTO post (id) VALUES (1)',
        'SELECT count(*) FILTER (WHERE draft), count(*) FILTER (WHERE draft = TRUE), count(*) FILTER (WHERE draft = FALSE) FROM post',
      ],
      expect: [[0, 0, 0]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      for (const declared of declaredColumns(state)) {
        const { column, file } = declared;
        if (affinityOf(column.type) === 'TEXT') continue;
        if (!/\b(?:BOOL(?:EAN)?|(?:TINY|SMALL|BIG)?INT(?:EGER)?|BIT)\b/i.test(column.type)) continue;
        const { text: written, range } = declaredDefault(declared) ?? {};
        const [, word] = /^['"](true|false)['"]$/i.exec(written ?? '') ?? [];
        if (!range || word === undefined || namesWord(state.table, word)) continue;
        const value = word.toLowerCase() === 'true' ? '1' : '0';
        yield {
          file,
          range,
          message: `The default of ${state.table.name}.${column.name} is the text ${written}, which is not ${word.toUpperCase()}. As a condition it counts as false, and it equals neither 1 nor 0.`,
          help: `Write DEFAULT ${value}.`,
          fixes: isEditable(database, file)
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

/** True where a CHECK names the word: the texts are meant, and a number would be refused. */
function namesWord(table: Table, word: string): boolean {
  return checksOf(table).some(({ expr }) =>
    [...nodesOf(expr, 'StringLiteral')].some(({ node }) => sameName(node.value, word)),
  );
}
