import { defineRule } from '../rule.ts';
import { isGenerated, knownTables, listed } from '../schema-columns.ts';
import { headRange } from '../schema-places.ts';

const loan = 'CREATE TABLE loan (book INTEGER NOT NULL, reader INTEGER NOT NULL, PRIMARY KEY (book, reader))';

export default defineRule({
  id: 'schema/keys-beside-table',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds tables whose primary key is all of their columns, and that are not WITHOUT ROWID.',
    why: 'Each row is stored twice: in the table by its rowid, and in the index of the key. WITHOUT ROWID stores it once, and a look-up is one search.',
    sources: ['https://sqlite.org/withoutrowid.html'],
    bad: [{ 'schema.sqlite.sql': `${loan};\n` }],
    good: [
      { 'schema.sqlite.sql': `${loan} WITHOUT ROWID;\n` },
      {
        'schema.sqlite.sql':
          'CREATE TABLE loan (book INTEGER NOT NULL, reader INTEGER NOT NULL, note TEXT, PRIMARY KEY (book, reader));\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'The rows take less than two thirds of the room.',
      sql: [
        'CREATE TABLE a (x INTEGER NOT NULL, y INTEGER NOT NULL, PRIMARY KEY (x, y))',
        'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO a SELECT i, i FROM n',
        'CREATE TABLE sizes AS SELECT page_count AS whole FROM pragma_page_count',
        'DROP TABLE a',
        'CREATE TABLE b (x INTEGER NOT NULL, y INTEGER NOT NULL, PRIMARY KEY (x, y)) WITHOUT ROWID',
        'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO b SELECT i, i FROM n',
        'SELECT (SELECT page_count FROM pragma_page_count) - (SELECT freelist_count FROM pragma_freelist_count) < whole * 2 / 3 FROM sizes',
      ],
      expect: [[1]],
    },
  ],
  *checkDatabase(database) {
    if (isGenerated(database)) return;
    for (const { table, created } of knownTables(database)) {
      const key = table.columns.filter(({ primaryKey }) => primaryKey > 0);
      if (!created.statement || table.withoutRowid || key.length < 2 || key.length < table.columns.length)
        continue;
      yield {
        file: created.file,
        range: headRange(created),
        message: `${table.name} stores each row twice: once by its rowid, once in the index of its key. The key (${listed(key.map(({ name }) => name))}) is all that it has.`,
        help: 'Write WITHOUT ROWID behind the closing parenthesis (an existing table has to be rebuilt for it).',
      };
    }
  },
});
