import { pragmaBoolean } from '../../facts/pragmas.ts';
import { isTakenBack, pragmaUses } from '../../project/pragma-uses.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

interface Danger {
  /** Why, as a clause behind “lets” or the like. */
  readonly message: string;
  readonly help: string;
}

const dangers: Readonly<Record<string, Danger>> = {
  ignore_check_constraints: {
    message: 'lets rows in that break a CHECK constraint.',
    help: 'Leave it off. Correct the rows or the constraint that stands in the way.',
  },
  legacy_alter_table: {
    message: 'keeps references on the old name when a table is renamed.',
    help: 'Switch it off again behind the statement that needs it.',
  },
  trusted_schema: {
    message: 'lets the schema of a file call any function of the program.',
    help: 'Set trusted_schema = OFF, as SQLite advises every application to.',
  },
  reverse_unordered_selects: {
    message: 'turns the order of rows around, which is meant for tests.',
    help: 'Leave it to tests, which find a missing ORDER BY with it.',
  },
};

const isOff = (value: string): boolean => !pragmaBoolean(value);

export default defineRule({
  id: 'pragma/dangerous',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds switches that take a protection away and stay on: `ignore_check_constraints`, `legacy_alter_table`, `trusted_schema`, `reverse_unordered_selects`.',
    why: 'Each has its use for a statement or two. Left on, they let in rows that the schema forbids, leave references that lead nowhere, or let a crafted file run functions of the program.',
    sources: [
      'https://sqlite.org/pragma.html#pragma_ignore_check_constraints',
      'https://sqlite.org/pragma.html#pragma_legacy_alter_table',
      'https://sqlite.org/pragma.html#pragma_trusted_schema',
    ],
    bad: [
      'PRAGMA ignore_check_constraints = ON;',
      'PRAGMA legacy_alter_table = 1;\nALTER TABLE a RENAME TO b;',
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA trusted_schema = ON');\n",
      ),
    ],
    good: [
      'PRAGMA trusted_schema = OFF;',
      // On for one statement.
      'PRAGMA legacy_alter_table = ON;\nALTER TABLE a RENAME TO b;\nPRAGMA legacy_alter_table = OFF;',
    ],
  },
  proofs: [
    {
      claim: 'A row that breaks a constraint is let in.',
      sql: [
        'CREATE TABLE t (x CHECK (x > 0))',
        'PRAGMA ignore_check_constraints = ON',
        'INSERT INTO t VALUES (-1)',
        'SELECT x FROM t',
      ],
      expect: [[-1]],
    },
  ],
  *checkProject(project) {
    const uses = pragmaUses(project);
    for (const use of uses) {
      const danger = Object.hasOwn(dangers, use.name) ? dangers[use.name] : undefined;
      if (!danger || use.value === undefined || !pragmaBoolean(use.value) || isTakenBack(use, uses, isOff))
        continue;
      yield {
        file: use.file.path,
        range: use.range,
        message: `${use.written} = ${use.value} ${danger.message}`,
        help: danger.help,
      };
    }
  },
});
