import { databasesOf } from '../../project/deployment/databases.ts';
import { type PlacedService, runningOf, servicesOf } from '../../project/deployment/services.ts';
import { startTextsOf } from '../../project/deployment/start-scripts.ts';
import type { Project } from '../../project/project.ts';
import { remember } from '../../project/remember.ts';
import type { Range } from '../../text/range.ts';
import { defineRule } from '../rule.ts';

const fly = (script: string, more = ''): Record<string, string> => ({
  'fly.toml': `app = "notes"\n${more}`,
  Dockerfile: `FROM litestream/litestream:0.5.17\nENV DATABASE_PATH=/data/app.db\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n`,
  'server.js': 'open(process.env.DATABASE_PATH);\n',
  'run.sh': `#!/bin/sh\nset -e\n${script}`,
});

export default defineRule({
  id: 'litestream/never-restored',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds services that replicate with Litestream, keep the database on a disk that goes with the machine or container, and never restore it.',
    why: 'With the next deployment the service starts with an empty database, which Litestream then replicates. The data is in the bucket until its retention ends, and nobody fetches it.',
    sources: ['https://litestream.io/guides/docker/', 'https://github.com/benbjohnson/litestream/issues/442'],
    bad: [fly('exec litestream replicate -exec "node server.js"\n')],
    good: [
      fly(
        'litestream restore -if-db-not-exists -if-replica-exists /data/app.db\nexec litestream replicate -exec "node server.js"\n',
      ),
      fly('exec litestream replicate -restore-if-db-not-exists -exec "node server.js"\n'),
      // A disk that lasts.
      fly(
        'exec litestream replicate -exec "node server.js"\n',
        '\n[mounts]\nsource = "data"\ndestination = "/data"\n',
      ),
    ],
  },
  *checkProject(project) {
    if (project.sources.some(restores)) return;
    const seen = new Set<string>();
    for (const placed of servicesOf(project)) {
      if (!isEphemeral(placed, project)) continue;
      const place = replicationOf(placed, project);
      if (!place || seen.has(`${place.file} ${place.range.start}`)) continue;
      seen.add(`${place.file} ${place.range.start}`);
      yield {
        file: place.file,
        range: place.range,
        message: `Nothing restores the database, and no volume keeps it (${placed.file.path}: ${placed.service.name}). The next deployment starts with an empty one, which takes the place of the replica.`,
        help: 'Run `litestream restore -if-db-not-exists -if-replica-exists DATABASE` before it.',
      };
    }
  },
});

/** True for a file that may restore, by whatever means. */
const restores = remember(({ text }: { readonly text: string }): boolean =>
  /litestream[\s\S]*restore|restore[\s\S]*litestream|restore-if-db-not-exists/i.test(text),
);

/** True where all that is mounted is known, and the databases of the service are not on it. */
function isEphemeral(placed: PlacedService, project: Project): boolean {
  if (!/^(?:fly|render|kubernetes)$/.test(placed.service.tool)) return false;
  const { mounts, mountsAreWhole } = runningOf(placed);
  const databases = databasesOf(placed, project);
  return (
    mountsAreWhole &&
    databases.length > 0 &&
    databases.every(({ path }) =>
      mounts.every(
        ({ target, kind }) =>
          target !== undefined &&
          (kind === 'temporary' || kind === 'settings' || !path.startsWith(`${target}/`)),
      ),
    )
  );
}

/** Where a service starts Litestream. */
function replicationOf(
  placed: PlacedService,
  project: Project,
): { readonly file: string; readonly range: Range } | undefined {
  for (const { file, text } of startTextsOf(placed, project))
    for (const { program, words, range } of text.commands)
      if (program === 'litestream' && words[1]?.text === 'replicate') return { file: file.path, range };
  return undefined;
}
