import { goDurationMs, meantDuration } from '../../config/litestream/duration.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { writtenDurations } from '../litestream-durations.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/invalid-duration',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'safe',
  docs: {
    what: 'Finds durations in a litestream.yml that Litestream cannot read: `7d`, `10min`, `"30"`.',
    why: 'Litestream reads durations as Go does, in hours, minutes and seconds (`h`, `m`, `s`, `ms`). It knows no days and no weeks, and does not start with anything else: there is no backup until somebody reads its log.',
    sources: ['https://litestream.io/reference/config/', 'https://pkg.go.dev/time#ParseDuration'],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'snapshot:\n  retention: 30d\n')),
      litestreamProject(
        '0.3',
        'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n        retention: 1w\n',
      ),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsync-interval: 10 sec')),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsync-interval: "10"')),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'snapshot:\n  retention: 720h\n')),
      // Go adds up several units.
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsync-interval: 1m30s')),
      // The environment has it.
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsync-interval: ${SYNC_INTERVAL}')),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      for (const { setting, value, onlyIn, isNumber } of writtenDurations(litestream)) {
        if (isNumber || goDurationMs(value.value) !== undefined) continue;
        const meant = meantDuration(value.value);
        const refuses =
          onlyIn === undefined ? 'it does not start' : `Litestream ${onlyIn} does not start with it`;
        yield {
          file: litestream.file.path,
          range: setting.range,
          message: `${setting.key}: ${shortened(litestream.file.text.slice(value.range.start, value.range.end))} is no duration that Litestream can read. Durations have hours, minutes and seconds (\`h\`, \`m\`, \`s\`) and no other units: ${refuses}.`,
          help: meant === undefined ? 'Write it as in 72h, 30m or 10s.' : `Write ${meant}.`,
          ...(meant !== undefined && {
            fixes: [{ title: `Write ${meant}`, safe: true, edits: [{ range: value.range, text: meant }] }],
          }),
        };
      }
    }
  },
});

function shortened(value: string): string {
  return value.length > 12 ? `${value.slice(0, 11)}…` : value;
}
