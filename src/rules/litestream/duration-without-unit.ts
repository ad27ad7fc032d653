import { litestreamProject, litestreamReplica } from '../examples.ts';
import { writtenDurations } from '../litestream-durations.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/duration-without-unit',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds durations in a litestream.yml that are bare numbers: `retention: 72`.',
    why: 'Litestream accepts a bare number without a word, and takes it for nanoseconds: a retention of 72 is over as soon as it begins, so that nothing but the newest copy is kept, and a sync interval of 1 asks for a request every nanosecond.',
    sources: ['https://litestream.io/reference/config/', 'https://pkg.go.dev/time#Duration'],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'snapshot:\n  retention: 72\n')),
      litestreamProject(
        '0.3',
        'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n        sync-interval: 10\n',
      ),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'snapshot:\n  retention: 72h\n')),
      // Zero is zero in any unit: it switches this off.
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app').replace(
          '    replica:',
          '    checkpoint-interval: 0\n    replica:',
        ),
      ),
      // A number that is no duration.
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app').replace(
          '    replica:',
          '    min-checkpoint-page-count: 500\n    replica:',
        ),
      ),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      for (const { setting, value, isNumber } of writtenDurations(litestream)) {
        if (!isNumber || Number(value.value) === 0) continue;
        const units = /retention$/.test(setting.key) ? ['h', 'm'] : ['s', 'm', 'h'];
        yield {
          file: litestream.file.path,
          range: setting.range,
          message: `${setting.key}: ${value.value} means ${value.value} nanoseconds. Litestream takes a number without a unit as that, and says nothing.`,
          help: `Write the unit: ${units.map((unit) => value.value + unit).join(' or ')}.`,
          fixes: units.map((unit) => ({
            title: `Write ${value.value}${unit}`,
            safe: false,
            edits: [{ range: value.range, text: `${value.value}${unit}` }],
          })),
        };
      }
    }
  },
});
