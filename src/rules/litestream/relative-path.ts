import { litestreamProject } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

const of = (path: string): Record<string, string> =>
  litestreamProject('0.5', `dbs:\n  - path: ${path}\n    replica:\n      url: s3://backups/app\n`);

export default defineRule({
  id: 'litestream/relative-path',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds databases that a litestream.yml names by a relative path.',
    why: 'Litestream takes it from the folder that it is started in, which is `/` for a service of systemd and anything by hand. Started elsewhere, it waits for a database that is not there and replicates nothing, without a word.',
    sources: ['https://litestream.io/reference/config/#database-settings'],
    bad: [of('data/app.db'), of('./app.db')],
    good: [of('/data/app.db'), of('~/app.db'), of('C:\\data\\app.db'), of('${DATA}/app.db')],
  },
  *checkProject(project) {
    for (const { file, config } of litestreamFiles(project)) {
      for (const { path } of config.databases) {
        if (!path || !/^[\w.][\w./ -]*$/.test(path.value)) continue;
        yield {
          file: file.path,
          range: path.range,
          message: `${path.value.length > 40 ? 'This path' : path.value} is taken from the folder that Litestream is started in. Started elsewhere, it replicates nothing, and says nothing.`,
          help: 'Write the absolute path, as the server has it.',
        };
      }
    }
  },
});
