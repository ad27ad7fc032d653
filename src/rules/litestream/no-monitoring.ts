import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/no-monitoring',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a litestream.yml with neither metrics (`addr`) nor a heartbeat (`heartbeat-url`, 0.5.6 and later).',
    why: 'When replication stops, the application goes on as before, and nothing tells. Releases of Litestream have stopped in silence.',
    sources: [
      'https://litestream.io/reference/config/',
      'https://github.com/benbjohnson/litestream/issues/1083',
    ],
    bad: [litestreamProject('0.5', litestreamReplica('url: s3://backups/app'))],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'addr: 127.0.0.1:9090\n')),
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app', 'heartbeat-url: ${HEARTBEAT_URL}\n'),
      ),
    ],
  },
  *checkProject(project) {
    for (const { file, settings } of litestreamFiles(project)) {
      const dbs = settings.find(({ path }) => path === 'dbs');
      if (!dbs || settings.some(({ path }) => path === 'addr' || path === 'heartbeat-url')) continue;
      yield {
        file: file.path,
        range: dbs.keyRange,
        message: 'Nothing tells when this replication stops: there are no metrics and no heartbeat.',
        help: 'Set `heartbeat-url` to a service that misses it (0.5.6 and later), or `addr` for metrics.',
      };
    }
  },
});
