import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

/** Above this, more than 78 MiB at SQLite's page size, the number is one of KiB more often than one of pages. */
const manyPages = 20_000;
const pageSizeBytes = 4096;

export default defineRule({
  id: 'pragma/cache-size-pages',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'unsafe',
  docs: {
    what: 'Finds a positive `cache_size` above 20000.',
    why: 'A positive number counts pages, a negative one KiB. `cache_size = 64000` lets each connection take 250 MiB where 64 MB were meant, and a pool of ten 2.5 GB.',
    sources: ['https://sqlite.org/pragma.html#pragma_cache_size'],
    bad: [
      'PRAGMA cache_size = 64000;',
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA cache_size = 100000');\n",
      ),
    ],
    good: [
      'PRAGMA cache_size = -64000;',
      'PRAGMA cache_size = 2000;',
      'PRAGMA cache_size;',
      "ATTACH 'copy.db' AS copy;\nPRAGMA copy.cache_size = 64000;",
    ],
  },
  proofs: [
    { claim: 'A page has 4096 bytes by default.', sql: ['PRAGMA page_size'], expect: [[pageSizeBytes]] },
  ],
  *checkPragma({ name, value, ofAttached, written, range, valueRange }) {
    if (name !== 'cache_size' || ofAttached || !/^\+?\d+$/.test(value ?? '')) return;
    const pages = Number(value);
    if (pages <= manyPages) return;
    const mebibytes = Math.round((pages * pageSizeBytes) / 1024 / 1024);
    yield {
      range,
      message: `${written} = ${pages} counts pages: up to ${mebibytes} MiB for each connection. (With pages of 4096 bytes.)`,
      help: `Write -${pages} where KiB are meant (${Math.round(pages / 1024)} MiB); multiply it by the number of connections.`,
      fixes: valueRange
        ? [
            {
              title: `Use cache_size = -${pages}`,
              safe: false,
              edits: [{ range: valueRange, text: `-${pages}` }],
            },
          ]
        : [],
    };
  },
});
