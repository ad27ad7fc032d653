import { bucketKeys } from './bucket-keys.ts';
import { both, type KeySpec, only03, only05 } from './key.ts';
import { serverKeys } from './server-keys.ts';

/** The keys of every replica, which 0.5.3 and later also take above all databases. */
export const replicaSettings: readonly KeySpec[] = [
  {
    key: 'sync-interval',
    type: 'duration',
    what: 'How often changes are copied: what may be lost with the machine.',
    versions: both(),
    default: '1s',
    range: 'more than 0 in 0.5',
  },
  {
    key: 'validation-interval',
    type: 'duration',
    what: 'How often the replica is restored and compared with the database.',
    versions: both(),
    default: 'never',
    idleIn: { '0.5': '0.5 validates by `validation.interval` at the top alone' },
  },
  {
    key: 'max-sync-ltx-files',
    type: 'int',
    what: 'How many LTX files one run of the monitor uploads at most; 0 for all.',
    versions: only05('0.5.15'),
    default: '256',
  },
  {
    key: 'auto-recover',
    type: 'bool',
    what: 'Whether errors in LTX files are mended by throwing the local state away: the history before that is lost.',
    versions: only05('0.5.7'),
    default: 'false',
  },
  ...bucketKeys,
  ...serverKeys,
  {
    key: 'age',
    type: 'map',
    what: 'Encryption of the copies before they leave the machine; 0.5.0 reads it and encrypts nothing, later releases refuse it.',
    versions: both('0.3.10'),
    children: [
      {
        key: 'identities',
        type: 'strings',
        what: 'The private keys with which copies are read.',
        versions: both('0.3.10'),
        isSecret: true,
      },
      {
        key: 'recipients',
        type: 'strings',
        what: 'The public keys for which copies are encrypted.',
        versions: both('0.3.10'),
      },
    ],
  },
];

/** The keys that stand in a replica alone. */
export const replicaOwn: readonly KeySpec[] = [
  {
    key: 'type',
    type: 'string',
    what: 'The kind of place that is copied to; the scheme of `url` stands before it.',
    versions: both(),
    default: 'file',
    values: ['file', 's3', 'gs', 'gcs', 'abs', 'sftp', 'webdav', 'nats', 'oss'],
  },
  {
    key: 'name',
    type: 'string',
    what: 'The replica’s name in the commands.',
    versions: both(),
    default: 'the type',
    idleIn: { '0.5': 'a database has one replica in 0.5, which needs no name' },
  },
  {
    key: 'url',
    type: 'string',
    what: 'The whole place in one: `s3://bucket/path`; not together with `path` and `bucket`.',
    versions: both('0.3.1'),
  },
  {
    key: 'path',
    type: 'string',
    what: 'The folder, or the path in the bucket; no two databases may share one.',
    versions: both(),
  },
  {
    key: 'retention',
    type: 'duration',
    what: 'How far back a restore can go; older copies are deleted.',
    versions: only03(),
    default: '24h',
    insteadIn: { '0.5': 'snapshot.retention' },
  },
  {
    key: 'retention-check-interval',
    type: 'duration',
    what: 'How often copies are looked for that are older than `retention`.',
    versions: only03(),
    default: '1h',
  },
  {
    key: 'snapshot-interval',
    type: 'duration',
    what: 'How often a full copy is made; without it only when the last one becomes too old to keep.',
    versions: only03('0.3.3'),
    default: 'never',
    insteadIn: { '0.5': 'snapshot.interval' },
  },
];
