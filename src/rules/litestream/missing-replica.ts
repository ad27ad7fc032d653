import { unreadKeys } from '../../config/litestream/key-verdict.ts';
import { at, entriesOf, itemsOf } from '../../config/yaml.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { type LitestreamFile, litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/missing-replica',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds databases in a litestream.yml without any place to copy them to.',
    why: '0.3 opens such a database and copies it nowhere, without a message. 0.5 does not start.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [
      litestreamProject('0.3', 'dbs:\n  - path: /data/app.db\n'),
      litestreamProject('0.5', 'dbs:\n  - path: /data/app.db\n    replicas: []\n'),
      { 'litestream.yml': 'dbs:\n  - path: /data/app.db\n    meta-path: /data/meta\n' },
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app')),
      // A list that is written elsewhere in the file.
      litestreamProject(
        '0.3',
        'x-replicas: &replicas\n  - url: s3://backups/app\ndbs:\n  - path: /data/app.db\n    replicas: *replicas\n',
      ),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      const { file, config, line } = litestream;
      for (const { path, node, range } of config.databases) {
        if (!path || hasReplica(node) || hasUnread(litestream, range)) continue;
        yield {
          file: file.path,
          range: path.range,
          message: `This database has no replica: ${consequences[line ?? 'unknown']}.`,
          help: `Add ${line === '0.3' ? '`replicas`' : '`replica`'} with the place to copy to.`,
        };
      }
    }
  },
});

const consequences = {
  '0.3': 'Litestream 0.3 opens it and copies it nowhere, without a message',
  '0.5': 'Litestream 0.5 does not start',
  unknown: 'Litestream 0.3 copies it nowhere, and 0.5 does not start',
};

function hasReplica(node: Parameters<typeof at>[0]): boolean {
  return (
    entriesOf(at(node, 'replica')).length > 0 || itemsOf(at(node, 'replicas')).length > 0 || isOther(node)
  );
}

/** True for replicas that are no list and no map: that is another mistake, or a variable. */
function isOther(node: Parameters<typeof at>[0]): boolean {
  return entriesOf(node).some(
    ({ key, value }) =>
      /^replicas?$/.test(key) && value != null && !('items' in value && value.items.length === 0),
  );
}

/** True where a key of the database is not read: it may be what was meant. */
function hasUnread(
  { settings, line, release }: LitestreamFile,
  range: { readonly start: number; readonly end: number },
): boolean {
  return unreadKeys(settings, line, release).some(
    ({ setting }) => range.start <= setting.range.start && setting.range.end <= range.end,
  );
}
