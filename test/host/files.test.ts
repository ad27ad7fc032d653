import assert from 'node:assert/strict';
import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { nodeFileSystem } from '../../src/host/node/files.ts';
import { temporaryProject } from '../support/temporary.ts';

const { root, remove } = temporaryProject({
  '.gitignore': 'build/\n*.log\n/only-here.sql\n',
  'a.sql': 'SELECT 1;',
  'only-here.sql': '',
  'build/b.sql': '',
  'node_modules/c/c.sql': '',
  'sub/.gitignore': 'private/\n!kept.log\n',
  'sub/only-here.sql': '',
  'sub/kept.log': '',
  'sub/other.log': '',
  'sub/private/d.sql': '',
  'private/e.sql': '',
});
after(remove);

test('nested .gitignore files hold where they are, and the inner one has the last word', async () => {
  const { paths, problems } = await nodeFileSystem.list(root);
  assert.deepEqual(paths, [
    '.gitignore',
    'a.sql',
    'private/e.sql',
    'sub/.gitignore',
    'sub/kept.log',
    'sub/only-here.sql',
  ]);
  assert.deepEqual(problems, []);
});

test('what the caller ignores is ignored, whatever a .gitignore takes back', async () => {
  const { paths } = await nodeFileSystem.list(root, { ignore: ['*.log', 'private'] });
  assert.deepEqual(paths, ['.gitignore', 'a.sql', 'sub/.gitignore', 'sub/only-here.sql']);
});

test('what the caller keeps is listed although a .gitignore names it, folders that are ignored aside', async () => {
  const { paths } = await nodeFileSystem.list(root, { keep: (path) => /\.(?:sql|log)$/.test(path) });
  assert.ok(paths.includes('only-here.sql') && paths.includes('sub/other.log'));
  assert.ok(!paths.includes('build/b.sql') && !paths.includes('node_modules/c/c.sql'));
});

test('a loop of symbolic links ends', async () => {
  symlinkSync(root, join(root, 'loop'));
  const { paths } = await nodeFileSystem.list(root);
  assert.equal(
    paths.some((path) => path.startsWith('loop')),
    false,
  );
});

test('a folder that is not there is a problem with a reason, not an empty project', async () => {
  const { problems } = await nodeFileSystem.list(join(root, 'missing'));
  assert.deepEqual(problems, [{ path: '.', reason: 'no such file or folder' }]);
});

test('what is no text is refused with the reason', async () => {
  writeFileSync(join(root, 'image.sql'), Buffer.from([0x89, 0x50, 0x00, 0x01]));
  writeFileSync(join(root, 'huge.sql'), '');
  truncateSync(join(root, 'huge.sql'), 21 * 1024 * 1024);
  const reason = async (path: string): Promise<string> => {
    const result = await nodeFileSystem.readText(join(root, path));
    return result.ok ? '' : result.reason;
  };
  assert.equal(await reason('image.sql'), 'a binary file');
  assert.equal(await reason('huge.sql'), '21 MB is more than the 20 MB that are read');
  assert.equal(await reason('sub'), 'not a file');
  assert.equal(await reason('none.sql'), 'no such file or folder');
});

test('UTF-16 with a byte order mark is read as such', async () => {
  writeFileSync(join(root, 'wide.sql'), Buffer.from('\uFEFFSELECT 1;', 'utf16le'));
  assert.deepEqual(await nodeFileSystem.readText(join(root, 'wide.sql')), {
    ok: true,
    text: '\uFEFFSELECT 1;',
  });
});

test('the first bytes of a file, or nothing', async () => {
  assert.equal(
    Buffer.from((await nodeFileSystem.readHead(join(root, 'a.sql'), 6)) ?? []).toString(),
    'SELECT',
  );
  assert.equal(await nodeFileSystem.readHead(join(root, 'none.sql'), 6), undefined);
});
