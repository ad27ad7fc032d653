import { isOverwritten } from '../../config/litestream/settings.ts';
import { entriesOf, itemsOf, type YamlEntry, type YamlNode } from '../../config/yaml.ts';
import { litestreamKey } from '../../facts/litestream/keys.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/duplicate-key',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds keys that stand twice in one map of a litestream.yml.',
    why: 'The last one counts, and Litestream says nothing of the others: of two lists of `dbs` only the second is replicated.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [
      litestreamProject(
        '0.5',
        `${litestreamReplica('url: s3://backups/app')}dbs:\n  - path: /data/log.db\n    replica:\n      url: s3://backups/log\n`,
      ),
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app\nsync-interval: 1s\nsync-interval: 10s'),
      ),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsync-interval: 1s')),
      // One key of each of two databases.
      litestreamProject(
        '0.5',
        `${litestreamReplica('url: s3://backups/app')}  - path: /data/log.db\n    replica:\n      url: s3://backups/log\n`,
      ),
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litestreamFiles(project)) {
      for (const { key, range } of overwritten(config.root, '')) {
        yield {
          file: file.path,
          range,
          message: `${key} stands twice in one map: Litestream takes the last one and drops this one without a word.`,
          help: 'Keep one of them.',
        };
      }
    }
  },
});

/** The keys of a map, and of those within it, that a later one overwrites. */
function overwritten(map: YamlNode, path: string): YamlEntry[] {
  const entries = entriesOf(map);
  return entries.flatMap((entry) => {
    const own = path === '' ? entry.key : `${path}.${entry.key}`;
    return [
      ...(litestreamKey(own) && isOverwritten(entry, entries, own) ? [entry] : []),
      ...overwritten(entry.value, own),
      ...itemsOf(entry.value).flatMap((item) => overwritten(item, `${own}[]`)),
    ];
  });
}
