import {
  type LitefsConfig,
  type LitefsEntry,
  litefsCommands,
  litefsEntry,
  litefsKeysOfItem,
  litefsSetting,
  litefsSwitch,
} from '../../config/litefs/read.ts';
import { readShellWords } from '../../config/shellwords.ts';
import type { LitefsPath } from '../../facts/litefs/keys.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import type { Range } from '../../text/range.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/missing-key',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a `litefs.yml` without a key that LiteFS cannot do without: `lease.type`, the key of a Consul lease, the address of the primary on a replica with a static lease, the database and the address of a proxy, the program of an `exec`.',
    why: 'There is no default for these. LiteFS stops at once, or, as a replica that knows no primary, tries to connect for ever and never starts the application.',
    sources: [
      'https://fly.io/docs/litefs/config/',
      'https://github.com/superfly/litefs/blob/v0.5.14/cmd/litefs/mount_linux.go',
    ],
    bad: [
      { 'litefs.yml': 'fuse:\n  dir: "/litefs"\ndata:\n  dir: "/var/lib/litefs"\nexec: "node server.js"\n' },
      { 'litefs.yml': 'lease:\n  type: "consul"\n  consul:\n    url: "${FLY_CONSUL_URL}"\n' },
      { 'litefs.yml': 'lease:\n  type: "static"\n  candidate: false\n  hostname: "primary"\n' },
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nproxy:\n  addr: ":8080"\n  target: "localhost:8081"\n',
      },
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nexec:\n  - if-candidate: true\n  - cmd: "node server.js"\n',
      },
    ],
    good: [
      // The primary of a static lease needs no address of its own; a proxy without a target is none.
      { 'litefs.yml': 'fuse:\n  dir: "/litefs"\nlease:\n  type: "static"\n  hostname: "primary"\n' },
      {
        'litefs.yml':
          'lease:\n  type: "consul"\n  consul:\n    key: "${FLY_APP_NAME}/primary"\n    url: "${FLY_CONSUL_URL}"\nproxy:\n  addr: ":8080"\n  target: "localhost:8081"\n  db: "${DATABASE_FILENAME}"\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      for (const { range, message, help } of missingIn(config))
        yield { file: file.path, range, message, help };
    }
  },
});

interface Missing {
  readonly range: Range;
  readonly message: string;
  readonly help: string;
}

function* missingIn(config: LitefsConfig): Iterable<Missing> {
  // Another layout; litefs/unknown-key tells so.
  if (config.entries.some(({ path }) => path === 'mount-dir' || path === 'data-dir')) return;
  yield* lease(config);
  yield* proxy(config);
  yield* commands(config);
  for (const path of ['fuse.dir', 'data.dir'] as const) {
    const { entry, value } = litefsSetting(config, path);
    if (entry && value === '') {
      yield {
        range: entry.nameRange,
        message: `\`${path}\` is empty, and LiteFS does not start without that folder.`,
        help: 'Name the folder, or leave the key out.',
      };
    }
  }
}

function* lease(config: LitefsConfig): Iterable<Missing> {
  const heading = litefsEntry(config, 'lease');
  if (heading?.value.kind === 'open') return;
  const type = litefsSetting(config, 'lease.type');
  if (type.value === undefined && type.isDefault) {
    yield {
      range: (heading ?? (config.entries[0] as LitefsEntry)).nameRange,
      message: 'LiteFS does not start without `lease.type`: it has no default.',
      help: 'Write `type: "consul"` or `type: "static"` below `lease`.',
    };
  }
  if (type.value === 'consul' && isLeftOut(config, 'lease.consul.key')) {
    yield {
      range: (litefsEntry(config, 'lease.consul') ?? type.entry ?? (heading as LitefsEntry)).nameRange,
      message: 'LiteFS does not start with a Consul lease without `lease.consul.key`.',
      help: 'Name where the lease is kept, another place for each cluster.',
    };
  }
  if (
    type.value === 'static' &&
    litefsSwitch(config, 'lease.candidate') === false &&
    isLeftOut(config, 'lease.advertise-url')
  ) {
    yield {
      range: (litefsEntry(config, 'lease.candidate') ?? (heading as LitefsEntry)).nameRange,
      message: 'This replica is not told where its primary is: `lease.advertise-url` is missing.',
      help: 'Write the address of the primary, as in `advertise-url: "http://primary:20202"`.',
    };
  }
}

function* proxy(config: LitefsConfig): Iterable<Missing> {
  const target = litefsSetting(config, 'proxy.target');
  if (!target.entry || target.isDefault || target.value === '') return;
  for (const [path, what] of [
    ['proxy.db', 'the database whose transactions it waits for'],
    ['proxy.addr', 'where it listens'],
  ] as const) {
    if (!isLeftOut(config, path)) continue;
    yield {
      range: target.entry.nameRange,
      message: `LiteFS does not start this proxy without \`${path}\`, and stops.`,
      help: `Write ${what}, as in \`${path === 'proxy.db' ? 'db: "app.db"' : 'addr: ":8080"'}\`.`,
    };
  }
}

function* commands(config: LitefsConfig): Iterable<Missing> {
  const given = litefsCommands(config);
  for (const { text, entry } of given) {
    if (text === undefined) continue;
    const { words, isRefused } = readShellWords(text);
    if (words.length === 0 && !isRefused) {
      yield {
        range: entry.value.range,
        message: 'LiteFS crashes on a command without a program.',
        help: 'Name the program, or leave the command out.',
      };
    }
  }
  for (const [index, entry] of config.entries.entries()) {
    if (entry.path !== 'exec[]' || entry.value.kind !== 'map') continue;
    const own = litefsKeysOfItem(config, index);
    const command = own.find(({ path }) => path === 'exec[].cmd');
    if (own.length === 0 || (command && command.value.kind !== 'null')) continue;
    yield {
      range: (own[0] as LitefsEntry).nameRange,
      message: 'LiteFS crashes on an item of `exec` without `cmd`.',
      help: 'Write the program with its arguments as `cmd`.',
    };
  }
}

/** True where nothing is set, or nothing is written behind the key. */
function isLeftOut(config: LitefsConfig, path: LitefsPath): boolean {
  const { value, isDefault } = litefsSetting(config, path);
  return isDefault || value === '';
}
