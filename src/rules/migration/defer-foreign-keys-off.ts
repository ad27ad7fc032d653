import { pragmaBoolean } from '../../facts/pragmas.ts';
import { readPragma } from '../../sql/pragma.ts';
import { statementsInTransactions } from '../in-transaction.ts';
import { defineRule } from '../rule.ts';
import { isWrite } from '../script-transactions.ts';

const init =
  'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n';
const project = (second: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rows.sqlite.sql': second,
});

export default defineRule({
  id: 'migration/defer-foreign-keys-off',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'safe',
  docs: {
    what: 'Finds `PRAGMA defer_foreign_keys = OFF` at the end of a transaction that has switched it on.',
    why: 'What was put off is forgotten: COMMIT then accepts rows that refer to nothing. Left alone, COMMIT checks them, and switches the pragma off by itself.',
    sources: ['https://sqlite.org/pragma.html#pragma_defer_foreign_keys'],
    bad: [
      project(
        'BEGIN;\nPRAGMA defer_foreign_keys = ON;\nUPDATE book SET author_id = 7;\nPRAGMA defer_foreign_keys = OFF;\nCOMMIT;\n',
      ),
    ],
    good: [
      project('BEGIN;\nPRAGMA defer_foreign_keys = ON;\nUPDATE book SET author_id = 7;\nCOMMIT;\n'),
      // Outside of a transaction there is nothing to forget.
      project(
        'PRAGMA defer_foreign_keys = ON;\nUPDATE book SET author_id = 7;\nPRAGMA defer_foreign_keys = OFF;\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'COMMIT accepts what it would refuse.',
      sql: [
        init,
        'PRAGMA foreign_keys = ON',
        'BEGIN',
        'PRAGMA defer_foreign_keys = ON',
        'INSERT INTO book (author_id) VALUES (7)',
        'PRAGMA defer_foreign_keys = OFF',
        'COMMIT',
        'SELECT author_id FROM book',
      ],
      expect: [[7]],
    },
    {
      claim: 'Left alone, it refuses it.',
      sql: [
        init,
        'PRAGMA foreign_keys = ON',
        'BEGIN',
        'PRAGMA defer_foreign_keys = ON',
        'INSERT INTO book (author_id) VALUES (7)',
        'COMMIT',
      ],
      error: 'FOREIGN KEY constraint failed',
    },
  ],
  *checkFile(file, project) {
    let deferred = false;
    let written = false;
    for (const { statement } of statementsInTransactions(file, project)) {
      const { tree } = statement;
      if (tree?.type === 'BeginStmt' || tree?.type === 'CommitStmt') deferred = written = false;
      if (isWrite(statement)) written = deferred;
      const pragma = tree && readPragma(tree);
      if (pragma?.name !== 'defer_foreign_keys' || pragma.value === undefined) continue;
      if (pragmaBoolean(pragma.value) !== false) {
        deferred = true;
        continue;
      }
      if (!deferred || !written) continue;
      const end = file.source.text.slice(statement.end).match(/^[ \t]*\r?\n/)?.[0].length ?? 0;
      yield {
        range: statement.range,
        message: 'Switched off before COMMIT, defer_foreign_keys forgets the checks that it has put off.',
        help: 'Leave it out: COMMIT checks the rows, and switches it off.',
        fixes: [
          {
            title: 'Leave it to COMMIT',
            safe: true,
            edits: [{ range: { start: statement.start, end: statement.end + end }, text: '' }],
          },
        ],
      };
    }
  },
});
