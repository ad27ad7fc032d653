/** The real programs read the keys that the table says they read, at every place, and no other. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readLitestreamConfig } from '../../src/config/litestream/read.ts';
import { litestreamSettings } from '../../src/config/litestream/settings.ts';
import { wrongType } from '../../src/config/litestream/wrong-type.ts';
import type { LitestreamKey } from '../../src/facts/litestream/key.ts';
import { isReadBy, litestreamKeys, litestreamKeysIn } from '../../src/facts/litestream/keys.ts';
import { program } from '../programs/programs.ts';
import { databases, replicate } from '../support/litestream-runs.ts';

const places = [...new Set(litestreamKeys.map(({ place }) => place))];

/** A configuration with one map at a place, and the line on which its first key stands. */
function configAt(place: string, lines: readonly string[]): { text: string; first: number } {
  const opening: string[] = [];
  let indent = '';
  for (const part of place === '' ? [] : place.split('.')) {
    opening.push(`${indent}${part.replace('[]', '')}:`);
    indent += '  ';
    if (part.endsWith('[]')) {
      opening.push(`${indent}-`);
      indent += '  ';
    }
  }
  return {
    text: [...opening, ...lines.map((line) => indent + line), ''].join('\n'),
    first: opening.length + 1,
  };
}

/** A value that no program takes for the key's type: it answers with the line on which it stands. */
function wrongValue({ type }: LitestreamKey): string {
  return type === 'map' || type === 'maps' || type === 'strings' ? '"no"' : '[[no]]';
}

/** The keys of which the program says that their values are wrong. */
function keysRead(program: string, place: string, keys: readonly LitestreamKey[]): LitestreamKey[] {
  const { text, first } = configAt(
    place,
    keys.map((key) => `${key.key}: ${wrongValue(key)}`),
  );
  const { output } = databases(program, text);
  const lines = new Set([...output.matchAll(/\bline (\d+): cannot unmarshal/g)].map(([, at]) => Number(at)));
  return keys.filter((_, at) => lines.has(first + at));
}

for (const [line, release, found] of [
  ['0.3', '0.3.13', program('litestream-0.3')],
  ['0.5', '0.5.17', program('litestream-0.5')],
] as const) {
  describe(`keys of Litestream ${release}`, {
    skip: found.skip,
  }, () => {
    for (const place of places) {
      test(place === '' ? 'at the top' : place, () => {
        const keys = litestreamKeysIn(place);
        // 0.5 reads the snapshots before the rest, and stops when that fails.
        const runs = [
          keys.filter(({ path }) => path !== 'snapshot'),
          keys.filter(({ path }) => path === 'snapshot'),
        ];
        const read = runs
          .filter((run) => run.length > 0)
          .flatMap((run) => keysRead(found.path as string, place, run));
        assert.deepEqual(
          read,
          runs.flat().filter((key) => isReadBy(key, line, release)),
        );
      });
    }
  });
}

const replicas = (lines: string): string =>
  `dbs:\n  - path: DIR/a.db\n    replicas:\n      - path: DIR/r\n${lines}`;

describe('values of the wrong type', () => {
  const values: Record<string, readonly string[]> = {
    'min-checkpoint-page-count': [
      '10',
      '+5',
      '1e3',
      '0x10',
      '10.5',
      '~',
      '"10"',
      'ten',
      'true',
      '[10]',
      '{ a: 1 }',
    ],
    'meta-path': ['DIR/m', '10', 'true', '"x"', '~', '[x]', '{ a: x }'],
    replicas: ['~', '[{ path: DIR/r }]', '{ path: DIR/r }', 'DIR/r', '10'],
  };
  const inReplica: Record<string, readonly string[]> = {
    'skip-verify': ['true', 'yes', 'On', 'n', 'TRUE', '~', '"true"', "'no'", '1', 'tRUE', '[true]'],
    region: ['eu', '1', 'false', '[eu]', '{ a: b }'],
    age: ['~', '{}', '[x]', 'x'],
  };
  const cases = [
    ...Object.entries(values).flatMap(([key, texts]) =>
      texts.map((text) => ({
        path: `dbs[].${key}`,
        text,
        config: `dbs:\n  - path: DIR/a.db\n    ${key}: ${text}\n`,
      })),
    ),
    ...Object.entries(inReplica).flatMap(([key, texts]) =>
      texts.map((text) => ({
        path: `dbs[].replicas[].${key}`,
        text,
        config: replicas(`        ${key}: ${text}\n`),
      })),
    ),
  ];
  for (const name of ['litestream-0.3', 'litestream-0.5'] as const) {
    const { path: binary, skip } = program(name);
    test(`are those that ${name} refuses`, { skip }, () => {
      for (const { path, text, config } of cases) {
        const { output } = databases(binary as string, config);
        const setting = litestreamSettings(readLitestreamConfig(config)).find((one) => one.path === path);
        assert.ok(setting?.spec, path);
        const isRefused = /cannot unmarshal/.test(output);
        assert.equal(
          wrongType(setting.node, setting.spec.type) !== undefined,
          isRefused,
          `${path}: ${text}: ${output}`,
        );
      }
    });
  }
});

describe('shapes that 0.5 refuses', { skip: program('litestream-0.5').skip }, () => {
  const shapes: Record<string, [config: string, message: RegExp]> = {
    'replica and replicas': [
      replicas('    replica:\n      path: DIR/r2\n'),
      /cannot specify 'replica' and 'replicas'/,
    ],
    'no replica': ['dbs:\n  - path: DIR/a.db\n', /must specify replica for database/],
    'an empty list of replicas': [
      'dbs:\n  - path: DIR/a.db\n    replicas: []\n',
      /must specify replica for database/,
    ],
    'age above all databases': [
      `${replicas('')}age: { recipients: [x] }\n`,
      /age encryption is not currently supported/,
    ],
    'two retentions of snapshots': [
      'dbs:\n  - path: DIR/a.db\n    snapshot: { retention: 1h }\n    replicas: [{ path: DIR/r }]\n  - path: DIR/b.db\n    snapshot: { retention: 2h }\n    replicas: [{ path: DIR/r2 }]\n',
      /conflicting database snapshot retentions/,
    ],
    'a kind that it does not know': [
      replicas('').replace('path: DIR/r', 'url: r2://b/p'),
      /unknown replica type/,
    ],
  };
  for (const [name, [config, message]] of Object.entries(shapes))
    test(name, () =>
      assert.match(databases(program('litestream-0.5').path as string, config).output, message),
    );

  test('nine levels, once it starts', async () => {
    const levels = Array.from({ length: 9 }, (_, at) => `  - interval: ${at + 1}m\n`).join('');
    const { output } = await replicate(
      program('litestream-0.5').path as string,
      `levels:\n${levels}${replicas('')}`,
      { until: /level/ },
    );
    assert.match(output, /compaction level cannot exceed 8/);
  });
});

test('0.3 says nothing of a database without a replica', { skip: program('litestream-0.3').skip }, () => {
  const { status, output } = databases(
    program('litestream-0.3').path as string,
    'dbs:\n  - path: DIR/a.db\n',
  );
  assert.equal(status, 0);
  assert.match(output, /DIR\/a\.db\s*$/);
});

test('of two lists of databases both lines read the last', () => {
  for (const { path, skip } of [program('litestream-0.3'), program('litestream-0.5')]) {
    if (skip) continue;
    const { output } = databases(path as string, `${replicas('')}${replicas('').replace('a.db', 'b.db')}`);
    assert.match(output, /DIR\/b\.db/);
    assert.doesNotMatch(output, /DIR\/a\.db/);
  }
});

test('of two maps both lines read what they say together', () => {
  const [old, current] = [program('litestream-0.3'), program('litestream-0.5')];
  if (!old.skip) {
    const ages = '        age: { recipients: [x] }\n        age: { identities: [] }\n';
    assert.match(databases(old.path as string, replicas(ages)).output, /malformed recipient/);
  }
  if (!current.skip) {
    const snapshots = 'snapshot: { interval: 0s }\nsnapshot: { retention: 5h }\n';
    assert.match(
      databases(current.path as string, `${snapshots}${replicas('')}`).output,
      /snapshot interval must be greater than 0/,
    );
  }
});
