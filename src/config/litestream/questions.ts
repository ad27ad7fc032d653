import type { LitestreamLine } from '../../facts/litestream/key.ts';
import { OptionsError } from '../options-error.ts';
import type { LitestreamDestination } from './destination.ts';
import { isS3Provider, type S3Provider, s3Providers } from './providers.ts';

/** What has to be known of a destination, as an editor asks it. */
export interface DestinationQuestion {
  readonly key: string;
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly mayBeEmpty?: true;
}

/** A destination that can be chosen. */
export interface DestinationChoice {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly asks: readonly DestinationQuestion[];
}

const prefix: DestinationQuestion = {
  key: 'prefix',
  prompt: 'The path in the bucket',
  value: 'sqlite',
  mayBeEmpty: true,
};

/** All destinations of a line, those that speak S3 first. */
export function destinationChoices(line: LitestreamLine): readonly DestinationChoice[] {
  return [
    ...Object.entries<S3Provider>(s3Providers).map(([id, provider]) => ({
      id,
      name: provider.name,
      description: 'a bucket',
      asks: s3Questions(id, provider),
    })),
    ...otherDestinations.filter(({ lines }) => lines.includes(line)).map(({ lines: _, ...choice }) => choice),
  ];
}

function s3Questions(id: string, { name, endpoint, region, account }: S3Provider): DestinationQuestion[] {
  return [
    { key: 'bucket', prompt: `The bucket at ${name}` },
    prefix,
    ...(region === undefined
      ? [{ key: 'region', prompt: "The bucket's region", placeholder: 'eu-central-1' }]
      : []),
    ...(account === undefined
      ? []
      : [{ key: 'account', prompt: `The ${account}, which the endpoint starts with` }]),
    ...(endpoint === undefined && id !== 'aws'
      ? [{ key: 'endpoint', prompt: 'The endpoint', placeholder: 'https://minio.example.org:9000' }]
      : []),
  ];
}

const otherDestinations: readonly (DestinationChoice & { readonly lines: readonly LitestreamLine[] })[] = [
  {
    id: 'gs',
    name: 'Google Cloud Storage',
    description: "a bucket, with a service account's credentials",
    lines: ['0.3', '0.5'],
    asks: [{ key: 'bucket', prompt: 'The bucket' }, prefix],
  },
  {
    id: 'abs',
    name: 'Azure Blob Storage',
    description: 'a container',
    lines: ['0.3', '0.5'],
    asks: [
      { key: 'account', prompt: 'The storage account' },
      { key: 'bucket', prompt: 'The container' },
      { ...prefix, prompt: 'The path in the container' },
    ],
  },
  {
    id: 'sftp',
    name: 'SFTP',
    description: 'a folder of another machine',
    lines: ['0.3', '0.5'],
    asks: [
      { key: 'user', prompt: 'The user of the SFTP server' },
      { key: 'host', prompt: 'The SFTP server', placeholder: 'backup.example.org' },
      {
        key: 'hostKey',
        prompt: "The server's public key, as ssh-keyscan prints it",
        placeholder: 'ssh-ed25519 AAAA…',
      },
      { key: 'path', prompt: 'The folder there', value: '/backups' },
      {
        key: 'keyPath',
        prompt: "The file with the user's private key; empty for a password",
        mayBeEmpty: true,
        placeholder: '/etc/litestream/id_ed25519',
      },
    ],
  },
  {
    id: 'nats',
    name: 'NATS',
    description: 'an object store',
    lines: ['0.5'],
    asks: [
      { key: 'host', prompt: 'The NATS server', placeholder: 'nats.internal:4222' },
      { key: 'bucket', prompt: 'The bucket of its object store' },
      {
        key: 'credentials',
        prompt: 'The file with credentials; empty for a user and a password',
        mayBeEmpty: true,
        placeholder: '/etc/litestream/app.creds',
      },
    ],
  },
  {
    id: 'webdav',
    name: 'WebDAV',
    description: 'a folder of a server',
    lines: ['0.5'],
    asks: [
      { key: 'url', prompt: 'The WebDAV server', placeholder: 'https://dav.example.org' },
      { key: 'path', prompt: 'The folder there', value: '/backups' },
    ],
  },
  {
    id: 'oss',
    name: 'Alibaba Cloud OSS',
    description: 'a bucket',
    lines: ['0.5'],
    asks: [
      { key: 'bucket', prompt: 'The bucket' },
      { key: 'region', prompt: "The bucket's region", placeholder: 'eu-central-1' },
      prefix,
    ],
  },
  {
    id: 'file',
    name: 'A folder',
    description: 'on another disk, or it is lost with the database',
    lines: ['0.3', '0.5'],
    asks: [{ key: 'path', prompt: 'The folder for the copies', value: '/var/backups/litestream' }],
  },
];

/**
 * The destination that was chosen and described.
 * @param answers by the keys of the questions; an empty one counts as none
 * @throws OptionsError
 */
export function answeredDestination(
  id: string,
  answers: Readonly<Record<string, string>>,
): LitestreamDestination {
  const of = (key: string): string => answers[key] ?? '';
  const optional = (key: string): string | undefined => answers[key] || undefined;
  const bucket = { bucket: of('bucket'), prefix: of('prefix') };
  if (isS3Provider(id)) {
    return {
      kind: 's3',
      provider: id,
      ...bucket,
      region: optional('region'),
      account: optional('account'),
      endpoint: optional('endpoint'),
    };
  }
  switch (id) {
    case 'gs':
      return { kind: id, ...bucket };
    case 'abs':
      return { kind: id, account: of('account'), ...bucket };
    case 'sftp':
      return {
        kind: id,
        user: of('user'),
        host: of('host'),
        path: of('path'),
        keyPath: optional('keyPath'),
        hostKey: optional('hostKey'),
      };
    case 'nats':
      return { kind: id, host: of('host'), bucket: of('bucket'), credentials: optional('credentials') };
    case 'webdav':
      return { kind: id, url: of('url'), path: of('path') };
    case 'oss':
      return { kind: id, region: of('region'), ...bucket };
    case 'file':
      return { kind: id, path: of('path') };
    default:
      throw new OptionsError(`there is no destination ${id}`);
  }
}
