import { defineRule } from '../rule.ts';

const program = (body: string): Record<string, string> => ({
  'store.py': `import sqlite3\n\nconn = sqlite3.connect("app.db")\nconn.execute("PRAGMA journal_mode = WAL")\n\ndef save(rows):\n${body}`,
});

export default defineRule({
  id: 'transaction/unbatched-loop-writes',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds loops whose INSERT, UPDATE or DELETE is a transaction of its own in every round.',
    why: 'Each commit waits for the disk, and takes the write lock anew. In one transaction the same rows are written a hundred times as fast, and all or none of them are there after a crash.',
    sources: ['https://sqlite.org/faq.html#q19'],
    bad: [
      program(
        '    for row in rows:\n        conn.execute("INSERT INTO log (text) VALUES (?)", (row,))\n        conn.commit()\n',
      ),
    ],
    good: [
      program(
        '    for row in rows:\n        conn.execute("INSERT INTO log (text) VALUES (?)", (row,))\n    conn.commit()\n',
      ),
    ],
  },
  *checkProgram({ facts }) {
    for (const { range, written } of facts.loopWrites) {
      yield {
        range,
        message: `${written}() commits in every round of the loop. Each commit waits for the disk and takes the write lock anew.`,
        help: 'Begin a transaction before the loop, and commit it once behind it.',
      };
    }
  },
});
