import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compareVersions } from '../../src/facts/drivers/driver.ts';
import { features, functionFeatures } from '../../src/facts/features.ts';

const install = fileURLToPath(new URL('../../.cache/drivers/sqlite', import.meta.url));
const packages = join(install, 'node_modules');
const versions = existsSync(packages)
  ? readdirSync(packages)
      .flatMap((name) => /^sqlite-(\d+\.\d+\.\d+)$/.exec(name)?.[1] ?? [])
      .sort(compareVersions)
  : [];
const skip =
  versions.length === 0 && 'no earlier version of SQLite is installed: run test/drivers/install.sh sqlite';

const all = [...Object.values(features), ...functionFeatures.values()];

/** By version, what each feature's example fails with. */
const answers = Promise.all(
  versions.map(async (version): Promise<[string, (string | null)[]]> => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--no-warnings',
      fileURLToPath(new URL('sqlite/run.mjs', import.meta.url)),
      install,
      `sqlite-${version}`,
      JSON.stringify(all.map(({ example }) => example)),
    ]);
    return [version, JSON.parse(stdout)];
  }),
);

for (const [index, { id, since }] of all.entries()) {
  test(`${id}: SQLite refuses it before ${since} and takes it from then on`, { skip }, async () => {
    for (const [version, list] of await answers) {
      const isKnown = compareVersions(version, since) >= 0;
      assert.equal(list[index] === null, isKnown, `${version}: ${list[index]}`);
    }
  });
}
