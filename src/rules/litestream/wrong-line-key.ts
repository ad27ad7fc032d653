import { unreadKeys } from '../../config/litestream/key-verdict.ts';
import { editsTo05 } from '../../config/litestream/migrate.ts';
import type { LitestreamKey, LitestreamLine } from '../../facts/litestream/key.ts';
import { litestreamKey } from '../../facts/litestream/keys.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { type LitestreamFile, litestreamFiles } from '../litestream-files.ts';
import { litestreamOf, versionSource } from '../litestream-versions.ts';
import { defineRule, type Fix } from '../rule.ts';

const of03 = (line: string): string =>
  `dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n        ${line}\n        sync-interval: 1s\n`;

export default defineRule({
  id: 'litestream/wrong-line-key',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds keys of Litestream 0.3 in the litestream.yml of a project that runs 0.5, and keys of 0.5 beside 0.3. The version comes from the tag of an image, a variable of a build, a download, a lock file, or `litestreamVersion` in the configuration.',
    why: 'The lines read different keys, and each drops the other’s without a word. 0.5 keeps copies for 24 hours whatever `retention` of a replica says; 0.3 does not know `replica`, starts, and copies nothing at all.',
    sources: [
      'https://litestream.io/docs/migration/',
      'https://github.com/benbjohnson/litestream/issues/1403',
      'https://github.com/benbjohnson/litestream.io/issues/371',
    ],
    bad: [
      litestreamProject('0.5', of03('retention: 72h')),
      litestreamProject('0.5', of03('snapshot-interval: 6h')),
      { 'litestream.yml': of03('retention: 72h'), Dockerfile: 'FROM litestream/litestream:0.5.6\n' },
      litestreamProject('0.3', litestreamReplica('url: s3://backups/app')),
      {
        'litestream.yml':
          'snapshot:\n  retention: 72h\ndbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n',
        'Gemfile.lock': 'GEM\n  specs:\n    litestream (0.14.0)\n',
      },
    ],
    good: [
      litestreamProject('0.3', of03('retention: 72h')),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'snapshot:\n  retention: 72h\n')),
      // Both lines read a list of one replica.
      litestreamProject('0.5', of03('region: eu-central-1')),
      // Nothing tells which Litestream reads it: that it is written for 0.3 is no mistake.
      { 'litestream.yml': of03('snapshot-interval: 6h') },
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      const { file, settings, line, release } = litestream;
      for (const { setting, verdict } of unreadKeys(settings, line, release)) {
        if (verdict.kind !== 'other-line' && verdict.kind !== 'idle') continue;
        const { spec } = verdict;
        const value = setting.value?.value;
        yield {
          file: file.path,
          range: setting.keyRange,
          message: `${litestreamOf(litestream)} drops ${setting.key}, a key of ${verdict.kind === 'other-line' && spec.versions['0.3'] === undefined ? '0.5' : '0.3'}, without a word. ${consequence(setting.path, value, line, verdict.kind === 'idle' ? verdict.why : undefined)}${versionSource(litestream)}`,
          help: helpFor(spec, line),
          fixes: fixesOf(litestream),
        };
      }
    }
  },
});

/** What comes of it; a sentence. */
function consequence(
  path: string,
  value: string | undefined,
  line: LitestreamLine | undefined,
  why: string | undefined,
): string {
  if (why !== undefined) return `It does nothing: ${why}.`;
  const written = value === undefined ? '' : ` instead of ${value}`;
  if (line !== '0.3') {
    if (path.endsWith('.retention')) return `It keeps copies for the 24h of its default${written}.`;
    if (path.endsWith('.snapshot-interval'))
      return `It makes a full copy every 24h, its default${written === '' ? '' : `,${written}`}.`;
    return 'Its default counts.';
  }
  if (path === 'dbs[].replica') return 'The database is opened, and nothing of it is copied anywhere.';
  if (path === 'dbs[].dir') return 'It finds no database there.';
  if (path.endsWith('snapshot')) return 'It keeps copies for the 24h of its default.';
  return 'Its default counts.';
}

function helpFor({ insteadIn, key, path }: LitestreamKey, line: LitestreamLine | undefined): string {
  const instead = line === undefined ? undefined : insteadIn?.[line];
  const upgrade = line === '0.3' ? ', or run Litestream 0.5' : '';
  if (instead !== undefined) return `Write \`${instead.replaceAll('[]', '')}\`${upgrade}.`;
  if (line === '0.3') {
    const children =
      path === 'snapshot' ? litestreamKey('snapshot.retention')?.insteadIn?.['0.3'] : undefined;
    if (children !== undefined)
      return 'Write `retention` and `snapshot-interval` in each replica, or run Litestream 0.5.';
    return `Run Litestream 0.5, or remove \`${key}\`.`;
  }
  if (key === 'validation-interval') return 'Write `validation.interval` at the top of the file.';
  return `Remove \`${key}\`.`;
}

function fixesOf({ file, config, line }: LitestreamFile): Fix[] {
  const edits = line === '0.5' ? editsTo05(file.text, config) : undefined;
  return edits && edits.length > 0
    ? [{ title: 'Write the file as Litestream 0.5 reads it', safe: false, edits }]
    : [];
}
