import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { effectiveReplicas } from '../litestream-replicas.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/archive-storage-class',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds replicas in an archive of S3: `storage-class: GLACIER`, `DEEP_ARCHIVE` (0.5.14 and later).',
    why: 'Objects in those classes cannot be read before each has been asked for and taken out, which takes minutes to days. Litestream does not do that: a restore, and its own compaction, fail.',
    sources: [
      'https://litestream.io/reference/config/',
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/archived-objects.html',
    ],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nstorage-class: GLACIER')),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app?storage-class=DEEP_ARCHIVE')),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nstorage-class: STANDARD_IA')),
      // This one is read at once.
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nstorage-class: GLACIER_IR')),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      if (litestream.line === '0.3') continue;
      const told = new Set<number>();
      for (const { setting, parameter } of effectiveReplicas(litestream)) {
        const written = setting('storage-class');
        const name = written?.value?.value ?? parameter('storageClass', 'storage-class');
        const at = written ?? setting('url');
        if (!at || !/^(?:GLACIER|DEEP_ARCHIVE)$/.test(name ?? '') || told.has(at.keyRange.start)) continue;
        told.add(at.keyRange.start);
        yield {
          file: litestream.file.path,
          range: at.range,
          message: `A restore from ${name} fails: what is archived there cannot be read at once.`,
          help: 'Use STANDARD, STANDARD_IA or GLACIER_IR.',
        };
      }
    }
  },
});
