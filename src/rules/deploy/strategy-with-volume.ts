import { readFlyConfig } from '../../config/fly/config.ts';
import { flyReader } from '../../config/fly/read.ts';
import { defineRule } from '../rule.ts';

const fly = (strategy: string, mounts: string): Record<string, string> => ({
  'fly.toml': `app = "shop"\n[env]\nDATABASE_PATH = "/data/app.db"\n[deploy]\nstrategy = "${strategy}"\n${mounts}`,
  'schema.sqlite.sql': 'CREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\n',
});
const mount = '[mounts]\nsource = "data"\ndestination = "/data"\n';

export default defineRule({
  id: 'deploy/strategy-with-volume',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds the deployment strategy `bluegreen` in a fly.toml whose machines have volumes.',
    why: 'It starts new machines beside the old ones, and a volume belongs to one machine: the strategy does not work with volumes.',
    sources: ['https://fly.io/docs/reference/configuration/#picking-a-deployment-strategy'],
    bad: [fly('bluegreen', mount)],
    good: [fly('rolling', mount), fly('bluegreen', '')],
  },
  *checkProject(project) {
    if (!project.usesSqlite) return;
    for (const file of project.sources) {
      if (!flyReader.files.test(file.path) || !/bluegreen/.test(file.text)) continue;
      const config = readFlyConfig(file.text);
      const strategy = config?.strategy;
      if (!config || !strategy || config.mounts.length === 0 || strategy.value !== 'bluegreen') continue;
      yield {
        file: file.path,
        range: strategy.range,
        message: `The strategy ${strategy.value} does not go with volumes: each belongs to one machine. New machines beside the old ones would have none.`,
        help: 'Use the strategy rolling, or immediate.',
        fixes: [
          {
            title: 'Use the strategy rolling',
            safe: false,
            edits: [{ range: strategy.range, text: '"rolling"' }],
          },
        ],
      };
    }
  },
});
