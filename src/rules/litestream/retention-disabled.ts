import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/retention-disabled',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds `retention.enabled: false` (0.5.8 and later).',
    why: 'Litestream deletes nothing in the replica then. Without a lifecycle rule of the bucket it grows for ever; with one, a database that nobody writes to makes no new snapshot, and the rule deletes its only one.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'retention:\n  enabled: false\n')),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'retention:\n  enabled: true\n')),
    ],
  },
  *checkProject(project) {
    for (const { file, settings, line } of litestreamFiles(project)) {
      if (line === '0.3') continue;
      for (const { path, range, value } of settings) {
        if (path !== 'retention.enabled' || value?.value !== 'false') continue;
        yield {
          file: file.path,
          range,
          message:
            'Litestream deletes nothing here: a lifecycle rule of the bucket has to. A database without writes makes no new snapshots, and such a rule deletes its last.',
          help: 'Set a lifecycle rule that keeps more than the longest time without a write, or let Litestream delete.',
        };
      }
    }
  },
});
