/** Configurations and what `litestream databases` of either line makes of them. */
import { oneReplica } from './litestream-runs.ts';

/** Accepted without a word, with what is listed; or refused with this error. */
export type Outcome = { readonly lists: string | RegExp } | { readonly error: RegExp };

export interface Claim {
  readonly config: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly '0.3': Outcome;
  readonly '0.5': Outcome;
}

const lists = (text: string | RegExp): Outcome => ({ lists: text });
const error = (message: RegExp): Outcome => ({ error: message });
const file = lists('DIR/a.db file');
const both = (outcome: Outcome) => ({ '0.3': outcome, '0.5': outcome });
const onlyOf05 = (outcome: Outcome) => ({ '0.3': file, '0.5': outcome });
const s3 = lists('DIR/a.db s3');
const plain = oneReplica('path: DIR/r');
const second = '  - path: DIR/b.db\n    replicas:\n      - path: DIR/r2\n';

/** As the rules say it; the group is the topic. */
export const configurationClaims: Readonly<Record<string, Readonly<Record<string, Claim>>>> = {
  keys: {
    'that are unknown or misplaced are dropped': {
      config: oneReplica('path: DIR/r\nretntion: 3h\nsnapshot: { retention: 3h }', 'retain: 1\n'),
      ...both(file),
    },
    'of 0.5 leave 0.3 without a replica': {
      config: 'dbs:\n  - path: DIR/a.db\n    replica:\n      path: DIR/r\n',
      '0.3': lists('DIR/a.db'),
      '0.5': file,
    },
    'that stand twice count as they stand last': {
      config: 'dbs:\n  - path: DIR/a.db\n    path: DIR/b.db\n    replicas:\n      - path: DIR/r\n',
      ...both(lists('DIR/b.db file')),
    },
    'of a second document are dropped': {
      config: `${plain}---\n${plain.replace('a.db', 'b.db')}`,
      ...both(file),
    },
    'retention within a level is dropped': {
      config: oneReplica('path: DIR/r', 'levels: [{ interval: 1m, retention: 7d }]\n'),
      ...both(file),
    },
    'exec as a list is refused': {
      config: oneReplica('path: DIR/r', 'exec: [npm, start]\n'),
      ...both(error(/cannot unmarshal !!seq into string/)),
    },
    'logging.type must be known': {
      config: oneReplica('path: DIR/r', 'logging: { type: pretty-json }\n'),
      ...both(error(/panic: nil Handler/)),
    },
  },
  durations: {
    'have no days': {
      config: oneReplica('path: DIR/r\nsync-interval: 7d'),
      ...both(error(/cannot unmarshal !!str `7d` into time\.Duration/)),
    },
    'have no weeks': {
      config: oneReplica('path: DIR/r\nsync-interval: 1w'),
      ...both(error(/cannot unmarshal !!str `1w` into time\.Duration/)),
    },
    'have no other names of units': {
      config: oneReplica('path: DIR/r\nsync-interval: 10min'),
      ...both(error(/cannot unmarshal !!str `10min`/)),
    },
    'have no units in capitals': {
      config: oneReplica('path: DIR/r\nsync-interval: 10S'),
      ...both(error(/cannot unmarshal !!str `10S`/)),
    },
    'have no blanks': {
      config: oneReplica('path: DIR/r\nsync-interval: 10 s'),
      ...both(error(/cannot unmarshal !!str `10 s`/)),
    },
    'that are bare numbers are accepted': {
      config: oneReplica('path: DIR/r\nsync-interval: 1'),
      ...both(file),
    },
    'that are bare fractions are accepted': {
      config: oneReplica('path: DIR/r\nsync-interval: 1.5'),
      ...both(file),
    },
    'that are quoted numbers are refused': {
      config: oneReplica('path: DIR/r\nsync-interval: "10"'),
      ...both(error(/cannot unmarshal !!str `10`/)),
    },
    'that are empty texts are refused': {
      config: oneReplica('path: DIR/r\nsync-interval: "$UNSET"'),
      ...both(error(/cannot unmarshal !!str `` into/)),
    },
    'that are missing are left at their default': {
      config: oneReplica('path: DIR/r\nsync-interval: $UNSET'),
      ...both(file),
    },
    'of keys that a line does not know are not read': {
      config: oneReplica('path: DIR/r\nretention: 7d'),
      '0.3': error(/`7d` into time\.Duration/),
      '0.5': file,
    },
    'shorter than the snapshots are apart are accepted': {
      config: oneReplica(
        'path: DIR/r\nretention: 1h\nsnapshot-interval: 24h',
        'snapshot: { interval: 24h, retention: 1h }\n',
      ),
      ...both(file),
    },
    'sync-interval: 0s': {
      config: oneReplica('path: DIR/r\nsync-interval: 0s'),
      ...onlyOf05(error(/sync interval must be greater than 0/)),
    },
    'sync-interval: -1s': {
      config: oneReplica('path: DIR/r\nsync-interval: -1s'),
      ...onlyOf05(error(/sync interval must be greater than 0/)),
    },
    'sync-interval: 0s for all': {
      config: oneReplica('path: DIR/r', 'sync-interval: 0s\n'),
      ...onlyOf05(error(/sync interval must be greater than 0/)),
    },
    'snapshot.interval: 0s': {
      config: oneReplica('path: DIR/r', 'snapshot: { interval: 0s }\n'),
      ...onlyOf05(error(/snapshot interval must be greater than 0/)),
    },
    'snapshot.retention: 0s': {
      config: oneReplica('path: DIR/r', 'snapshot: { retention: 0s }\n'),
      ...onlyOf05(error(/snapshot retention must be greater than 0/)),
    },
    'monitor-interval: 0s': {
      config: oneReplica('path: DIR/r').replace('    replicas', '    monitor-interval: 0s\n    replicas'),
      ...both(file),
    },
    'l0-retention: 0s': { config: oneReplica('path: DIR/r', 'l0-retention: 0s\n'), ...both(file) },
    'levels[].interval: 0s': {
      config: oneReplica('path: DIR/r', 'levels: [{ interval: 0s }]\n'),
      ...onlyOf05(error(/compaction interval must be greater than 0/)),
    },
    'shutdown-sync-interval: 0s': {
      config: oneReplica('path: DIR/r', 'shutdown-sync-interval: 0s\n'),
      ...onlyOf05(error(/must be greater than 0/)),
    },
    'heartbeat-interval: 30s': {
      config: oneReplica('path: DIR/r', 'heartbeat-url: https://example.org/\nheartbeat-interval: 30s\n'),
      ...onlyOf05(error(/heartbeat interval must be at least 1 minute/)),
    },
    'heartbeat-url without http': {
      config: oneReplica('path: DIR/r', 'heartbeat-url: hc.example.org/1\n'),
      ...onlyOf05(error(/must be a valid HTTP or HTTPS URL/)),
    },
    'per database that contradict each other': {
      config: `dbs:\n  - path: DIR/a.db\n    snapshot: { interval: 1h }\n    replicas:\n      - path: DIR/r\n${second.replace('    replicas', '    snapshot: { interval: 2h }\n    replicas')}`,
      '0.3': lists('DIR/a.db file DIR/b.db file'),
      '0.5': error(/conflicting database snapshot intervals/),
    },
  },
  variables: {
    'are expanded before the YAML is read, in quotes too': {
      config: "dbs:\n  - path: DIR/$NAME.db\n    replicas:\n      - path: 'DIR/${NAME}'\n",
      env: { NAME: 'b' },
      ...both(lists('DIR/b.db file')),
    },
    'have no defaults': {
      config: oneReplica('path: DIR/r').replace('a.db', '${NAME:-a}.db'),
      env: { NAME: 'b' },
      ...both(lists('DIR/.db file')),
    },
    'have no ${NAME-default} either': {
      config: oneReplica('path: DIR/r').replace('a.db', '${NAME-a}.db'),
      env: { NAME: 'b' },
      ...both(lists('DIR/.db file')),
    },
    'cannot be escaped by $$': {
      config: oneReplica('path: DIR/r').replace('a.db', () => 'a$$b.db'),
      ...both(lists('DIR/ab.db file')),
    },
    'cannot be escaped by a backslash': {
      config: oneReplica('path: DIR/r').replace('a.db', 'a\\$NAME.db'),
      env: { NAME: 'b' },
      ...both(lists('DIR/a\\b.db file')),
    },
    'that are unset are empty': {
      config: oneReplica('path: DIR/r').replace('a.db', 'a$UNSET.db'),
      ...both(file),
    },
    'are taken from digits too': {
      config: oneReplica('path: DIR/r').replace('a.db', 'a$1b.db'),
      ...both(lists('DIR/ab.db file')),
    },
    'may bring lines of YAML': {
      config: `${oneReplica('path: DIR/r')}$MORE`,
      env: { MORE: '  - path: DIR/b.db\n    replicas: [{ path: DIR/r2 }]\n' },
      ...both(lists(/DIR\/a\.db file .*b\.db file/)),
    },
  },
  places: {
    'url with path': {
      config: oneReplica('url: s3://b/p\npath: q'),
      ...both(error(/cannot specify url & path for s3/)),
    },
    'url with bucket': {
      config: oneReplica('url: s3://b/p\nbucket: q'),
      ...both(error(/cannot specify url & bucket for s3/)),
    },
    'url with host': {
      config: oneReplica('url: sftp://u@h/p\nhost: q'),
      ...both(error(/cannot specify url & host for sftp/)),
    },
    'url of a file with path': {
      config: oneReplica('url: file://DIR/r\npath: DIR/r2'),
      ...both(error(/cannot specify url & path for file/)),
    },
    'url of a file with bucket is accepted': {
      config: oneReplica('url: file://DIR/r\nbucket: q'),
      ...both(file),
    },
    'url of s3 with host is accepted': { config: oneReplica('url: s3://b/p\nhost: q'), ...both(s3) },
    'url beside a bucket for all': {
      config: oneReplica('url: s3://b/p', 'bucket: g\n'),
      '0.3': s3,
      '0.5': error(/cannot specify url & bucket for s3/),
    },
    'url beside a host for all': {
      config: oneReplica('url: sftp://u@h/p', 'host: g\n'),
      '0.3': lists('DIR/a.db sftp'),
      '0.5': error(/cannot specify url & host for sftp/),
    },
    'a url of a file beside a bucket for all': {
      config: oneReplica('url: file://DIR/r', 'bucket: g\n'),
      ...both(file),
    },
    'path that is a url': {
      config: oneReplica('type: s3\nbucket: b\npath: s3://b/p'),
      ...both(error(/replica path cannot be a url/)),
    },
    'url that is a path': {
      config: oneReplica('url: DIR/r'),
      ...both(error(/replica url scheme required/)),
    },
    'gcs://': {
      config: oneReplica('url: gcs://b/p'),
      '0.3': lists('DIR/a.db gcs'),
      '0.5': error(/unknown replica type in config: "gcs"/),
    },
    'type: gs': {
      config: oneReplica('type: gs\nbucket: b'),
      '0.3': error(/unknown replica type in config: \\?"gs/),
      '0.5': lists('DIR/a.db gs'),
    },
    age: {
      config: oneReplica('path: DIR/r\nage: { identities: [x], recipients: [y] }'),
      '0.3': error(/malformed|unknown identity type/),
      '0.5': error(/age encryption is not currently supported/),
    },
    'two replicas of a database': {
      config: oneReplica('path: DIR/r').concat('      - path: DIR/r2\n'),
      '0.3': lists('DIR/a.db file,file'),
      '0.5': error(/multiple replicas on a single database are no longer supported/),
    },
    'one place for two databases is accepted': {
      config: `${plain}${second.replace('r2', 'r')}`,
      ...both(lists('DIR/a.db file DIR/b.db file')),
    },
    'a place within the other is accepted': {
      config: `${plain}${second.replace('r2', 'r/b')}`,
      ...both(lists('DIR/a.db file DIR/b.db file')),
    },
    'one database twice': {
      config: `${plain}${second.replace('b.db', './a.db')}`,
      '0.3': lists('DIR/a.db file DIR/a.db file'),
      '0.5': error(/database config #2: duplicate path/),
    },
    'a relative path is taken from where it is started': {
      config: plain.replace('DIR/a.db', 'a.db'),
      ...both(file),
    },
    'sqlite:// before a path': {
      config: plain.replace('DIR/a.db', 'sqlite://DIR/a.db'),
      '0.3': lists('DIR/sqlite:DIR/a.db file'),
      '0.5': file,
    },
    'webdav-url for all is not inherited': {
      config: oneReplica('type: webdav', 'webdav-url: https://example.org/\n'),
      '0.3': error(/unknown replica type in config: \\?"webdav/),
      '0.5': error(/webdav-url required for webdav replica/),
    },
    'webdav-url of the replica': {
      config: oneReplica('type: webdav\nwebdav-url: https://example.org/'),
      '0.3': error(/unknown replica type in config: \\?"webdav/),
      '0.5': lists('DIR/a.db webdav'),
    },
    'any storage class is accepted': {
      config: oneReplica('url: s3://b/p\nstorage-class: GLACIER'),
      ...both(s3),
    },
    'no host key of SFTP is accepted': {
      config: oneReplica('url: sftp://u@h/p'),
      ...both(lists('DIR/a.db sftp')),
    },
  },
};
