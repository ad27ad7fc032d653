import { goDurationMs } from '../../config/litestream/duration.ts';
import { atPath, locatedText } from '../../config/yaml.ts';
import { isReadBy, litestreamKey } from '../../facts/litestream/keys.ts';
import { litestreamProject } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { litestreamOf } from '../litestream-versions.ts';
import { defineRule } from '../rule.ts';

const databases = (...retentions: readonly string[]): Record<string, string> =>
  litestreamProject(
    '0.5',
    `dbs:\n${retentions
      .map(
        (retention, at) =>
          `  - path: /data/${at}.db\n    snapshot:\n      retention: ${retention}\n    replica:\n      url: s3://backups/${at}\n`,
      )
      .join('')}`,
  );

export default defineRule({
  id: 'litestream/conflicting-snapshots',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds databases in a litestream.yml that each have a `snapshot` of their own, with different values.',
    why: 'Litestream 0.5 keeps one interval and one retention for all databases, wherever they are written, and does not start with two.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [databases('24h', '72h')],
    good: [databases('72h', '72h'), databases('24h', '24h0m')],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      const { file, config, line, release } = litestream;
      const snapshot = litestreamKey('dbs[].snapshot');
      if (line !== '0.5' || !snapshot || isReadBy(snapshot, line, release ?? '0.5.17') !== true) continue;
      for (const key of ['interval', 'retention']) {
        let first: number | undefined;
        for (const { node } of config.databases) {
          const value = locatedText(atPath(node, 'snapshot', key));
          const ms = value && goDurationMs(value.value);
          if (!value || ms === undefined) continue;
          first ??= ms;
          if (ms === first) continue;
          yield {
            file: file.path,
            range: value.range,
            message: `${litestreamOf(litestream)} has one snapshot ${key} for all databases: it does not start with two.`,
            help: `Write one \`snapshot.${key}\` at the top of the file; databases that need another take a file and a Litestream of their own.`,
          };
          break;
        }
      }
    }
  },
});
