import { at, itemsOf, rangeOf } from '../../config/yaml.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { litestreamOf } from '../litestream-versions.ts';
import { defineRule } from '../rule.ts';

const levels = (count: number): Record<string, string> =>
  litestreamProject(
    '0.5',
    litestreamReplica(
      'url: s3://backups/app',
      `levels:\n${Array.from({ length: count }, (_, at) => `  - interval: ${at + 1}m\n`).join('')}`,
    ),
  );

/** The level above them is that of the snapshots. */
const most = 8;

export default defineRule({
  id: 'litestream/too-many-levels',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds more than eight `levels` in a litestream.yml.',
    why: 'Litestream 0.5 does not start with more. `litestream databases` does not notice it.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [levels(9)],
    good: [levels(8), levels(2)],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      if (litestream.line !== '0.5') continue;
      const range = rangeOf(itemsOf(at(litestream.config.root, 'levels'))[most]);
      if (!range) continue;
      yield {
        file: litestream.file.path,
        range,
        message: `${litestreamOf(litestream)} has no more than ${most} levels: it does not start with this one.`,
        help: 'Remove levels; three are the default.',
      };
    }
  },
});
