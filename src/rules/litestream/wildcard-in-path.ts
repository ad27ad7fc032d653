import { nameOf } from '../../text/paths.ts';
import { litestreamProject } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

const of = (database: string, line: '0.3' | '0.5' = '0.5'): Record<string, string> =>
  litestreamProject(line, `dbs:\n  - ${database}\n    replica:\n      url: s3://backups/app\n`);

export default defineRule({
  id: 'litestream/wildcard-in-path',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds databases in a litestream.yml whose `path` has a wildcard: `/data/*.db`.',
    why: 'Litestream takes it for the name of one file and waits for it. It starts, reports nothing wrong, and copies none of the databases that the pattern is meant for.',
    sources: ['https://litestream.io/reference/config/#database-settings'],
    bad: [
      of('path: /data/repos/*.db'),
      of('path: "/data/*/app.db"'),
      {
        'litestream.yml':
          'dbs:\n  - path: /data/*.db\n    replicas:\n      - url: s3://backups/app\n      - path: /backup/app\n',
        Dockerfile: 'FROM litestream/litestream:0.3.13\n',
      },
    ],
    good: [
      of('dir: /data/repos\n    pattern: "*.db"'),
      of('path: /data/app.db'),
      // A file may be called so.
      of('path: "/data/[app].db"'),
    ],
  },
  *checkProject(project) {
    for (const { file, config, line } of litestreamFiles(project)) {
      for (const { path } of config.databases) {
        if (!path || path.isFolder || !path.value.includes('*')) continue;
        yield {
          file: file.path,
          range: path.range,
          message: `Litestream takes ${shortened(path.value)} for the name of one file, and copies nothing. It knows no wildcards in path, waits for such a file, and reports nothing.`,
          help:
            line === '0.3'
              ? 'Write one entry for each database: this line of Litestream has nothing for whole folders.'
              : 'Name the folder in `dir` and the files in `pattern` (`"*.db"`), which 0.5.3 and later read; before that, write one entry for each database.',
        };
      }
    }
  },
});

/** The path, or its last part where it is too long for a message. */
function shortened(path: string): string {
  const name = nameOf(path);
  return path.length <= 30 ? path : name.length <= 30 && name.includes('*') ? `…/${name}` : 'this path';
}
