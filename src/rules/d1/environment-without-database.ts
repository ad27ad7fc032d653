import { d1Uses } from '../../project/d1/use.ts';
import { d1Config } from '../d1-examples.ts';
import { defineRule } from '../rule.ts';

const staging = (lines: string): Record<string, string> => ({
  'wrangler.toml': `${d1Config}\n[env.staging]\nname = "app-staging"\n${lines}`,
});

export default defineRule({
  id: 'd1/environment-without-database',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds environments of a wrangler file that lack the D1 bindings which the top of the file has.',
    why: 'Environments do not inherit `d1_databases`. wrangler warns and deploys all the same; there `env.DB` is undefined, and the first query throws.',
    sources: [
      'https://developers.cloudflare.com/workers/wrangler/configuration/#non-inheritable-keys',
      'https://developers.cloudflare.com/d1/configuration/environments/',
    ],
    bad: [
      staging(''),
      staging(
        '\n[[env.staging.d1_databases]]\nbinding = "OTHER"\ndatabase_name = "other"\ndatabase_id = "0a1b"\n',
      ),
      {
        'wrangler.jsonc':
          '{\n  "name": "app",\n  "d1_databases": [{ "binding": "DB", "database_name": "app", "database_id": "1f" }],\n  "env": { "production": { "vars": { "STAGE": "production" } } },\n}\n',
      },
    ],
    good: [
      staging(
        '\n[[env.staging.d1_databases]]\nbinding = "DB"\ndatabase_name = "app-staging"\ndatabase_id = "0a1b"\n',
      ),
      // It says that it has none.
      staging('d1_databases = []\n'),
      // Another program.
      staging('main = "src/redirect.ts"\n'),
      { 'wrangler.toml': d1Config },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of d1Uses(project)) {
      const [top, ...others] = config.environments;
      const wanted = (top?.databases ?? []).flatMap(({ binding }) => binding?.value ?? []);
      if (wanted.length === 0) continue;
      for (const { name, keyRange, databases, object } of others) {
        // What has a program of its own may need no database; an empty list says so.
        if (object.entries.has('main') || databases?.length === 0) continue;
        const own = new Set((databases ?? []).map(({ binding }) => binding?.value));
        const [missing, ...more] = wanted.filter((one) => !own.has(one));
        // Another name for it: the code goes by the environment.
        if (missing === undefined || (databases && own.has(undefined))) continue;
        yield {
          file: file.path,
          range: keyRange,
          message: `The environment ${name} has no binding ${missing}: it inherits none from the top of the file.${
            more.length > 0 ? ` It lacks ${more.join(', ')}, too.` : ''
          } Deployed to it, env.${missing} is undefined.`,
          help: `Add d1_databases to env.${name}, with a database of its own, or d1_databases = [] where it needs none.`,
        };
      }
    }
  },
});
