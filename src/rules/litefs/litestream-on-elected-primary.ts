import { litefsCommands, litefsSetting } from '../../config/litefs/read.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { litestreamUses } from '../../project/litestream/use.ts';
import { isBelow } from '../../text/paths.ts';
import { litefsConfig as config } from '../litefs-examples.ts';
import { defineRule } from '../rule.ts';

const litestream =
  'snapshot:\n  interval: 24h\n  retention: 72h\ndbs:\n  - path: /litefs/app.db\n    replica:\n      type: s3\n      bucket: backups\n      path: app\n      region: eu-central-1\n';

export default defineRule({
  id: 'litefs/litestream-on-elected-primary',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds Litestream on a database in the mount of LiteFS, where the nodes elect their primary (`lease.type: "consul"`).',
    why: 'Litestream follows one copy of a database. When the role of the primary moves to another machine, another copy goes on, into the same place. Fly.io supports the two together with a static lease only, on the primary alone.',
    sources: ['https://fly.io/docs/litefs/backup/'],
    bad: [{ 'litefs.yml': config, 'litestream.yml': litestream }],
    good: [
      { 'litefs.yml': config.replace('"consul"', '"static"'), 'litestream.yml': litestream },
      { 'litefs.yml': config, 'litestream.yml': litestream.replace('/litefs/', '/data/') },
    ],
  },
  *checkProject(project) {
    const uses = litefsUses(project);
    const [only] = uses;
    if (uses.length !== 1 || !only || litefsSetting(only.config, 'lease.type').value !== 'consul') return;
    const mount = litefsSetting(only.config, 'fuse.dir').value;
    const message = 'Litestream follows one machine, and the primary of LiteFS moves between them';
    const help =
      'Use a static lease and run Litestream on the primary alone, or export the database by the clock.';
    let isReported = false;
    for (const { file, config: one } of litestreamUses(project)) {
      for (const { path } of one.databases) {
        if (!path || mount === undefined || !isBelow(path.value, mount)) continue;
        isReported = true;
        yield { file: file.path, range: path.range, message: `${message} (${only.file.path}).`, help };
      }
    }
    if (isReported) return;
    for (const { text, entry } of litefsCommands(only.config)) {
      if (!/^(?:\S*\/)?litestream\s+replicate\b/.test(text ?? '')) continue;
      yield { file: only.file.path, range: entry.value.range, message: `${message}.`, help };
    }
  },
});
