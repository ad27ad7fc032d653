import { litestreamProject } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

const of = (line: '0.3' | '0.5', path: string): Record<string, string> =>
  litestreamProject(
    line,
    `dbs:\n  - path: ${path}\n    ${line === '0.5' ? 'replica:\n      ' : 'replicas:\n      - '}url: s3://backups/app\n`,
  );

export default defineRule({
  id: 'litestream/database-url',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds databases that a litestream.yml names by a URL: `file:/data/app.db`, `sqlite:///data/app.db`.',
    why: 'Litestream takes `path` for the path of a file. It waits for a database in a folder called `file:` below the one that it is started in, and replicates nothing. From 0.5.3 on it takes `sqlite://` and `sqlite3://` away, and nothing else.',
    sources: ['https://litestream.io/reference/config/#database-settings'],
    bad: [
      of('0.5', 'file:/data/app.db'),
      of('0.3', 'sqlite:///data/app.db'),
      of('0.5', 'sqlite:/data/app.db'),
    ],
    good: [of('0.5', '/data/app.db'), of('0.5', 'sqlite:///data/app.db'), of('0.3', '/data/sqlite:app.db')],
  },
  *checkProject(project) {
    for (const { file, config, line } of litestreamFiles(project)) {
      for (const { path } of config.databases) {
        const scheme = path && /^(?:(?:jdbc:)?sqlite3?|file|libsql):(?:\/\/)?/.exec(path.value)?.[0];
        if (!path || scheme === undefined) continue;
        if (/^sqlite3?:\/\/$/.test(scheme) && line !== '0.3') continue;
        const plain = path.value.slice(scheme.length).replace(/\?.*$/, '');
        yield {
          file: file.path,
          range: path.range,
          message: `Litestream takes ${scheme} for a part of the file’s name: it replicates nothing. There is no such file, and it waits for it without a word.`,
          help: 'Write the path of the file alone.',
          fixes: /^[\w./-]+$/.test(plain)
            ? [{ title: `Write ${plain}`, safe: false, edits: [{ range: path.range, text: plain }] }]
            : [],
        };
      }
    }
  },
});
