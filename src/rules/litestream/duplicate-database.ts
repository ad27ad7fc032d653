import { litestreamProject } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

const of = (second: string): Record<string, string> =>
  litestreamProject(
    '0.5',
    `dbs:\n  - path: /data/app.db\n    replica:\n      url: s3://backups/app\n  - path: ${second}\n    replica:\n      url: s3://backups/other\n`,
  );

export default defineRule({
  id: 'litestream/duplicate-database',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds databases that a litestream.yml lists twice, under the same path or another spelling of it.',
    why: 'Each entry works on the files beside the database as if it were alone, so that both replicas miss changes. Litestream 0.5.17 refuses to start with it; 0.3 and older releases of 0.5 accept it.',
    sources: ['https://github.com/benbjohnson/litestream/issues/1411'],
    bad: [of('/data/app.db'), of('/data/./app.db')],
    good: [of('/data/other.db'), of('/backup/app.db')],
  },
  *checkProject(project) {
    for (const { file, config } of litestreamFiles(project)) {
      const seen = new Set<string>();
      for (const { path } of config.databases) {
        if (!path || path.isFolder) continue;
        const plain = path.value.replace(/(?<=\/)(?:\.?\/)+/g, '').replace(/^\.\//, '');
        if (seen.has(plain)) {
          yield {
            file: file.path,
            range: path.range,
            message:
              'This database is listed twice: both entries work on the same files beside it. Litestream 0.5.17 does not start, others lose changes.',
            help: 'List it once. A second copy is the matter of the bucket (its own replication), or, in 0.3, of a second entry in `replicas`.',
          };
        }
        seen.add(plain);
      }
    }
  },
});
