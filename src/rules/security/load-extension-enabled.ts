import { defineRule } from '../rule.ts';

const program = (options: string): Record<string, string> => ({
  'db.js': `import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('app.db', { timeout: 5000${options} });\ndb.exec('PRAGMA journal_mode = WAL');\n`,
});

export default defineRule({
  id: 'security/load-extension-enabled',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds connections on which the loading of extensions is switched on.',
    why: 'Whoever gets to run SQL on such a connection, through an injection for example, can call load_extension() and run native code in the process. SQLite has it off by default.',
    sources: ['https://sqlite.org/c3ref/enable_load_extension.html', 'https://sqlite.org/security.html'],
    bad: [program(', allowExtension: true')],
    good: [program('')],
  },
  proofs: [
    {
      claim: 'It is off by default.',
      connections: [{ on: 'a', sql: "SELECT load_extension('x')", error: 'not authorized' }],
    },
  ],
  *checkProgram({ facts }) {
    for (const { range, written } of facts.extensions) {
      yield {
        range,
        message: `${written} lets SQL on this connection load native code. An injection then runs any code in the process.`,
        help: 'Load the extensions that are needed right after opening, and switch the loading off again.',
      };
    }
  },
});
