import { hostOf, isPublicHost } from '../../config/litestream/endpoint.ts';
import type { LitestreamSetting } from '../../config/litestream/settings.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { type EffectiveReplica, effectiveReplicas } from '../litestream-replicas.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/insecure-endpoint',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds replicas that are reached over a public network without TLS (`http://`, `webdav://`), or with certificates that nobody checks (`skip-verify`).',
    why: 'All rows of the database go through that connection. Who stands in between can read them, and hand out other ones when they are restored. Of WebDAV and with passwords in URLs, the password is in clear text, too.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nendpoint: http://s3.example.org')),
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app\nendpoint: https://s3.example.org\nskip-verify: true'),
      ),
      litestreamProject('0.5', litestreamReplica('url: webdav://dav.example.org/app')),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nendpoint: https://s3.example.org')),
      litestreamProject('0.5', litestreamReplica('url: webdavs://dav.example.org/app')),
      // Beside it, or in a network of its own.
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nendpoint: http://localhost:9000')),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nendpoint: http://minio:9000')),
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app\nendpoint: https://10.0.0.4:9000\nskip-verify: true'),
      ),
      // It is decided elsewhere.
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app\nendpoint: ${ENDPOINT}\nskip-verify: true'),
      ),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      // One for all replicas is told once.
      const told = new Set<number>();
      for (const replica of effectiveReplicas(litestream)) {
        const found = problemOf(replica);
        if (!found || told.has(found.setting.keyRange.start)) continue;
        told.add(found.setting.keyRange.start);
        yield {
          file: litestream.file.path,
          range: found.setting.range,
          message: found.message,
          help: 'Use https:// (for WebDAV webdavs://) with a certificate that can be checked.',
        };
      }
    }
  },
});

function problemOf({
  setting,
  parameter,
}: EffectiveReplica): { readonly setting: LitestreamSetting; readonly message: string } | undefined {
  const url = setting('url');
  const written = ['endpoint', 'webdav-url'].map(setting).find((found) => found?.value);
  const inUrl =
    parameter('endpoint') ?? (/^webdavs?:/.test(url?.value?.value ?? '') ? url?.value?.value : undefined);
  const address = written?.value?.value ?? inUrl;
  const at = written ?? url;
  const host = address === undefined ? undefined : hostOf(address);
  if (!at || address === undefined || host === undefined || !isPublicHost(host)) return undefined;
  const isPlain = /^(?:http|webdav):\/\//.test(address);
  if (isPlain)
    return {
      setting: at,
      message: `${shortened(host)} is reached without TLS: all rows go over the network in clear text.`,
    };
  const skip = setting('skip-verify');
  if (skip?.value?.value !== 'true') return undefined;
  return {
    setting: skip,
    message: `skip-verify takes any certificate for ${shortened(host)}. Who stands in between can read the backups and replace them.`,
  };
}

function shortened(host: string): string {
  return host.length > 28 ? 'the endpoint' : host;
}
