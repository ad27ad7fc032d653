import { columnName, eventPlace, refusalsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';

const project = (second: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql':
    'CREATE TABLE line (id INTEGER PRIMARY KEY, price INTEGER, count INTEGER);\n',
  'migrations/002_total.sqlite.sql': second,
});

export default defineRule({
  id: 'migration/add-stored-column',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['rehearsal'],
  fix: 'unsafe',
  docs: {
    what: 'Finds `ALTER TABLE … ADD COLUMN … GENERATED ALWAYS AS (…) STORED` on a table with rows.',
    why: 'SQLite accepts it on an empty table and refuses it as soon as the table has a row: the value would have to be written into each. A virtual column can be added at any time, and indexed like a stored one.',
    sources: [
      'https://sqlite.org/gencol.html#limitations',
      'https://sqlite.org/lang_altertable.html#alter_table_add_column',
    ],
    bad: [project('ALTER TABLE line ADD COLUMN total INTEGER GENERATED ALWAYS AS (price * count) STORED;\n')],
    good: [
      project('ALTER TABLE line ADD COLUMN total INTEGER GENERATED ALWAYS AS (price * count) VIRTUAL;\n'),
      project(
        'ALTER TABLE line ADD COLUMN total INTEGER AS (price * count);\nCREATE INDEX line_total ON line (total);\n',
      ),
      project(
        'CREATE TABLE bill (id INTEGER PRIMARY KEY, net INTEGER);\nALTER TABLE bill ADD COLUMN gross INTEGER AS (net * 2) STORED;\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'On an empty table it passes.',
      sql: [
        'CREATE TABLE t (a INTEGER)',
        'ALTER TABLE t ADD COLUMN b INTEGER AS (a * 2) STORED',
        "SELECT count(*) FROM pragma_table_xinfo('t')",
      ],
      expect: [[2]],
    },
    {
      claim: 'On a table with a row it fails.',
      sql: [
        'CREATE TABLE t (a INTEGER)',
        'INSERT INTO t VALUES (1)',
        'ALTER TABLE t ADD COLUMN b INTEGER AS (a * 2) STORED',
      ],
      error: 'cannot add a STORED column',
    },
  ],
  *checkDatabase(database) {
    for (const event of refusalsOf(database, 'stored-column')) {
      const { statement, file } = event.place;
      const word = statement && /\bSTORED\b(?=[^']*$)/i.exec(statement.text);
      const start = statement && word ? statement.start + word.index : undefined;
      yield {
        ...eventPlace(event),
        message: `Adding the stored column ${columnName(event)} fails once the table has a row.`,
        help: 'Make it VIRTUAL, with an index where it is searched; or rebuild the table.',
        ...(start !== undefined && {
          fixes: [
            {
              title: 'Make the column VIRTUAL',
              safe: false,
              file,
              edits: [{ range: { start, end: start + 'STORED'.length }, text: 'VIRTUAL' }],
            },
          ],
        }),
      };
    }
  },
});
