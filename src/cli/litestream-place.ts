import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LitestreamDestination } from '../config/litestream/destination.ts';
import type { S3ProviderId } from '../config/litestream/providers.ts';
import { UsageError } from './command.ts';

/** The options that belong to some places alone. */
export interface PlaceOptions {
  readonly provider: S3ProviderId | undefined;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly account: string | undefined;
  readonly keyPath: string | undefined;
  readonly hostKey: string | undefined;
  readonly credentials: string | undefined;
}

/** What `--to` takes, for readers. */
export const placeForms =
  's3://bucket/path, gs://bucket/path, abs://account@container/path, sftp://user@host/path, nats://host:4222/bucket, webdavs://host/path, oss://bucket/path or file:///backup';

const optionsOf: Readonly<Record<LitestreamDestination['kind'], readonly (keyof PlaceOptions)[]>> = {
  file: [],
  s3: ['provider', 'region', 'endpoint', 'account'],
  gs: [],
  abs: [],
  sftp: ['keyPath', 'hostKey'],
  nats: ['credentials'],
  webdav: [],
  oss: ['region'],
};

/**
 * The place that `--to` names.
 * @throws UsageError
 */
export function readPlace(to: string, options: PlaceOptions): LitestreamDestination {
  const destination = destinationOf(to, options);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || optionsOf[destination.kind].includes(name as keyof PlaceOptions)) continue;
    const kinds = Object.entries(optionsOf).filter(([, names]) => names.includes(name as keyof PlaceOptions));
    const option = name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
    const scheme = kinds[0]?.[0];
    throw new UsageError(`--${option} belongs to a place like ${scheme}://…, not to ${to}`);
  }
  return destination;
}

function destinationOf(to: string, options: PlaceOptions): LitestreamDestination {
  const [, scheme, authority = '', rest = ''] =
    /^([a-z][a-z0-9+.-]+):\/\/([^/]*)\/?(.*?)\/?$/i.exec(to) ?? [];
  const at = authority.lastIndexOf('@');
  const [user, host] = at < 0 ? ['', authority] : [authority.slice(0, at), authority.slice(at + 1)];
  if (/:/.test(user))
    throw new UsageError('--to takes no password: it comes from the environment, as the file will say');
  const bucket = { bucket: host, prefix: rest };
  switch (scheme?.toLowerCase()) {
    case 's3': {
      const { provider = 'aws', region, endpoint, account } = options;
      return { kind: 's3', provider, ...bucket, region, endpoint, account };
    }
    case 'gs':
    case 'gcs':
      return { kind: 'gs', ...bucket };
    case 'abs':
      return { kind: 'abs', account: user, ...bucket };
    case 'sftp': {
      const { keyPath, hostKey } = options;
      return { kind: 'sftp', user, host, path: `/${rest}`, keyPath, hostKey };
    }
    case 'nats':
      return { kind: 'nats', host, bucket: rest, credentials: options.credentials };
    case 'webdav':
    case 'webdavs':
      return { kind: 'webdav', url: `${scheme === 'webdav' ? 'http' : 'https'}://${host}`, path: `/${rest}` };
    case 'oss':
      return { kind: 'oss', ...bucket, region: options.region ?? '' };
    case 'file':
      try {
        return { kind: 'file', path: fileURLToPath(to) };
      } catch {
        throw new UsageError(`${to}: write a folder as file:///backup`);
      }
    case undefined:
      if (/^[a-z][a-z0-9+.-]+:/i.test(to) && !/^[a-z]:[\\/]/i.test(to))
        throw new UsageError(`${to}: --to takes ${placeForms}`);
      return { kind: 'file', path: resolve(to) };
    default:
      throw new UsageError(`${to}: --to takes ${placeForms}`);
  }
}
