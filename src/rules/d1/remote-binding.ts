import { d1Uses } from '../../project/d1/use.ts';
import { d1Config } from '../d1-examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'd1/remote-binding',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds D1 bindings with `remote = true`.',
    why: '`wrangler dev` then reads and writes the deployed database in place of a local copy: what is tried out is done to its data.',
    sources: ['https://developers.cloudflare.com/workers/development-testing/#remote-bindings'],
    bad: [{ 'wrangler.toml': `${d1Config}remote = true\n` }],
    good: [{ 'wrangler.toml': d1Config }, { 'wrangler.toml': `${d1Config}remote = false\n` }],
  },
  *checkProject(project) {
    for (const { file, config } of d1Uses(project)) {
      for (const { databases = [] } of config.environments) {
        for (const { remote, binding } of databases) {
          if (remote?.value !== true) continue;
          yield {
            file: file.path,
            range: remote.range,
            message: `wrangler dev works on the deployed database${
              binding ? ` of ${binding.value}` : ''
            }, not on a local copy.`,
            help: 'Leave it out, or bind a database that is made for development.',
          };
        }
      }
    }
  },
});
