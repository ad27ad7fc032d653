import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/default-retention',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a litestream.yml that sets no retention.',
    why: 'Litestream keeps 24 hours then. Rows that were deleted by mistake on Friday are gone from the replica before anybody misses them on Monday.',
    sources: ['https://litestream.io/reference/config/#retention-period', 'https://litestream.io/tips/'],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app')),
      litestreamProject(
        '0.3',
        'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n',
      ),
    ],
    good: [
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app', 'snapshot:\n  interval: 12h\n  retention: 168h\n'),
      ),
      // The bucket deletes by a rule of its own.
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'retention:\n  enabled: false\n')),
    ],
  },
  *checkProject(project) {
    for (const { file, settings } of litestreamFiles(project)) {
      const dbs = settings.find(({ path }) => path === 'dbs');
      // One that stands where it is not read has a finding of its own.
      const isSet = settings.some(({ key, path }) => key === 'retention' || path === 'retention.enabled');
      if (!dbs || isSet || !settings.some(({ path }) => /^dbs\[\]\.replicas?$/.test(path))) continue;
      yield {
        file: file.path,
        range: dbs.keyRange,
        message:
          'The copies are kept for 24h, the default: nothing older can be restored. A mistake that is noticed later cannot be undone.',
        help: 'Set the retention: `snapshot.retention` in Litestream 0.5, `retention` of each replica in 0.3.',
      };
    }
  },
});
