import type { WranglerEnvironment } from '../../config/wrangler/read.ts';
import { d1Uses } from '../../project/d1/use.ts';
import { d1Config } from '../d1-examples.ts';
import { defineRule } from '../rule.ts';

const id = '5f1e7c1a-94c2-4a2c-8d3c-0f7a5f6f9b11';
const staging = (its: string): Record<string, string> => ({
  'wrangler.toml': `${d1Config}\n[[env.staging.d1_databases]]\nbinding = "DB"\ndatabase_name = "app"\ndatabase_id = "${its}"\n`,
});

export default defineRule({
  id: 'd1/shared-database',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a D1 database that an environment for tests (`staging`, `preview`, `qa`) shares with production.',
    why: 'What is tried there is done to the data of production, migrations among it.',
    sources: ['https://developers.cloudflare.com/d1/configuration/environments/'],
    bad: [staging(id)],
    good: [
      staging('9c8b7a6f-1d2e-4f3a-8b4c-5d6e7f8a9b0c'),
      // For wrangler dev, which works on a local copy.
      {
        'wrangler.toml': `${d1Config}\n[[env.dev.d1_databases]]\nbinding = "DB"\ndatabase_name = "app"\ndatabase_id = "${id}"\n`,
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of d1Uses(project)) {
      const production =
        config.environments.find(({ name }) => /^prod(?:uction)?$/i.test(name ?? '')) ??
        config.environments[0];
      if (!production || isForTests(production)) continue;
      const ids = new Set((production.databases ?? []).map(({ databaseId }) => databaseId?.value));
      for (const environment of config.environments) {
        if (!isForTests(environment)) continue;
        for (const { databaseId } of environment.databases ?? []) {
          if (!databaseId || !uuid.test(databaseId.value) || !ids.has(databaseId.value)) continue;
          yield {
            file: file.path,
            range: databaseId.range,
            message: `The environment ${environment.name} works on the database of production.${
              production.name === undefined ? ' The top of the file is what is deployed without --env.' : ''
            }`,
            help: `Make a database for it: wrangler d1 create, and put its id here.`,
          };
        }
      }
    }
  },
});

/** Placeholders are no ids. */
const uuid = /^(?!(.)(?:\1|-)+$)[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

const isForTests = ({ name }: WranglerEnvironment): boolean =>
  /^(?:stag(?:e|ing)|preview|qa|uat|test(?:ing)?)$/i.test(name ?? '');
