import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { nameOf, parentOf } from '../../text/paths.ts';
import { litestreamProject } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

const of = (path: string): Record<string, string> =>
  litestreamProject('0.5', `dbs:\n  - path: ${path}\n    replica:\n      url: s3://backups/app\n`);

const ofRails = 'dbs:\n  - path: storage/production.sqlite3\n    replicas:\n      - url: s3://backups/app\n';

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
    bad: [
      of('data/app.db'),
      of('./app.db'),
      // One finding for all of a file.
      of('data/app.db\n    replica:\n      url: s3://backups/first\n  - path: data/queue.db'),
      // The gem is another application's.
      {
        'server/config/litestream.yml': ofRails,
        Makefile: 'LITESTREAM_VERSION = 0.3.13\n',
        'web/Gemfile': 'gem "rails"\ngem "litestream"\n',
      },
    ],
    good: [
      of('/data/app.db'),
      of('~/app.db'),
      of('C:\\data\\app.db'),
      of('${DATA}/app.db'),
      // The gem starts it in the folder of the Rails application.
      { 'config/litestream.yml': ofRails, Gemfile: 'gem "rails"\ngem "litestream", "~> 0.14"\n' },
      {
        'app/config/litestream.yml': ofRails,
        'app/Gemfile.lock': 'GEM\n  specs:\n    litestream (0.14.0-x86_64-linux)\n    rails (8.0.2)\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litestreamFiles(project)) {
      const relative = config.databases.flatMap(({ path }) =>
        path && /^[\w.][\w./ -]*$/.test(path.value) ? [path] : [],
      );
      const [first, ...others] = relative;
      if (!first || isOfGem(file, project)) continue;
      const also =
        others.length === 0 ? '' : ` So ${others.length === 1 ? 'is one' : `are ${others.length}`} more.`;
      yield {
        file: file.path,
        range: first.range,
        message: `${first.value.length > 40 ? 'This path' : first.value} is taken from the folder that Litestream is started in. Started elsewhere, it replicates nothing, and says nothing.${also}`,
        help: 'Write the absolute path, as the server has it.',
      };
    }
  },
});

/**
 * True for the configuration that the gem `litestream` hands to Litestream. Its plugin of Puma and its tasks run it in the
 * folder of the Rails application: https://github.com/fractaledmind/litestream-ruby/blob/v0.14.0/lib/litestream/commands.rb
 */
function isOfGem({ path }: SourceFile, { sources }: Project): boolean {
  if (!/(?:^|\/)config\/litestream\.ya?ml$/.test(path)) return false;
  const root = parentOf(parentOf(path));
  return sources.some(
    (file) =>
      file.folder === root &&
      /^(?:Gemfile(?:\.lock)?|gems\.(?:rb|locked))$/.test(nameOf(file.path)) &&
      /^\s*gem\s*\(?\s*['"]litestream['"]|^ {4}litestream \(/m.test(file.text),
  );
}
