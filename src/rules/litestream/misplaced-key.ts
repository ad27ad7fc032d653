import { unreadKeys } from '../../config/litestream/key-verdict.ts';
import { editsToMove } from '../../config/litestream/move.ts';
import type { LitestreamKey } from '../../facts/litestream/key.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { litestreamOf } from '../litestream-versions.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/misplaced-key',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds keys in a litestream.yml that Litestream reads at another place of the file, and tells where.',
    why: 'A key counts only where Litestream looks for it. Elsewhere it is dropped without a word: `retention` of a level does not keep anything.',
    sources: [
      'https://litestream.io/reference/config/',
      'https://github.com/benbjohnson/litestream.io/issues/371',
    ],
    bad: [
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app', 'levels:\n  - interval: 5m\n    retention: 72h\n'),
      ),
      litestreamProject(
        '0.5',
        'dbs:\n  - path: /data/app.db\n    sync-interval: 5s\n    replica:\n      url: s3://backups/app\n',
      ),
      litestreamProject(
        '0.3',
        'dbs:\n  - path: /data/app.db\n    retention: 72h\n    replicas:\n      - url: s3://backups/app\n',
      ),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'levels:\n  - interval: 5m\n')),
      // 0.5 takes settings of replicas from the top too.
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app', 'sync-interval: 5s\n')),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      const { file, config, settings, line, release } = litestream;
      for (const { setting, verdict } of unreadKeys(settings, line, release)) {
        if (verdict.kind !== 'misplaced') continue;
        const [first] = verdict.places;
        const paths = [...new Set(verdict.places.map(readable))];
        const edits = first && editsToMove(file.text, config, setting, first);
        yield {
          file: file.path,
          range: setting.keyRange,
          message: `${litestreamOf(litestream)} does not look for ${setting.key} here and drops it without a word. It reads ${paths.slice(0, 3).join(', ')}.`,
          help: `Move it to ${paths[0] ?? 'its place'}.`,
          ...(edits && {
            fixes: [{ title: `Move it to ${(paths[0] ?? '').replaceAll('`', '')}`, safe: false, edits }],
          }),
        };
      }
    }
  },
});

function readable({ path, place }: LitestreamKey): string {
  if (place === '') return `\`${path}\` at the top of the file`;
  return `\`${path.replaceAll('[]', '')}\``;
}
