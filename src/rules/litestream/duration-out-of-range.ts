import { goDurationMs } from '../../config/litestream/duration.ts';
import { durationLimits } from '../../facts/litestream/limits.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { writtenDurations } from '../litestream-durations.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/duration-out-of-range',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds durations in a litestream.yml that Litestream can read and not work with: a `sync-interval` of zero, a `heartbeat-interval` below a minute.',
    why: 'With most of them Litestream does not start. A `monitor-interval` of zero is accepted, and nothing is replicated.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsync-interval: 0s')),
      litestreamProject(
        '0.3',
        'dbs:\n  - path: /data/app.db\n    monitor-interval: 0\n    replicas:\n      - url: s3://backups/app\n',
      ),
      litestreamProject(
        '0.5',
        litestreamReplica(
          'url: s3://backups/app',
          'heartbeat-url: https://hc.example.org/1\nheartbeat-interval: 30s\n',
        ),
      ),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsync-interval: 1s')),
      litestreamProject(
        '0.5',
        litestreamReplica(
          'url: s3://backups/app',
          'heartbeat-url: https://hc.example.org/1\nheartbeat-interval: 1m\n',
        ),
      ),
      // Zero switches checkpoints by the clock off.
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app').replace(
          '    replica:',
          '    checkpoint-interval: 0s\n    replica:',
        ),
      ),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      for (const { setting, value, isNumber } of writtenDurations(litestream)) {
        const limit = Object.hasOwn(durationLimits, setting.path) ? durationLimits[setting.path] : undefined;
        const ms = isNumber ? (Number(value.value) === 0 ? 0 : undefined) : goDurationMs(value.value);
        if (!limit || ms === undefined) continue;
        const { leastMs, consequence } = limit;
        if (leastMs === undefined ? ms > 0 : ms >= leastMs) continue;
        const least = leastMs === undefined ? 'longer than nothing' : `at least ${leastMs / 60_000}m`;
        yield {
          file: litestream.file.path,
          range: setting.range,
          message: `${setting.key} has to be ${least}, not ${value.value}: ${consequence}.`,
          help: `Write a duration that is ${least}.`,
        };
      }
    }
  },
});
