import { hostOf } from '../../config/litestream/endpoint.ts';
import { isComputed } from '../../config/litestream/read.ts';
import { s3Services } from '../../facts/litestream/providers.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { effectiveReplicas } from '../litestream-replicas.ts';
import { defineRule } from '../rule.ts';

const of = (lines: string): Record<string, string> =>
  litestreamProject('0.5', litestreamReplica(`type: s3\nbucket: backups\npath: app\n${lines}`));

export default defineRule({
  id: 'litestream/region-mismatch',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds endpoints of Amazon S3 that name another region than `region`, or stand without one.',
    why: 'Beside an endpoint and without a region, Litestream signs its requests for us-east-1. Amazon refuses requests that are signed for another region than its endpoint’s (AuthorizationHeaderMalformed): nothing is replicated.',
    sources: [
      'https://litestream.io/reference/config/#s3-replica',
      'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html',
    ],
    bad: [
      of('endpoint: https://s3.eu-central-1.amazonaws.com'),
      of('endpoint: https://s3.eu-central-1.amazonaws.com\nregion: eu-west-1'),
    ],
    good: [
      of('endpoint: https://s3.eu-central-1.amazonaws.com\nregion: eu-central-1'),
      of('region: eu-central-1'),
      of('endpoint: https://s3.us-east-1.amazonaws.com'),
      // Others take any region.
      of('endpoint: https://minio.example.org:9000'),
      of('endpoint: https://s3.eu-central-1.amazonaws.com\nregion: ${REGION}'),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      const told = new Set<number>();
      for (const { replica, setting } of effectiveReplicas(litestream)) {
        const endpoint = setting('endpoint');
        const host = hostOf(endpoint?.value?.value ?? '');
        const region = setting('region');
        const signed = region?.value?.value ?? 'us-east-1';
        const wanted = host && regionOf(host);
        const at = region ?? endpoint;
        if (replica.kind !== 's3' || !at || wanted === undefined || wanted === signed) continue;
        if (isComputed(signed) || signed === '' || told.has(at.keyRange.start)) continue;
        told.add(at.keyRange.start);
        yield {
          file: litestream.file.path,
          range: at.range,
          message: `The endpoint is in ${wanted}, and requests are signed for ${signed}: Amazon refuses them.`,
          help: `Set \`region: ${wanted}\`, or leave the endpoint out: Amazon’s is known by the region.`,
        };
      }
    }
  },
});

function regionOf(host: string): string | undefined {
  for (const { endpoint } of s3Services) {
    const region = endpoint.exec(host)?.groups?.region;
    if (region !== undefined) return region;
  }
  return undefined;
}
