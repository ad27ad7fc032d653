import { lineOf } from '../../project/lines.ts';
import { defineRule } from '../rule.ts';

const program = (body: string): Record<string, string> => ({
  'db.js': `import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\nexport function shrink() {\n${body}}\n`,
});

export default defineRule({
  id: 'transaction/vacuum-inside',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds programs that run VACUUM between BEGIN and COMMIT. In scripts `pragma/in-transaction` finds it.',
    why: 'VACUUM fails within a transaction.',
    sources: ['https://sqlite.org/lang_vacuum.html'],
    bad: [
      program(
        "  db.exec('BEGIN');\n  db.exec('DELETE FROM log WHERE old = 1');\n  db.exec('VACUUM');\n  db.exec('COMMIT');\n",
      ),
    ],
    good: [
      program(
        "  db.exec('BEGIN');\n  db.exec('DELETE FROM log WHERE old = 1');\n  db.exec('COMMIT');\n  db.exec('VACUUM');\n",
      ),
    ],
  },
  proofs: [
    {
      claim: 'VACUUM fails within a transaction.',
      sql: ['BEGIN', 'VACUUM'],
      error: 'cannot VACUUM from within a transaction',
    },
  ],
  *checkProgram({ source, facts }) {
    for (const { range, outer, what } of facts.nested) {
      if (what !== 'VACUUM') continue;
      yield {
        range,
        message: `VACUUM fails within a transaction: that of line ${lineOf(source, outer.start)} is still open.`,
        help: 'Run it behind the COMMIT.',
      };
    }
  },
});
