import type { LitestreamLine, ReplicaKind } from '../../facts/litestream/key.ts';
import { OptionsError } from '../options-error.ts';
import { hostOf, isPublicHost } from './endpoint.ts';
import { type S3Provider, type S3ProviderId, s3Providers } from './providers.ts';

/** Where copies go. What is secret is no part of it. */
export type LitestreamDestination =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 's3';
      readonly provider: S3ProviderId;
      readonly bucket: string;
      /** The path within the bucket; empty for its root. */
      readonly prefix: string;
      readonly region?: string | undefined;
      /** The provider's account, where its endpoint has one (R2, Supabase). */
      readonly account?: string | undefined;
      /** Stands before the provider's. */
      readonly endpoint?: string | undefined;
    }
  | { readonly kind: 'gs'; readonly bucket: string; readonly prefix: string }
  /** Azure: `bucket` is the container. */
  | { readonly kind: 'abs'; readonly account: string; readonly bucket: string; readonly prefix: string }
  | {
      readonly kind: 'sftp';
      /** With its port, where that is not 22. */
      readonly host: string;
      readonly user: string;
      readonly path: string;
      /** The file with the private key; a password is asked of the environment without it. */
      readonly keyPath?: string | undefined;
      /** The server's public key: `ssh-ed25519 AAAA…`. 0.5 alone checks it, and needs it here. */
      readonly hostKey?: string | undefined;
    }
  | {
      readonly kind: 'nats';
      /** With its port: `nats.internal:4222`. */
      readonly host: string;
      readonly bucket: string;
      /** The file with credentials; a user and a password are asked of the environment without it. */
      readonly credentials?: string | undefined;
    }
  | { readonly kind: 'webdav'; readonly url: string; readonly path: string }
  | { readonly kind: 'oss'; readonly bucket: string; readonly prefix: string; readonly region: string };

/** A variable of the environment in which a secret reaches Litestream. */
export interface LitestreamSecret {
  readonly name: string;
  /** What it holds, for readers. */
  readonly what: string;
}

/** What a destination is called, for readers. */
export function destinationName(destination: LitestreamDestination): string {
  if (destination.kind === 's3') return s3Providers[destination.provider].name;
  return names[destination.kind];
}

const names: Readonly<Record<Exclude<ReplicaKind, 's3'>, string>> = {
  file: 'a folder',
  gs: 'Google Cloud Storage',
  abs: 'Azure Blob Storage',
  sftp: 'an SFTP server',
  webdav: 'a WebDAV server',
  nats: 'a NATS object store',
  oss: 'Alibaba Cloud OSS',
};

/** The variables that have to be set where Litestream runs. */
export function secretsOf(destination: LitestreamDestination): readonly LitestreamSecret[] {
  switch (destination.kind) {
    case 'file':
      return [];
    case 's3':
      return [
        { name: 'LITESTREAM_ACCESS_KEY_ID', what: 'the access key of the bucket' },
        { name: 'LITESTREAM_SECRET_ACCESS_KEY', what: 'its secret' },
      ];
    case 'gs':
      return [
        { name: 'GOOGLE_APPLICATION_CREDENTIALS', what: "the file with a service account's credentials" },
      ];
    case 'abs':
      return [{ name: 'LITESTREAM_AZURE_ACCOUNT_KEY', what: 'the key of the storage account' }];
    case 'sftp':
      return destination.keyPath === undefined
        ? [{ name: 'LITESTREAM_SFTP_PASSWORD', what: "the user's password" }]
        : [];
    case 'nats':
      return destination.credentials === undefined
        ? [
            { name: 'LITESTREAM_NATS_USERNAME', what: 'the user' },
            { name: 'LITESTREAM_NATS_PASSWORD', what: "the user's password" },
          ]
        : [];
    case 'webdav':
      return [
        { name: 'LITESTREAM_WEBDAV_USERNAME', what: 'the user' },
        { name: 'LITESTREAM_WEBDAV_PASSWORD', what: "the user's password" },
      ];
    case 'oss':
      return [
        { name: 'OSS_ACCESS_KEY_ID', what: 'the access key of the bucket' },
        { name: 'OSS_ACCESS_KEY_SECRET', what: 'its secret' },
      ];
  }
}

/** The files that Litestream reads secrets from, by their paths on the server. */
export function secretFilesOf(destination: LitestreamDestination): readonly string[] {
  const path =
    destination.kind === 'sftp'
      ? destination.keyPath
      : destination.kind === 'nats'
        ? destination.credentials
        : undefined;
  return path === undefined ? [] : [path];
}

/**
 * The keys of a replica.
 * @param name of the database, which no other one has
 * @param isOnly false where other databases are replicated, too
 * @throws OptionsError
 */
export function replicaKeysOf(
  destination: LitestreamDestination,
  line: LitestreamLine,
  name: string,
  isOnly: boolean,
): Readonly<Record<string, unknown>> {
  switch (destination.kind) {
    case 'file':
      return { type: 'file', path: join(destination.path, name) };
    case 's3': {
      const { provider, bucket, prefix } = destination;
      const known: S3Provider = s3Providers[provider];
      const region = destination.region ?? known.region;
      const endpoint = destination.endpoint ?? fillEndpoint(known, destination.region, destination.account);
      return {
        type: 's3',
        bucket,
        path: join(prefix, name),
        ...(region !== undefined && { region }),
        ...(endpoint !== undefined && { endpoint }),
      };
    }
    case 'gs':
      return {
        type: line === '0.3' ? 'gcs' : 'gs',
        bucket: destination.bucket,
        path: join(destination.prefix, name),
      };
    case 'abs':
      return {
        type: 'abs',
        'account-name': destination.account,
        bucket: destination.bucket,
        path: join(destination.prefix, name),
      };
    case 'sftp': {
      const { host, user, path, keyPath, hostKey } = destination;
      return {
        type: 'sftp',
        host: /:\d+$/.test(host) ? host : `${host}:22`,
        user,
        ...(keyPath === undefined
          ? { password: variable('LITESTREAM_SFTP_PASSWORD') }
          : { 'key-path': keyPath }),
        ...(line === '0.5' && { 'host-key': hostKey }),
        path: join(path, name),
      };
    }
    case 'nats': {
      const { host, bucket, credentials } = destination;
      return {
        // The address alone is read from `url`; there are no paths in a bucket.
        url: `nats://${host}/${isOnly ? bucket : `${bucket}-${name}`}`,
        ...(credentials === undefined
          ? {
              username: variable('LITESTREAM_NATS_USERNAME'),
              password: variable('LITESTREAM_NATS_PASSWORD'),
            }
          : { creds: credentials }),
        ...(isPublicHost(hostOf(host) ?? '') && { tls: true }),
      };
    }
    case 'webdav':
      return {
        type: 'webdav',
        'webdav-url': destination.url,
        'webdav-username': variable('LITESTREAM_WEBDAV_USERNAME'),
        'webdav-password': variable('LITESTREAM_WEBDAV_PASSWORD'),
        path: join(destination.path, name),
      };
    case 'oss':
      return {
        type: 'oss',
        bucket: destination.bucket,
        region: destination.region,
        path: join(destination.prefix, name),
      };
  }
}

/** @throws OptionsError for a place that cannot be reached, or only without care for what is secret */
export function checkDestination(destination: LitestreamDestination, line: LitestreamLine): void {
  const { kind } = destination;
  if (line === '0.3' && (kind === 'nats' || kind === 'webdav' || kind === 'oss')) {
    throw new OptionsError(
      `${names[kind]}: Litestream 0.3 cannot write there; use 0.5, or a bucket, a folder or SFTP`,
    );
  }
  if ('bucket' in destination && destination.bucket === '') {
    throw new OptionsError(
      kind === 'abs'
        ? 'name the container: abs://account@container/path'
        : `name the bucket: ${kind}://bucket/path`,
    );
  }
  if (kind === 's3' && destination.provider === 'minio' && destination.endpoint === undefined)
    throw new OptionsError('MinIO needs its endpoint, as in https://minio.example.org:9000');
  if (kind === 'abs' && destination.account === '')
    throw new OptionsError('name the storage account: abs://account@container/path');
  if (kind === 'oss' && destination.region === '')
    throw new OptionsError('Alibaba Cloud OSS needs the region of the bucket, as in eu-central-1');
  if (kind === 'sftp') {
    if (destination.user === '' || destination.host === '')
      throw new OptionsError('name the user and the server: sftp://user@host/path');
    if (line === '0.5' && destination.hostKey === undefined) {
      throw new OptionsError(
        `${destination.host}: without its host key any server is trusted; name it as ssh-keyscan -t ed25519 prints it, without the host`,
      );
    }
    if (
      destination.hostKey !== undefined &&
      !/^(?:ssh|ecdsa)-[\w@.-]+ [A-Za-z0-9+/]+=*( .*)?$/.test(destination.hostKey)
    )
      throw new OptionsError('the host key starts with its kind, as in ssh-ed25519 AAAA…');
  }
  if (kind === 'webdav' && !/^https?:\/\/[^/]/.test(destination.url))
    throw new OptionsError('name the WebDAV server by its address, as in https://dav.example.org');
  const address = kind === 's3' ? destination.endpoint : kind === 'webdav' ? destination.url : undefined;
  if (address?.startsWith('http://') && isPublicHost(hostOf(address) ?? '')) {
    throw new OptionsError(`${address}: data and keys would travel unencrypted; use https://`);
  }
  for (const value of Object.values(destination)) {
    if (value !== undefined && /^\w+:\/\/[^/]*:[^/]*@/.test(value))
      throw new OptionsError('leave the password out of the address: it comes from the environment');
  }
}

/** Litestream puts the variable's value in before it reads the file. */
function variable(name: string): string {
  return `\${${name}}`;
}

function fillEndpoint(
  { name, endpoint, account: accountName = 'account id' }: S3Provider,
  region: string | undefined,
  account: string | undefined,
): string | undefined {
  return endpoint?.replace(/\{(region|account)\}/g, (_, what: string) => {
    const value = what === 'region' ? region : account;
    if (value === undefined) {
      throw new OptionsError(
        what === 'region'
          ? `${name} needs the region of the bucket`
          : `${name} needs the ${accountName} that its endpoint starts with, or the whole endpoint`,
      );
    }
    return value;
  });
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder.replace(/\/+$/, '')}/${name}`;
}
