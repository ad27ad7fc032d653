import { effective, isWritableFile, sourceOf } from '../../project/connections/connection.ts';
import { isServer } from '../../project/purpose.ts';
import { nodeProgram, nodeServer } from '../examples.ts';
import { pragmaFix } from '../pragma-fix.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'connection/default-cache-size',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds connections of servers whose page cache has SQLite’s default of 2 MiB.',
    why: 'Pages that are not in the cache are copied from the operating system again. A larger cache spares reads of a database of more than a few megabytes. The size is an upper bound, filled as pages are read. Each connection has a cache of its own: multiply it by the size of the pool.',
    sources: ['https://sqlite.org/pragma.html#pragma_cache_size'],
    bad: [
      nodeServer(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');\n",
      ),
    ],
    good: [
      nodeServer(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA cache_size = -64000');\n",
      ),
      // No server: what is small stays small.
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
      ),
    ],
  },
  proofs: [{ claim: 'The default is 2000 KiB.', sql: ['PRAGMA cache_size'], expect: [[-2000]] }],
  *checkConnection(connection, project) {
    if (!isWritableFile(connection) || effective(connection, 'cache_size') !== '-2000') return;
    if (connection.pragmas.cache_size.by === 'program' || !isServer(project)) return;
    yield {
      range: connection.site.range,
      message: `The page cache of each connection holds 2 MiB at most (${sourceOf(connection, 'cache_size')}).`,
      help: `Set cache_size = -64000 (KiB), where the memory is there: it counts for each connection. ${connection.driver.advice}.`,
      fixes: pragmaFix(connection, 'cache_size'),
    };
  },
});
