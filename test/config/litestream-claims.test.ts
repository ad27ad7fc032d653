/** What the real programs of both lines make of configurations: the rules in src/rules/litestream rest on it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { program } from '../programs/programs.ts';
import { configurationClaims } from '../support/litestream-claims.ts';
import { databases } from '../support/litestream-runs.ts';

for (const line of ['0.3', '0.5'] as const) {
  const { path, skip } = program(`litestream-${line}`);
  describe(`Litestream ${line} as configured`, { skip }, () => {
    for (const [topic, entries] of Object.entries(configurationClaims)) {
      for (const [name, claim] of Object.entries(entries)) {
        test(`${topic}: ${name}`, () => {
          const { status, output } = databases(path as string, claim.config, claim.env);
          const expected = claim[line];
          if ('error' in expected) {
            assert.match(output, expected.error);
            assert.notEqual(status, 0, output);
            return;
          }
          // The heading, then a line for each database; no warning anywhere.
          const [heading, ...rows] = output.trim().split('\n');
          const listed = rows.map((row) => row.trim().split(/\s+/).join(' ')).join(' ');
          if (typeof expected.lists === 'string') assert.equal(listed, expected.lists);
          else assert.match(listed, expected.lists);
          assert.match(heading ?? '', /^path +replicas?$/);
          assert.equal(status, 0);
        });
      }
    }
  });
}
