import { at, entriesOf, locatedText } from '../../config/yaml.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'litestream/url-in-path',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'safe',
  docs: {
    what: 'Finds replicas whose `path` is a URL.',
    why: 'Litestream refuses to start: the place as a whole is `url`, `path` is the path within the bucket or the folder.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [
      litestreamProject('0.5', litestreamReplica('path: s3://backups/app')),
      litestreamProject('0.5', litestreamReplica('type: s3\nbucket: backups\npath: s3://backups/app')),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app')),
      litestreamProject('0.5', litestreamReplica('path: /backup/app')),
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litestreamFiles(project)) {
      for (const { node } of config.databases.flatMap(({ replicas }) => replicas)) {
        const path = locatedText(at(node, 'path'));
        const scheme = path && /^(\w+):\/\//.exec(path.value)?.[1];
        const key = entriesOf(node).find((entry) => entry.key === 'path')?.range;
        if (!path || !key || scheme === undefined) continue;
        const isAlone = ['url', 'bucket', 'host'].every((name) => at(node, name) === undefined);
        const fixes: Fix[] = isAlone
          ? [{ title: 'Call it url', safe: true, edits: [{ range: key, text: 'url' }] }]
          : [];
        yield {
          file: file.path,
          range: { start: key.start, end: path.range.end },
          message: `path is a URL (${scheme}://): Litestream does not start with that.`,
          help: 'Write it as `url`, without `bucket`, `host` and `path`; or write the path within the bucket alone.',
          fixes,
        };
      }
    }
  },
});
