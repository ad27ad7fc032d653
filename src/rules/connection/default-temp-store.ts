import { effective, isWritableFile, sourceOf } from '../../project/connections/connection.ts';
import { isServer } from '../../project/purpose.ts';
import { nodeProgram, nodeServer } from '../examples.ts';
import { pragmaFix } from '../pragma-fix.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'connection/default-temp-store',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds connections of servers that keep temporary tables and large sorts in files.',
    why: 'What a query sorts or groups beyond the cache goes to a temporary file. Memory is faster, and needs no folder that can be written to; but a sort of many rows then takes the memory for all of them.',
    sources: ['https://sqlite.org/pragma.html#pragma_temp_store', 'https://sqlite.org/tempfiles.html'],
    bad: [
      nodeServer(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');\n",
      ),
    ],
    good: [
      nodeServer(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA temp_store = MEMORY');\n",
      ),
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
      ),
    ],
  },
  proofs: [
    {
      claim: 'The default is 0: files, unless SQLite is built otherwise.',
      sql: ['PRAGMA temp_store'],
      expect: [[0]],
    },
  ],
  *checkConnection(connection, project) {
    if (!isWritableFile(connection) || effective(connection, 'temp_store') !== 'default') return;
    if (connection.pragmas.temp_store.by === 'program' || !isServer(project)) return;
    yield {
      range: connection.site.range,
      message: `Large sorts and temporary tables go to files here (${sourceOf(connection, 'temp_store')}).`,
      help: `Set temp_store = MEMORY, where there is memory for them. ${connection.driver.advice}.`,
      fixes: pragmaFix(connection, 'temp_store'),
    };
  },
});
