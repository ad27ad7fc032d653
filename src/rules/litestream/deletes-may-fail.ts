import { s3Services } from '../../facts/litestream/providers.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { effectiveReplicas } from '../litestream-replicas.ts';
import { defineRule } from '../rule.ts';

const r2 = 'url: s3://backups/app\nendpoint: https://0123456789abcdef.r2.cloudflarestorage.com';

export default defineRule({
  id: 'litestream/deletes-may-fail',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds replicas in Cloudflare R2, with Litestream 0.5.',
    why: 'R2 has answered deletes of several objects as done, and kept the objects: the bucket grows, whatever the retention says. A lifecycle rule of the bucket, which is in no file of the project, deletes them for sure.',
    sources: [
      'https://github.com/benbjohnson/litestream/issues/976',
      'https://litestream.io/docs/troubleshooting/',
    ],
    bad: [
      litestreamProject('0.5', litestreamReplica(r2)),
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app\nendpoint: https://${ACCOUNT}.r2.cloudflarestorage.com'),
      ),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nregion: eu-central-1')),
      // The bucket has a rule for it.
      litestreamProject('0.5', litestreamReplica(r2, 'retention:\n  enabled: false\n')),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      const { file, line, settings } = litestream;
      if (line !== '0.5' || settings.some(({ path }) => path === 'retention.enabled')) continue;
      const told = new Set<string>();
      for (const { setting, parameter } of effectiveReplicas(litestream)) {
        const endpoint = setting('endpoint');
        const at = endpoint ?? setting('url');
        // The account before the domain may be a variable.
        const host = (endpoint?.value?.value ?? parameter('endpoint') ?? '')
          .replace(/^\w+:\/\//, '')
          .replace(/[/:?].*$/, '');
        const service = host && s3Services.find((known) => known.losesDeletes && known.endpoint.test(host));
        if (!at || !service || told.has(service.name)) continue;
        told.add(service.name);
        yield {
          file: file.path,
          range: at.range,
          message: `${service.name} has kept objects whose deletion it confirmed: the bucket may grow. The retention alone does not keep it small.`,
          help: 'Add a lifecycle rule to the bucket that deletes later than the retention does.',
        };
      }
    }
  },
});
