import { both, type KeySpec, only05 } from './key.ts';

const snapshotChildren: readonly KeySpec[] = [
  {
    key: 'interval',
    type: 'duration',
    what: 'How often a full copy is made; a restore replays what came after it.',
    versions: only05(),
    default: '24h',
    range: 'more than 0',
    insteadIn: { '0.3': 'dbs[].replicas[].snapshot-interval' },
  },
  {
    key: 'retention',
    type: 'duration',
    what: 'How far back a restore can go; older copies are deleted.',
    versions: only05(),
    default: '24h',
    range: 'more than 0',
    insteadIn: { '0.3': 'dbs[].replicas[].retention' },
  },
];

/** `snapshot` of a database: it holds for all databases, and two that differ are refused. */
export const databaseSnapshot: KeySpec = {
  key: 'snapshot',
  type: 'map',
  what: 'Full copies; what a database says here holds for all of them, and two that differ are refused.',
  versions: only05('0.5.12'),
  children: snapshotChildren.map((child) => ({ ...child, versions: only05('0.5.12') })),
};

/** The keys above all databases, without those that are meant for replicas. */
export const globalKeys: readonly KeySpec[] = [
  {
    key: 'addr',
    type: 'string',
    what: 'Where metrics are served: `127.0.0.1:9090`; without a host, on all addresses.',
    versions: both(),
    default: 'nowhere',
  },
  {
    key: 'mcp-addr',
    type: 'string',
    what: 'Where an MCP server listens, which asks for no password.',
    versions: only05(),
    default: 'nowhere',
  },
  {
    key: 'exec',
    type: 'string',
    what: 'A program that Litestream starts, and ends with; one text, without a shell’s operators.',
    versions: both('0.3.5'),
  },
  {
    key: 'logging',
    type: 'map',
    what: 'What is logged, and how.',
    versions: both('0.3.12'),
    children: [
      {
        key: 'level',
        type: 'string',
        what: 'The least that is logged; LOG_LEVEL of the environment stands before it.',
        versions: both('0.3.12'),
        default: 'info',
        values: ['trace', 'debug', 'info', 'warn', 'warning', 'error'],
      },
      {
        key: 'type',
        type: 'string',
        what: 'The form of the log.',
        versions: both('0.3.12'),
        default: 'text',
        values: ['text', 'json', 'pretty'],
      },
      {
        key: 'stderr',
        type: 'bool',
        what: 'Whether the log goes to the standard error.',
        versions: both('0.3.12'),
        default: 'false',
      },
      {
        key: 'source',
        type: 'bool',
        what: 'Whether each line of the log names the place in the source.',
        versions: only05('0.5.11'),
        default: 'false',
      },
    ],
  },
  {
    key: 'socket',
    type: 'map',
    what: 'The socket through which commands reach the running Litestream.',
    versions: only05('0.5.7'),
    children: [
      {
        key: 'enabled',
        type: 'bool',
        what: 'Whether there is such a socket.',
        versions: only05('0.5.7'),
        default: 'false',
      },
      {
        key: 'path',
        type: 'string',
        what: 'The file of the socket.',
        versions: only05('0.5.7'),
        default: '/var/run/litestream.sock',
      },
      {
        key: 'permissions',
        type: 'permissions',
        what: 'Who may use the socket.',
        versions: only05('0.5.7'),
        default: '0600',
      },
    ],
  },
  {
    key: 'levels',
    type: 'maps',
    what: 'The levels to which changes are compacted, at most eight.',
    versions: only05(),
    default: '30s, 5m and 1h',
    children: [
      {
        key: 'interval',
        type: 'duration',
        what: 'How often changes are compacted to this level.',
        versions: only05(),
        range: 'more than 0',
      },
    ],
  },
  {
    key: 'snapshot',
    type: 'map',
    what: 'Full copies, for all databases of the file.',
    versions: only05(),
    children: snapshotChildren,
  },
  {
    key: 'retention',
    type: 'map',
    what: 'Who deletes old copies.',
    versions: only05('0.5.8'),
    children: [
      {
        key: 'enabled',
        type: 'bool',
        what: 'Whether Litestream deletes old copies; false leaves it to a lifecycle rule of the bucket.',
        versions: only05('0.5.8'),
        default: 'true',
      },
    ],
  },
  {
    key: 'validation',
    type: 'map',
    what: 'Whether replicas are checked while they run.',
    versions: only05('0.5.7'),
    children: [
      {
        key: 'interval',
        type: 'duration',
        what: 'How often replicas are checked for gaps.',
        versions: only05('0.5.7'),
        default: 'never',
      },
    ],
  },
  {
    key: 'verify-compaction',
    type: 'bool',
    what: 'Whether each compaction is looked at for gaps, which are logged.',
    versions: only05('0.5.7'),
    default: 'false',
  },
  {
    key: 'l0-retention',
    type: 'duration',
    what: 'How long changes are kept that are compacted already.',
    versions: only05('0.5.3'),
    default: '5m',
    range: 'more than 0, from 0 on since 0.5.17',
  },
  {
    key: 'l0-retention-check-interval',
    type: 'duration',
    what: 'How often changes are looked for that are older than `l0-retention`.',
    versions: only05('0.5.3'),
    default: '15s',
    range: 'more than 0',
  },
  {
    key: 'heartbeat-url',
    type: 'string',
    what: 'An address that is called as long as replication works.',
    versions: only05('0.5.6'),
  },
  {
    key: 'heartbeat-interval',
    type: 'duration',
    what: 'How often that address is called.',
    versions: only05('0.5.6'),
    default: '5m',
    range: 'at least 1m',
  },
  {
    key: 'shutdown-sync-timeout',
    type: 'duration',
    what: 'How long the last changes are tried to be copied when Litestream is stopped.',
    versions: only05('0.5.6'),
    default: '30s',
    range: 'from 0 on',
  },
  {
    key: 'shutdown-sync-interval',
    type: 'duration',
    what: 'How long to wait between these tries.',
    versions: only05('0.5.6'),
    default: '500ms',
    range: 'more than 0',
  },
];
