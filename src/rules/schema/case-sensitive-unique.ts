import { collationOf } from '../../engine/definition.ts';
import { affinityOf } from '../../sql/affinity.ts';
import { defineRule } from '../rule.ts';
import { isGenerated, knownTables } from '../schema-columns.ts';
import { columnPlace, sameName } from '../schema-places.ts';

export default defineRule({
  id: 'schema/case-sensitive-unique',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds unique keys on e-mail addresses and user names that tell upper from lower case.',
    why: 'Anna@example.org and anna@example.org are two rows. Unless the program writes all of them in one case, a person gets two accounts, or can’t sign in with the other spelling.',
    sources: ['https://sqlite.org/datatype3.html#collating_sequences'],
    bad: [
      { 'schema.sqlite.sql': 'CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);\n' },
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL COLLATE NOCASE UNIQUE);\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\nCREATE UNIQUE INDEX account_email ON account (lower(email));\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE CHECK (email = lower(email)));\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'Two spellings are two rows.',
      sql: [
        'CREATE TABLE account (email TEXT UNIQUE)',
        "INSERT INTO account VALUES ('Anna@example.org'), ('anna@example.org')",
        'SELECT count(*) FROM account',
      ],
      expect: [[2]],
    },
    {
      claim: 'With NOCASE the second is refused.',
      sql: [
        'CREATE TABLE account (email TEXT COLLATE NOCASE UNIQUE)',
        "INSERT INTO account VALUES ('Anna@example.org'), ('anna@example.org')",
      ],
      error: 'UNIQUE constraint failed: account.email',
    },
  ],
  *checkDatabase(database) {
    if (isGenerated(database)) return;
    for (const state of knownTables(database)) {
      const { table } = state;
      const index = table.indexes.find(
        ({ unique, where, columns }) =>
          unique &&
          where === undefined &&
          columns.length === 1 &&
          !columns[0]?.expression &&
          sameName(columns[0]?.collation ?? '', 'BINARY') &&
          /^(?:e_?mail|email_?address|user_?name|login)$/i.test(columns[0]?.name ?? ''),
      );
      const column = table.columns.find(({ name }) => sameName(name, index?.columns[0]?.name ?? ''));
      if (!index || !column || affinityOf(column.type) !== 'TEXT') continue;
      if (collationOf(table, column.name) !== 'BINARY' || /\b(?:lower|upper)\s*\(/i.test(table.sql)) continue;
      if (
        table.indexes.some(({ columns }) =>
          columns.some(({ name, expression }) => expression && /\b(?:lower|upper)\s*\(/i.test(name)),
        )
      )
        continue;
      yield {
        ...columnPlace(state, column.name),
        message: `${table.name}.${column.name} is unique by its exact spelling: A and a are two. The same address in another case is accepted.`,
        help: `Declare ${column.name} COLLATE NOCASE, or make the unique index on lower(${column.name}).`,
      };
    }
  },
});
