import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/automatic-recovery',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds `auto-recover: true`.',
    why: 'When its own files are broken, Litestream throws them away and begins anew from the database as it is. Replication goes on, and nobody learns that what lies between can no longer be restored.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nauto-recover: true')),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'auto-recover: true\n')),
    ],
    good: [litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nauto-recover: false'))],
  },
  *checkProject(project) {
    for (const { file, settings, line } of litestreamFiles(project)) {
      if (line === '0.3') continue;
      for (const { key, spec, range, value } of settings) {
        if (key !== 'auto-recover' || !spec || value?.value !== 'true') continue;
        yield {
          file: file.path,
          range,
          message: 'auto-recover drops Litestream’s history when an error occurs, and tells nobody.',
          help: 'Leave it off, watch the log or the metrics, and run `litestream reset` after a look.',
        };
      }
    }
  },
});
