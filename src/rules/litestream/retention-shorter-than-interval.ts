import { goDurationMs } from '../../config/litestream/duration.ts';
import type { LitestreamSetting } from '../../config/litestream/settings.ts';
import { settingsBelow } from '../../config/litestream/settings.ts';
import { textOf } from '../../config/yaml.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { type LitestreamFile, litestreamFiles } from '../litestream-files.ts';
import { defineRule, type Problem } from '../rule.ts';

export default defineRule({
  id: 'litestream/retention-shorter-than-interval',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a retention that is shorter than the time between two snapshots.',
    why: 'A restore begins with a snapshot. When an older one is dropped before the next is made, how far back a restore can go hangs on when the last was made: at times it is nothing at all. Litestream accepts it without a word. In 0.5 both are 24h where they are not set.',
    sources: [
      'https://github.com/benbjohnson/litestream/issues/1451',
      'https://litestream.io/reference/config/#retention-period',
    ],
    bad: [
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app', 'snapshot:\n  interval: 24h\n  retention: 6h\n'),
      ),
      // The interval is 24h.
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'snapshot:\n  retention: 12h\n')),
      litestreamProject(
        '0.3',
        'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n        retention: 1h\n        snapshot-interval: 24h\n',
      ),
    ],
    good: [
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app', 'snapshot:\n  interval: 6h\n  retention: 72h\n'),
      ),
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app', 'snapshot:\n  interval: 24h\n  retention: 24h\n'),
      ),
      // In 0.3 a snapshot is made when the last is as old as the retention.
      litestreamProject(
        '0.3',
        'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n        retention: 12h\n',
      ),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      for (const problem of problemsIn(litestream)) yield { file: litestream.file.path, ...problem };
    }
  },
});

function problemsIn({ line, settings, config }: LitestreamFile): Problem[] {
  if (line === '0.5') {
    // What a database says holds for all, too.
    if (settings.some(({ path }) => path.startsWith('dbs[].snapshot'))) return [];
    return compared(
      settings.find(({ path }) => path === 'snapshot.retention'),
      settings.find(({ path }) => path === 'snapshot.interval'),
    );
  }
  if (line !== '0.3') return [];
  return config.databases.flatMap(({ replicas }) =>
    replicas.flatMap(({ node }) => {
      const keys = settingsBelow(node, '');
      const interval = keys.find(({ key }) => key === 'snapshot-interval');
      return interval
        ? compared(
            keys.find(({ key }) => key === 'retention'),
            interval,
          )
        : [];
    }),
  );
}

/** Both are 24h where they are missing. */
function compared(
  retention: LitestreamSetting | undefined,
  interval: LitestreamSetting | undefined,
): Problem[] {
  const at = retention ?? interval;
  const [kept, made] = [retention, interval].map((setting) =>
    setting ? (textOf(setting.node) ?? '') : '24h',
  );
  const [keptMs, madeMs] = [goDurationMs(kept ?? ''), goDurationMs(made ?? '')];
  if (!at || keptMs === undefined || madeMs === undefined || keptMs <= 0 || keptMs >= madeMs) return [];
  const byDefault = retention === undefined ? kept : interval === undefined ? made : undefined;
  return [
    {
      range: at.range,
      message: `Snapshots are kept for ${kept} and made every ${made}${byDefault === undefined ? '' : ' (the default)'}. How far back a restore can go hangs on when the last was made: the retention does not say it.`,
      help: 'Make snapshots more often than they are dropped, such as every 1h with a retention of 24h.',
    },
  ];
}
