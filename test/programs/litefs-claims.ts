/** Configurations of LiteFS that the rules report, and what LiteFS says to each. `DIR` is the folder of the test. */

const folders = 'fuse:\n  dir: "DIR/fuse"\ndata:\n  dir: "DIR/data"\n';
/** A node that is told no lease. */
export const base = `${folders}http:\n  addr: "127.0.0.1:0"\n`;
/** A node that becomes the primary at once. */
export const staticPrimary = `${base}lease:\n  type: "static"\n  hostname: "primary"\n  advertise-url: "http://127.0.0.1:1"\n`;

/** Each is reported by the rule, and LiteFS says the text: it refuses, drops or never gets ready. */
export const refused: readonly (readonly [rule: string, config: string, says: RegExp, never?: RegExp])[] = [
  ['unknown-key', `${staticPrimary}  advertize-url: "http://a"\n`, /field advertize-url not found/],
  ['unknown-key', `${staticPrimary}candidate: true\n`, /field candidate not found/],
  [
    'unknown-key',
    `${staticPrimary}exec:\n  - cmd: "echo ran"\n    if-candidat: true\n`,
    /starting background subprocess: echo \[ran\]/,
  ],
  [
    'duplicate-key',
    `${staticPrimary}log:\n  debug: true\nlog:\n  format: "json"\n`,
    /mapping key "log" already defined/,
  ],
  [
    'invalid-value',
    `${staticPrimary}http:\n  snapshot-timeout: 1d\n`.replace(/http:\n {2}addr.*\n/, ''),
    /into time\.Duration/,
  ],
  [
    'invalid-value',
    `${staticPrimary}  reconnect-delay: 10\n`,
    /cannot unmarshal !!int `10` into time\.Duration/,
  ],
  [
    'invalid-value',
    `${staticPrimary}  candidate: "\${A == 'x'}"\n`,
    /cannot unmarshal !!str `false` into bool/,
  ],
  ['invalid-value', `${staticPrimary}skip-sync: 1\n`, /cannot unmarshal !!int `1` into bool/],
  ['invalid-value', `${staticPrimary}tracing:\n  max-size: "64"\n`, /cannot unmarshal !!str `64` into int/],
  [
    'invalid-value',
    `${staticPrimary}tracing: true\n`,
    /cannot unmarshal !!bool `true` into main\.TracingConfig/,
  ],
  ['invalid-value', `${staticPrimary}log:\n  format: "JSON"\n`, /invalid log format: "JSON"/],
  ['invalid-value', `${staticPrimary}backup:\n  type: "s3"\n`, /invalid backup client type: "s3"/],
  [
    'invalid-value',
    `${base}lease:\n  type: "raft"\n`,
    /invalid lease type, must be either 'consul' or 'static', got: 'raft'/,
  ],
  ['invalid-value', `${staticPrimary}exec:\n  - "echo a"\n`, /into main\.ExecConfig/],
  ['invalid-value', `${staticPrimary}exec:\n  cmd: "echo a"\n`, /invalid exec config format/],
  [
    'invalid-value',
    `${staticPrimary}proxy:\n  addr: ":1"\n  target: "localhost:2"\n  db: "a"\n  passthrough: "*.ico"\n`,
    /into \[\]string/,
  ],
  [
    'invalid-value',
    `${base}lease:\n  type: "static"\n  candidate: false\n  advertise-url: "localhost:20202"\n`,
    /invalid URL scheme \('localhost:20202'\)/,
    /connected to cluster, ready/,
  ],
  ['missing-key', base, /invalid lease type, must be either 'consul' or 'static', got: ''/],
  [
    'missing-key',
    `${base}lease:\n  type: "consul"\n  consul:\n    url: "http://127.0.0.1:1"\n`,
    /must specify a consul key/,
  ],
  [
    'missing-key',
    `${base}lease:\n  type: "static"\n  candidate: false\n`,
    /connect to primary: invalid URL scheme \(''\)/,
    /connected to cluster, ready/,
  ],
  [
    'missing-key',
    `${staticPrimary}proxy:\n  addr: ":1"\n  target: "localhost:2"\n`,
    /proxy database name required/,
  ],
  [
    'missing-key',
    `${staticPrimary}proxy:\n  target: "localhost:2"\n  db: "a"\n`,
    /proxy bind address required/,
  ],
  ['missing-key', `${staticPrimary}exec: ""\n`, /out of range/],
  ['missing-key', `${staticPrimary}exec:\n  - if-candidate: true\n`, /out of range/],
  ['missing-key', staticPrimary.replace('DIR/fuse', ''), /fuse directory required/],
  ['same-directory', staticPrimary.replaceAll('/data', '/fuse'), /cannot be the same path/],
  [
    'databases-on-candidate',
    `${staticPrimary}  databases: ["a"]\n`,
    /cannot specify a database replication filter/,
  ],
  [
    'shell-in-exec',
    `${staticPrimary}exec: "echo one && echo two"\n`,
    /subprocess exited successfully/,
    /two/,
  ],
  ['shell-in-exec', `${staticPrimary}exec: "A=1 echo one"\n`, /exec: "A=1": executable file not found/],
  [
    'shell-in-exec',
    `${staticPrimary}exec: "echo (one)"\n`,
    /cannot parse exec command\[0\]: invalid command line/,
  ],
  [
    'proxy-without-target',
    `${staticPrimary}proxy:\n  addr: ":1"\n  db: "a"\n`,
    /no proxy target set, skipping proxy/,
  ],
  ['closed-mount', `${staticPrimary}exec: "su nobody -s /bin/sh -c 'ls DIR/fuse'"\n`, /Permission denied/],
];
