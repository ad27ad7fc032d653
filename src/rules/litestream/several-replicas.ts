import { at, entriesOf, itemsOf, rangeOf } from '../../config/yaml.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { litestreamOf, versionSource } from '../litestream-versions.ts';
import { defineRule } from '../rule.ts';

const two =
  'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n      - type: file\n        path: /backup/app\n';

export default defineRule({
  id: 'litestream/several-replicas',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds databases with more than one replica in the litestream.yml of a project that runs Litestream 0.5.',
    why: '0.5 copies a database to one place, and does not start with a list of two, or with both `replica` and `replicas`.',
    sources: ['https://litestream.io/docs/migration/'],
    bad: [
      litestreamProject('0.5', two),
      litestreamProject(
        '0.5',
        `${litestreamReplica('url: s3://backups/app')}    replicas:\n      - path: /backup/app\n`,
      ),
    ],
    good: [
      litestreamProject('0.3', two),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app')),
      // Nothing tells which line reads it.
      { 'litestream.yml': two },
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      if (litestream.line !== '0.5') continue;
      for (const { node } of litestream.config.databases) {
        const listed = itemsOf(at(node, 'replicas'));
        const single = at(node, 'replica');
        const hasBoth = entriesOf(single).length > 0 && listed.length > 0;
        const second = hasBoth ? undefined : rangeOf(listed[1]);
        const range = hasBoth ? entriesOf(node).find(({ key }) => key === 'replicas')?.range : second;
        if (!range) continue;
        yield {
          file: litestream.file.path,
          range,
          message: hasBoth
            ? `A database has both replica and replicas: ${litestreamOf(litestream)} does not start.${versionSource(litestream)}`
            : `A database has ${listed.length} replicas: ${litestreamOf(litestream)} takes one and does not start.${versionSource(litestream)}`,
          help: 'Keep one place, and have the bucket copied to another by its own means.',
        };
      }
    }
  },
});
