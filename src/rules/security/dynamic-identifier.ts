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
    what: 'Finds names of tables and columns that a function is called with, or that come from a request, and that are put into SQL as they are.',
    why: 'A name cannot be bound. Where whoever calls chooses it, it can hold any SQL; where it is quoted, a quote in it ends the name.',
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
        message: `${written} is put into this SQL as a name. It can hold any SQL, where whoever calls chooses it.`,
        help: 'Look the name up in a list of those that exist, or quote it with doubled double quotes.',
      };
    }
  },
});
