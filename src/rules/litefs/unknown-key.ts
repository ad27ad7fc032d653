import type { LitefsEntry } from '../../config/litefs/read.ts';
import { litefsKey, litefsKeys, oldLitefsKeys } from '../../facts/litefs/keys.ts';
import { isBeforeLitefs, type LitefsUse, litefsRelease, litefsUses } from '../../project/litefs/use.ts';
import { nearestName } from '../../text/nearest.ts';
import { defineRule, type FileProblem } from '../rule.ts';

export default defineRule({
  id: 'litefs/unknown-key',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds keys of a `litefs.yml` that LiteFS does not know: misspelt, in another place, of the layout before 0.3, or newer than the release that the project runs.',
    why: 'LiteFS refuses the whole file for one of them and does not start. Only in the items of `exec` it ignores them without a word, and runs the command as if they were not there.',
    sources: [
      'https://fly.io/docs/litefs/config/',
      'https://github.com/superfly/litefs/blob/v0.5.14/cmd/litefs/config.go',
    ],
    bad: [
      {
        'litefs.yml':
          'fuse:\n  dir: "/litefs"\ndata:\n  dir: "/var/lib/litefs"\nlease:\n  type: "static"\n  advertize-url: "http://primary:20202"\n',
      },
      {
        'litefs.yml':
          'fuse:\n  dir: "/litefs"\nlease:\n  type: "static"\n  advertise-url: "http://primary:20202"\ncandidate: true\n',
      },
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nexec:\n  - cmd: "node migrate.js"\n    if-candidat: true\n  - cmd: "node server.js"\n',
      },
      {
        Dockerfile:
          'FROM node:24\nCOPY --from=flyio/litefs:0.5 /usr/local/bin/litefs /usr/local/bin/litefs\n',
        'litefs.yml':
          'mount-dir: "/litefs"\ndata-dir: "/data"\nstatic:\n  primary: true\n  advertise-url: "http://primary:20202"\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'fuse:\n  dir: "/litefs"\ndata:\n  dir: "/var/lib/litefs"\n  retention: "1h"\nproxy:\n  addr: ":8080"\n  target: "localhost:8081"\n  db: "app.db"\n  always-forward: ["/cron/*"]\nlease:\n  type: "static"\n  candidate: ${FLY_REGION == PRIMARY_REGION}\n  advertise-url: "http://primary:20202"\n',
      },
      // The layout of the release that the project runs.
      {
        Dockerfile:
          'FROM node:24\nCOPY --from=flyio/litefs:0.2 /usr/local/bin/litefs /usr/local/bin/litefs\n',
        'litefs.yml':
          'mount-dir: "/litefs"\ndata-dir: "/data"\nstatic:\n  primary: true\n  advertise-url: "http://primary:20202"\n',
      },
    ],
  },
  *checkProject(project) {
    const release = litefsRelease(project);
    for (const use of litefsUses(project)) {
      if (isBeforeLitefs(release, '0.3.0')) continue;
      const isOld = use.config.entries.some(({ path }) => path === 'mount-dir' || path === 'data-dir');
      if (isOld) {
        // Which release reads it is not known: it may be one of that layout.
        if (release !== undefined) yield* oldLayout(use, release);
        continue;
      }
      for (const entry of use.config.entries) {
        if (entry.name === '' || !isParentKnown(entry.path)) continue;
        const key = litefsKey(entry.path);
        if (key && !isBeforeLitefs(release, key.since)) continue;
        yield key
          ? {
              file: use.file.path,
              range: entry.nameRange,
              message: `LiteFS ${shown(release)} does not know \`${entry.path}\` and refuses the file: ${key.since} brought it.`,
              help: 'Run a newer LiteFS, or leave the key out.',
            }
          : unknown(use, entry);
      }
    }
  },
});

function* oldLayout({ file, config }: LitefsUse, release: string): Iterable<FileProblem> {
  const first = config.entries.find(({ path }) => Object.hasOwn(oldLitefsKeys, path));
  if (!first) return;
  const moved = config.entries.flatMap(({ path }) => {
    const now = path.includes('.') ? undefined : oldLitefsKeys[path];
    return now === undefined ? [] : [`\`${path}\` is \`${now}\``];
  });
  yield {
    file: file.path,
    range: first.nameRange,
    message: `LiteFS ${shown(release)} refuses this file: \`${first.path}\` belongs to the layout before 0.3.`,
    help: `Write it in the present layout: ${moved.join(', ')}.`,
  };
}

function unknown({ file, config }: LitefsUse, entry: LitefsEntry): FileProblem {
  const parent = entry.path.slice(0, Math.max(0, entry.path.length - entry.name.length));
  const siblings = Object.keys(litefsKeys)
    .filter((path) => path.startsWith(parent) && !/[.[]/.test(path.slice(parent.length)))
    .map((path) => path.slice(parent.length));
  const near = nearestName(entry.name, siblings);
  const places = Object.keys(litefsKeys).filter((path) => path.endsWith(`.${entry.name}`));
  const isFree = near !== undefined && !config.entries.some(({ path }) => path === parent + near);
  const consequence = entry.path.startsWith('exec[]')
    ? 'ignores it without a word'
    : 'refuses the file and does not start';
  return {
    file: file.path,
    range: entry.nameRange,
    message: `LiteFS has no key \`${entry.path}\`, and ${consequence}.`,
    help:
      near !== undefined
        ? `Write \`${parent}${near}\`.`
        : places.length > 0
          ? `Put it where it belongs: ${places.map((path) => `\`${path}\``).join(' or ')}.`
          : 'Leave it out.',
    ...(near !== undefined &&
      (isFree || parent.startsWith('exec[]')) && {
        fixes: [{ title: `Write ${near}`, safe: false, edits: [{ range: entry.nameRange, text: near }] }],
      }),
  };
}

/** What is below a key that is unknown itself is not named as well. */
function isParentKnown(path: string): boolean {
  const parent = path.slice(0, path.lastIndexOf('.'));
  return !path.includes('.') || litefsKey(parent)?.type === 'map' || parent === 'exec[]';
}

function shown(release: string | undefined): string {
  return (release ?? '').replace(/\.99$/, '');
}
