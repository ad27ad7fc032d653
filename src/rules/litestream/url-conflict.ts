import { isComputed } from '../../config/litestream/read.ts';
import { settingsBelow } from '../../config/litestream/settings.ts';
import { at, textOf, type YamlNode } from '../../config/yaml.ts';
import type { ReplicaKind } from '../../facts/litestream/key.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule, type FileProblem } from '../rule.ts';

export default defineRule({
  id: 'litestream/url-conflict',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds replicas whose place is given twice: by `url`, and by `path`, `bucket`, `host` or `webdav-url`.',
    why: 'Litestream refuses to start with both. In 0.5 a `bucket` or a `host` above all databases is handed down to each replica, and so stands in the way of each `url`.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups\npath: app')),
      litestreamProject(
        '0.3',
        'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n        bucket: backups\n',
      ),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'bucket: backups\n')),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('type: s3\nbucket: backups\npath: app')),
      litestreamProject('0.5', litestreamReplica('type: s3\npath: app', 'bucket: backups\n')),
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app\nendpoint: https://minio.example.org:9000'),
      ),
      // A file has no bucket: the one for the others does no harm.
      litestreamProject('0.5', litestreamReplica('url: file:///backup/app', 'bucket: backups\n')),
    ],
  },
  *checkProject(project) {
    for (const { file, config, line } of litestreamFiles(project)) {
      const inherited = new Map<string, FileProblem>();
      for (const { kind, node } of config.databases.flatMap(({ replicas }) => replicas)) {
        const url = textOf(at(node, 'url'));
        if (!kind || url === undefined || !/^\w+:\/\//.test(url)) continue;
        const keys = conflicting[kind];
        const own = settingsBelow(node, '').find(
          (setting) => keys.includes(setting.path) && isSurelySet(setting.node),
        );
        if (own) {
          yield {
            file: file.path,
            range: own.range,
            message: `${own.key} stands beside url: Litestream does not start with both.`,
            help: `Remove \`${own.key}\`, or write the place without \`url\`.`,
          };
          continue;
        }
        if (line !== '0.5') continue;
        for (const setting of settingsBelow(config.root, '')) {
          const { path } = setting;
          if (!keys.includes(path) || setting.spec?.isInherited !== true || !isSurelySet(setting.node))
            continue;
          inherited.set(path, {
            file: file.path,
            range: setting.range,
            message: `${path} for all replicas stands beside the url of one: Litestream does not start. Each replica takes it over, and both may not be set.`,
            help: `Move \`${path}\` into the replicas that have no \`url\`.`,
          });
        }
      }
      yield* inherited.values();
    }
  },
});

/** The keys that may not stand beside `url`, as 0.3.13 and 0.5.17 refuse them. */
const conflicting: Readonly<Record<ReplicaKind, readonly string[]>> = {
  file: ['path'],
  s3: ['path', 'bucket'],
  gs: ['path', 'bucket'],
  abs: ['path', 'bucket'],
  oss: ['path', 'bucket'],
  sftp: ['path', 'host'],
  webdav: ['path', 'webdav-url'],
  nats: [],
};

/** False for what a variable may leave empty. */
function isSurelySet(node: YamlNode): boolean {
  const text = textOf(node) ?? '';
  return text !== '' && (!isComputed(text) || text.replace(/\$(?:\w+|\{[^}]*\})/g, '') !== '');
}
