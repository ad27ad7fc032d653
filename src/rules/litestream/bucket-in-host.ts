import { hostOf } from '../../config/litestream/endpoint.ts';
import { s3Services } from '../../facts/litestream/providers.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { effectiveReplicas } from '../litestream-replicas.ts';
import { defineRule } from '../rule.ts';

const of = (lines: string): Record<string, string> =>
  litestreamProject('0.5', litestreamReplica(`url: s3://backups/app\n${lines}`));

export default defineRule({
  id: 'litestream/bucket-in-host',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'safe',
  docs: {
    what: 'Finds `force-path-style: false` beside an endpoint that is an address, or a host without a domain.',
    why: 'The bucket becomes a part of the host’s name then: `backups.127.0.0.1`, `backups.minio`. No such host exists, so that nothing is replicated. Supabase Storage takes the bucket in the path alone, too.',
    sources: [
      'https://litestream.io/reference/config/#s3-replica',
      'https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html',
    ],
    bad: [
      of('endpoint: http://127.0.0.1:9000\nforce-path-style: false'),
      of('endpoint: http://minio:9000\nforce-path-style: false'),
      of('endpoint: https://abcd.supabase.co/storage/v1/s3\nforce-path-style: false'),
    ],
    good: [
      of('endpoint: http://minio:9000\nforce-path-style: true'),
      of('endpoint: http://minio:9000'),
      // A domain may have names for the buckets.
      of('endpoint: https://s3.example.org\nforce-path-style: false'),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      const told = new Set<number>();
      for (const { replica, setting } of effectiveReplicas(litestream)) {
        const style = setting('force-path-style');
        const host = hostOf(setting('endpoint')?.value?.value ?? '');
        if (replica.kind !== 's3' || style?.value?.value !== 'false' || !host) continue;
        const known = s3Services.find(({ endpoint }) => endpoint.test(host));
        const isNoDomain = /^(?:\d+(?:\.\d+){3}|\[.*\]|[\w-]+)$/.test(host);
        if ((!isNoDomain && !known?.onlyPathStyle) || told.has(style.keyRange.start)) continue;
        told.add(style.keyRange.start);
        yield {
          file: litestream.file.path,
          range: style.range,
          message: `Without force-path-style the bucket stands before the host: ${known?.name ?? (host.length > 20 ? 'it' : host)} has no such name.`,
          help: 'Set `force-path-style: true`, or leave it out: beside an endpoint it is true.',
          fixes: [
            {
              title: 'Set force-path-style: true',
              safe: true,
              edits: [{ range: style.value.range, text: 'true' }],
            },
          ],
        };
      }
    }
  },
});
