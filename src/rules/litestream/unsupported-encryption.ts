import { at, itemsOf } from '../../config/yaml.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { litestreamOf, versionSource } from '../litestream-versions.ts';
import { defineRule } from '../rule.ts';

const age = (line: '0.3' | '0.5', release: string): Record<string, string> => ({
  'litestream.yml': `dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n        age:\n          identities: [$AGE_IDENTITY]\n          recipients: [$AGE_RECIPIENT]\n`,
  Makefile: `LITESTREAM_VERSION = ${line}.${release}\n`,
});

export default defineRule({
  id: 'litestream/unsupported-encryption',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds `age` in the litestream.yml of a project that runs Litestream 0.5.',
    why: '0.5 cannot encrypt. 0.5.0 takes the keys and writes the copies in plain text; every later release does not start.',
    sources: [
      'https://litestream.io/docs/migration/',
      'https://github.com/benbjohnson/litestream/issues/790',
    ],
    bad: [age('0.5', '0'), age('0.5', '13')],
    good: [
      age('0.3', '13'),
      // The bucket encrypts.
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsse-kms-key-id: alias/backups')),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      if (litestream.line !== '0.5') continue;
      for (const { key, keyRange, node, spec } of litestream.settings) {
        if (
          key !== 'age' ||
          !spec ||
          !['identities', 'recipients'].some((list) => itemsOf(at(node, list)).length > 0)
        )
          continue;
        const result =
          litestream.release === '0.5.0'
            ? 'it writes the copies in plain text'
            : 'it does not start with these keys';
        yield {
          file: litestream.file.path,
          range: keyRange,
          message: `${litestreamOf(litestream)} cannot encrypt with age: ${result}.${versionSource(litestream)}`,
          help: 'Have the bucket encrypt (`sse-kms-key-id`, `sse-customer-key`), or stay with Litestream 0.3.',
        };
      }
    }
  },
});
