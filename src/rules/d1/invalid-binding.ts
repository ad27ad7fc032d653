import { d1BindingKeys } from '../../facts/d1/wrangler-keys.ts';
import { d1Uses } from '../../project/d1/use.ts';
import { d1Config } from '../d1-examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'd1/invalid-binding',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds entries of `d1_databases` without a `binding`, or with a value of the wrong type.',
    why: 'wrangler refuses the whole file: nothing can be deployed or run.',
    sources: ['https://developers.cloudflare.com/workers/wrangler/configuration/#d1-databases'],
    bad: [
      { 'wrangler.toml': 'name = "app"\n\n[[d1_databases]]\ndatabase_name = "app"\ndatabase_id = "0a1b"\n' },
      { 'wrangler.toml': `${d1Config}remote = "true"\n` },
    ],
    good: [{ 'wrangler.toml': d1Config }],
  },
  *checkProject(project) {
    for (const { file, config } of d1Uses(project)) {
      for (const { databases = [] } of config.environments) {
        for (const { keys, headRange } of databases) {
          if (!keys.some(({ name }) => name === 'binding'))
            yield {
              file: file.path,
              range: headRange,
              message: 'This D1 database has no binding: wrangler refuses the file.',
              help: 'Add binding = "DB", the name by which the code finds the database in env.',
            };
          for (const { name, value } of keys) {
            const key = d1BindingKeys.find((one) => one.name === name);
            if (!key || (value.kind === 'scalar' && typeof value.value === key.type)) continue;
            yield {
              file: file.path,
              range: value.range,
              message: `${name} of d1_databases is no ${key.type}: wrangler refuses the file.`,
              help:
                key.type === 'boolean' ? 'Write true or false, without quotes.' : 'Write a text, in quotes.',
            };
          }
        }
      }
    }
  },
});
