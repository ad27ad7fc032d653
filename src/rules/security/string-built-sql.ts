import { defineRule } from '../rule.ts';

const program = (body: string): Record<string, string> => ({
  'users.js': `import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\ndb.exec('CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, name TEXT UNIQUE)');\n${body}`,
});

export default defineRule({
  id: 'security/string-built-sql',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds values that a program puts into the text of SQL instead of binding them: data of a request, and texts from the caller of a function.',
    why: 'A value with a quote in it ends the text early, and what follows is run as SQL: anybody who chooses the value can read and change all data. A bound parameter is never taken for SQL, and the statement is compiled once.',
    sources: ['https://sqlite.org/c3ref/bind_blob.html', 'https://cwe.mitre.org/data/definitions/89.html'],
    bad: [
      program(
        "export function find(name) {\n  return db.prepare(`SELECT id FROM users WHERE name = '${name}'`).get();\n}\n",
      ),
      program(
        "app.get('/users', (req, res) => {\n  res.json(db.prepare('SELECT id FROM users WHERE name = ' + req.query.name).all());\n});\n",
      ),
    ],
    good: [
      program(
        "export function find(name) {\n  return db.prepare('SELECT id FROM users WHERE name = ?').get(name);\n}\n",
      ),
      // Numbers, constants and lists of placeholders.
      program(
        "const limit = 10;\nexport function find(names) {\n  const marks = names.map(() => '?').join(',');\n  return db.prepare(`SELECT id FROM users WHERE name IN (${marks}) AND id > ${Number(names.length)} LIMIT ${limit}`).all(...names);\n}\n",
      ),
      program(
        "export function find(name) {\n  const escaped = name.replace(/'/g, \"''\");\n  return db.prepare(`SELECT id FROM users WHERE name = '${escaped}'`).get();\n}\n",
      ),
    ],
  },
  *checkProgram({ facts }) {
    for (const { range, written, place, origin } of facts.filled) {
      if (place === 'name') continue;
      const what = origin === 'request' ? `${written}, data of a request,` : written;
      yield {
        range,
        message:
          place === 'path'
            ? `${written} is put into the text of this statement as a path. A quote in it ends the text, and the rest is run as SQL.`
            : `${what} is put into the text of this SQL. A quote or a word of SQL in it changes what is run.`,
        help: 'Write a `?` in its place, without quotes, and bind the value.',
      };
    }
  },
});
