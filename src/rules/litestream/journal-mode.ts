import { replicationOf } from '../../project/litestream/replicated.ts';
import { isTakenBack, pragmaUses } from '../../project/pragma-uses.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const config = {
  'litestream.yml': 'dbs:\n  - path: /data/app.db\n    replica:\n      url: s3://backups/app\n',
  Makefile: 'LITESTREAM_VERSION = 0.5.17\n',
};
const open = (mode: string, path = '/data/app.db'): Record<string, string> =>
  nodeProgram(
    `export const db = new DatabaseSync('${path}', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = ${mode}');\n`,
  );

export default defineRule({
  id: 'litestream/journal-mode',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds a journal mode other than WAL that is set on a database which Litestream replicates: DELETE, TRUNCATE or PERSIST.',
    why: 'Litestream copies the WAL, and switches the database to WAL mode by itself. While it runs, the pragma fails with “database is locked”, however long it waits; an application that opens the database first and keeps it out of WAL is not replicated.',
    sources: ['https://litestream.io/tips/#wal-journal-mode', 'https://litestream.io/how-it-works/'],
    bad: [{ ...config, ...open('DELETE') }],
    good: [
      { ...config, ...open('WAL') },
      { ...config, ...open('DELETE', '/data/jobs.db') },
      open('TRUNCATE'),
    ],
  },
  *checkProject(project) {
    const uses = pragmaUses(project).filter(({ name }) => name === 'journal_mode');
    for (const use of uses) {
      const { file, value, range, connection, written } = use;
      if (!connection || !/^(?:delete|truncate|persist)$/i.test(value ?? '')) continue;
      if (isTakenBack(use, uses, (mode) => /^wal$/i.test(mode))) continue;
      const by = replicationOf(connection, project);
      if (!by) continue;
      const text = file.text.slice(range.start, range.end);
      const at = text.toLowerCase().lastIndexOf(value?.toLowerCase() ?? '');
      yield {
        file: file.path,
        range,
        message: `${written} = ${value?.toUpperCase()} beside Litestream, which replicates the WAL alone. While it runs, the pragma fails with “database is locked” (${by.file.path}).`,
        help: 'Use WAL.',
        fixes:
          at < 0
            ? []
            : [
                {
                  title: 'Use WAL',
                  safe: false,
                  edits: [
                    {
                      range: {
                        start: range.start + at,
                        end: range.start + at + (value?.length ?? 0),
                      },
                      text: 'WAL',
                    },
                  ],
                },
              ],
      };
    }
  },
});
