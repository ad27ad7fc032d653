import { unreadKeys } from '../../config/litestream/key-verdict.ts';
import { releasesOf } from '../../facts/litestream/keys.ts';
import { compareReleases } from '../../facts/litestream/releases.ts';
import { litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { versionSource } from '../litestream-versions.ts';
import { defineRule } from '../rule.ts';

const image = (release: string, yml: string): Record<string, string> => ({
  'litestream.yml': yml,
  Dockerfile: `FROM litestream/litestream:${release}\n`,
});

export default defineRule({
  id: 'litestream/key-not-in-release',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds keys in a litestream.yml that came with a later release of Litestream than the project runs, or went with an earlier one.',
    why: 'The older release drops the key without a word, like any that it does not know: no heartbeat is sent, no database is restored, nothing is left to the bucket’s rules.',
    sources: [
      'https://litestream.io/reference/config/',
      'https://github.com/benbjohnson/litestream/releases',
    ],
    bad: [
      image(
        '0.5.3',
        'dbs:\n  - path: /data/app.db\n    restore-if-db-not-exists: true\n    replica:\n      url: s3://backups/app\n',
      ),
      image(
        '0.5.13',
        'dbs:\n  - path: /data/app.db\n    max-checkpoint-page-count: 5000\n    replica:\n      url: s3://backups/app\n',
      ),
      image('0.5.5', litestreamReplica('url: s3://backups/app', 'heartbeat-url: https://hc.example.org/1\n')),
    ],
    good: [
      image(
        '0.5.13',
        litestreamReplica('url: s3://backups/app', 'heartbeat-url: https://hc.example.org/1\n'),
      ),
      // Whichever 0.5 that is.
      image('0.5', litestreamReplica('url: s3://backups/app', 'heartbeat-url: https://hc.example.org/1\n')),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      const { file, settings, line, release } = litestream;
      if (line === undefined || release === undefined) continue;
      for (const { setting, verdict } of unreadKeys(settings, line, release)) {
        if (verdict.kind !== 'other-release') continue;
        const { spec } = verdict;
        const span = spec.versions[line];
        const isNewer = span !== undefined && compareReleases(release, span.since) < 0;
        const instead = spec.insteadIn?.[line];
        yield {
          file: file.path,
          range: setting.keyRange,
          message: `Litestream ${release} does not read ${setting.key} and drops it without a word. The key is of ${releasesOf({ versions: { [line]: span } })}.${versionSource(litestream)}`,
          help: isNewer
            ? `Run Litestream ${span.since} or later, or remove the key.`
            : `Write ${instead === undefined ? 'what replaced it' : `\`${instead.replaceAll('[]', '')}\``}, or remove the key.`,
        };
      }
    }
  },
});
