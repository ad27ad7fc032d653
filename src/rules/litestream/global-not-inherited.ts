import { isReadBy } from '../../facts/litestream/keys.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { litestreamOf } from '../litestream-versions.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/global-not-inherited',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds settings at the top of a litestream.yml that no replica takes over: `host-key`, `part-size`, `concurrency`, `webdav-url`, `webdav-username`, `webdav-password`.',
    why: 'Litestream 0.5 reads them there without a word, and hands them to no replica. Without its `host-key` a replica trusts any SFTP server.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [
      litestreamProject(
        '0.5',
        litestreamReplica('url: sftp://backup@example.org/app', 'host-key: ssh-ed25519 AAAA\n'),
      ),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'concurrency: 10\n')),
    ],
    good: [
      litestreamProject(
        '0.5',
        litestreamReplica('url: sftp://backup@example.org/app\nhost-key: ssh-ed25519 AAAA'),
      ),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'region: eu-central-1\n')),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      const { file, settings, line, release } = litestream;
      if (line === undefined) continue;
      for (const { path, key, keyRange, spec } of settings) {
        if (path !== key || spec?.isInherited !== false || isReadBy(spec, line, release) === false) continue;
        yield {
          file: file.path,
          range: keyRange,
          message: `${litestreamOf(litestream)} hands ${key} to no replica from here: it has no effect.`,
          help: `Write \`${key}\` in each replica that needs it.`,
        };
      }
    }
  },
});
