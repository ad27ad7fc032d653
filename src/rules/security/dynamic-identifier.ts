import { defineRule } from '../rule.ts';

const program = (body: string): Record<string, string> => ({
  'users.ts': `import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\ndb.exec('CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, name TEXT)');\n${body}`,
});

export default defineRule({
  id: 'security/dynamic-identifier',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds names of tables and columns that are put into SQL as they are, where they come from a request or from the caller of a function.',
    why: 'A name cannot be bound like a value. One that somebody else chooses can hold any SQL. Quotes around it help only where those within it are doubled.',
    sources: ['https://sqlite.org/lang_keywords.html', 'https://cwe.mitre.org/data/definitions/89.html'],
    bad: [
      program(
        'export function all(list: string) {\n  return db.prepare(`SELECT id FROM ${list}`).all();\n}\n',
      ),
    ],
    good: [
      program(
        "const lists = new Set(['users']);\nexport function all(list: string) {\n  if (!lists.has(list)) throw new Error();\n  return db.prepare(`SELECT id FROM ${list}`).all();\n}\n",
      ),
    ],
  },
  *checkProgram({ facts }) {
    for (const { range, written, place } of facts.filled) {
      if (place !== 'name') continue;
      yield {
        range,
        message: `${written} is put into this SQL as a name. Where the caller chooses it, it can hold any SQL.`,
        help: 'Look the name up in a list of those that exist, or quote it with doubled double quotes.',
      };
    }
  },
});
