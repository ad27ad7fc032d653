import { litefsEntry, litefsSetting, litefsSwitch } from '../../config/litefs/read.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/databases-on-candidate',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds `lease.databases` on a node that may become the primary.',
    why: 'A node that has a part of the databases cannot be the primary of all, so LiteFS refuses the file. `lease.candidate` is true where it is left out.',
    sources: ['https://github.com/superfly/litefs/blob/v0.5.14/cmd/litefs/mount_linux.go'],
    bad: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\n  databases: ["app.db"]\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\n  candidate: false\n  databases: ["app.db"]\n',
      },
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\n  candidate: ${IS_PRIMARY}\n  databases: []\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      const filter = litefsEntry(config, 'lease.databases');
      const isFilled = config.entries.some(({ path }) => path === 'lease.databases[]');
      if (!filter || !isFilled || litefsSwitch(config, 'lease.candidate') !== true) continue;
      const byDefault = litefsSetting(config, 'lease.candidate').isDefault;
      yield {
        file: file.path,
        range: filter.nameRange,
        message: `LiteFS refuses \`lease.databases\` on a candidate, which this node is${byDefault ? ' by default' : ''}.`,
        help: 'Write `candidate: false` where this node only replicates, or leave `databases` out.',
      };
    }
  },
});
