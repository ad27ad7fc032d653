import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** From the ground; a folder imports lower floors and its own only. */
const floors = [
  ['src/text', 'src/facts', 'src/host'],
  ['src/sql'],
  ['src/engine', 'src/embedded', 'src/config', 'src/database'],
  ['src/schema'],
  ['src/project'],
  ['src/advice', 'src/rehearsal'],
  ['src/rules', 'src/benchmark', 'src/verify'],
  ['src/lint', 'src/report', 'src/readiness'],
  ['src/cli', 'server'],
  ['client'],
];

const floorOf = (path: string): number =>
  floors.findIndex((folders) => folders.some((folder) => path.startsWith(`${folder}/`)));

const files = ['src', 'server', 'client'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => `${folder}/${path}`),
);

const imports = files.flatMap((file) => {
  const text = readFileSync(join(root, file), 'utf8');
  // Statements start their lines; imports within the examples of rules do not.
  return [...text.matchAll(/^(?:import|export|\} from)\b[^'\n]*'([^']+)'/gm)].map(([, target]) => ({
    file,
    target: target as string,
  }));
});

test('every file stands on a floor', () => {
  assert.deepEqual(
    files.filter((file) => floorOf(file) < 0),
    [],
  );
});

test('no folder imports a higher floor', () => {
  const wrong = imports.filter(({ file, target }) => {
    if (!target.startsWith('.')) return false;
    const path = relative(root, resolve(root, dirname(file), target));
    // The manifest holds the name and the version.
    return path !== 'package.json' && floorOf(path) > floorOf(file);
  });
  assert.deepEqual(wrong, []);
});

test('the client knows the server by its protocol only', () => {
  const wrong = imports.filter(({ file, target }) => {
    if (!file.startsWith('client/') || !target.startsWith('.')) return false;
    const path = relative(root, resolve(root, dirname(file), target));
    return !path.startsWith('client/') && path !== 'server/protocol.ts';
  });
  assert.deepEqual(wrong, []);
});

test('Node is used in its places only, the editor and its protocol above src/', () => {
  const wrong = imports.filter(({ file, target }) => {
    if (target.startsWith('node:'))
      return !/^(?:src\/host\/node|src\/cli|server)\/|\.process\.ts$/.test(file);
    return file.startsWith('src/') && /^vscode/.test(target);
  });
  assert.deepEqual(wrong, []);
});
