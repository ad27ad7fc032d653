import { pragmaBoolean } from '../../facts/pragmas.ts';
import { readPragma } from '../../sql/pragma.ts';
import {
  describeOpening,
  pragmasInTransactions,
  statementsInTransactions,
  withoutTransaction,
} from '../in-transaction.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'pragma/foreign-keys-in-transaction',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds `PRAGMA foreign_keys` where a transaction is open: behind BEGIN or SAVEPOINT, on the handle of a transaction in a program, or in a migration that its tool wraps in one.',
    why: 'Within a transaction the pragma does nothing, without an error. A migration that means to rebuild a table with foreign keys off runs with them on: dropping the old table then deletes or clears the rows that refer to it.',
    sources: [
      'https://sqlite.org/pragma.html#pragma_foreign_keys',
      'https://sqlite.org/lang_altertable.html#otheralter',
    ],
    bad: [
      'BEGIN;\nPRAGMA foreign_keys = OFF;\nCOMMIT;',
      // To switch them on again belongs to it.
      'BEGIN;\nPRAGMA foreign_keys = OFF;\nPRAGMA foreign_keys = ON;\nCOMMIT;',
      {
        'migrations/0001_rebuild.sql':
          '-- +goose Up\nPRAGMA foreign_keys = OFF;\n\n-- +goose Down\nSELECT 1;\n',
      },
      {
        'migrations/20260101000000_rebuild.sql':
          'PRAGMA foreign_keys = OFF;\nCREATE TABLE book (id INTEGER PRIMARY KEY);\n',
        'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8.6", features = ["sqlite"] }\n',
      },
      {
        'rebuild.go':
          'package migrations\n\nimport "database/sql"\n\nfunc rebuild(tx *sql.Tx) error {\n\t_, err := tx.Exec("PRAGMA foreign_keys = OFF")\n\treturn err\n}\n',
      },
    ],
    good: [
      // The way out that people take where SQLx has none: to end its transaction, and to begin one for it at the end.
      {
        'migrations/20260101000000_rebuild.sql':
          'COMMIT;\nPRAGMA foreign_keys = OFF;\nBEGIN;\nCREATE TABLE book (id INTEGER PRIMARY KEY);\nCOMMIT;\nPRAGMA foreign_keys = ON;\nBEGIN;\n',
        'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8.6", features = ["sqlite"] }\n',
      },
      'PRAGMA foreign_keys = OFF;\nBEGIN;\nCOMMIT;\nPRAGMA foreign_keys = ON;',
      {
        'migrations/0001_rebuild.sql': '-- +goose NO TRANSACTION\n-- +goose Up\nPRAGMA foreign_keys = OFF;\n',
      },
      'BEGIN;\nPRAGMA foreign_keys;\nPRAGMA defer_foreign_keys = ON;\nCOMMIT;',
    ],
  },
  proofs: [
    {
      claim: 'Within a transaction the pragma changes nothing.',
      sql: ['PRAGMA foreign_keys = ON', 'BEGIN', 'PRAGMA foreign_keys = OFF', 'PRAGMA foreign_keys'],
      expect: [[1]],
    },
    {
      claim: 'Nor does it within a savepoint.',
      sql: ['PRAGMA foreign_keys = ON', 'SAVEPOINT a', 'PRAGMA foreign_keys = OFF', 'PRAGMA foreign_keys'],
      expect: [[1]],
    },
  ],
  *checkFile(file, project) {
    /** The parts of the file in which they are to be off: what switches them on again there is no finding of its own. */
    const off = new Set<string | undefined>();
    for (const { statement, tool } of statementsInTransactions(file, project)) {
      const pragma = statement.tree && readPragma(statement.tree);
      if (pragma?.name !== 'foreign_keys' || pragma.value === undefined) continue;
      const part = statement.section?.direction;
      if (!pragmaBoolean(pragma.value)) {
        if (off.has(part)) continue;
        off.add(part);
      } else if (off.has(part)) continue;
      yield {
        range: statement.range,
        message: `PRAGMA foreign_keys does nothing within a transaction${tool === undefined ? '' : `, and ${tool} opens one`}.`,
        help:
          tool === undefined
            ? 'Move it before the BEGIN, and switch the foreign keys on again behind the COMMIT.'
            : withoutTransaction(tool, ', and BEGIN and COMMIT around the rebuild itself.'),
      };
    }
  },
  *checkProgram(program, project) {
    for (const one of pragmasInTransactions(program, project)) {
      if (one.pragma !== 'foreign_keys') continue;
      yield {
        range: one.range,
        message: `PRAGMA foreign_keys does nothing within a transaction, and ${describeOpening(one)}.`,
        help: 'Run it on the connection before the transaction begins, and switch the foreign keys on again when it has ended.',
      };
    }
  },
});
