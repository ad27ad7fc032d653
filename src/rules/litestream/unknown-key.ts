import { unreadKeys } from '../../config/litestream/key-verdict.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/unknown-key',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds keys in a litestream.yml that no release of Litestream knows, and names the key that is probably meant.',
    why: 'Litestream drops what it does not know without a word, and works with its defaults: a misspelt `retention` keeps one day of copies, a misspelt `replicas` none at all.',
    sources: [
      'https://litestream.io/reference/config/',
      'https://github.com/benbjohnson/litestream/issues/1403',
    ],
    bad: [
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app', 'snapshot:\n  interval: 6h\n  retension: 72h\n'),
      ),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsync_interval: 5s')),
      {
        'litestream.yml':
          'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n        forcePathStyle: true\n',
      },
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsync-interval: 5s')),
      // Parts for the rest of the file, as YAML has them.
      litestreamProject(
        '0.5',
        'x-defaults: &defaults\n  type: s3\n  bucket: backups\ndbs:\n  - path: /data/app.db\n    replica:\n      <<: *defaults\n      path: app\n',
      ),
    ],
  },
  *checkProject(project) {
    for (const { file, settings, line, release } of litestreamFiles(project)) {
      for (const { setting, verdict } of unreadKeys(settings, line, release)) {
        if (verdict.kind !== 'unknown') continue;
        const { key, keyRange } = setting;
        const { meant } = verdict;
        yield {
          file: file.path,
          range: keyRange,
          message: `No release of Litestream knows the key ${shortened(key)} here. It is dropped without a word, and the default counts.`,
          help: meant === undefined ? 'Remove it, or look up the key that is meant.' : `Write \`${meant}\`.`,
          ...(meant !== undefined && {
            fixes: [{ title: `Write ${meant}`, safe: false, edits: [{ range: keyRange, text: meant }] }],
          }),
        };
      }
    }
  },
});

function shortened(key: string): string {
  return key.length > 40 ? `${key.slice(0, 39)}…` : key;
}
