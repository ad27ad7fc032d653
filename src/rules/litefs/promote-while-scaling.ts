import { litefsSetting, litefsSwitch } from '../../config/litefs/read.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/promote-while-scaling',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds `lease.promote: true` with a Consul lease.',
    why: 'Each candidate that starts takes the role of the primary when it has caught up. Users report that a new machine with an empty volume took it before it had the data, and the others followed it. Migrations in `exec` need it, so it stays a matter of care.',
    sources: [
      'https://community.fly.io/t/litefs-promote-true-can-cause-data-loss-when-scaling-horizontally-seeking-guidance/26767',
      'https://fly.io/docs/litefs/config/',
    ],
    bad: [
      {
        'litefs.yml':
          'lease:\n  type: "consul"\n  promote: true\n  consul:\n    url: "${FLY_CONSUL_URL}"\n    key: "app/primary"\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'lease:\n  type: "consul"\n  candidate: false\n  promote: true\n  consul:\n    url: "${FLY_CONSUL_URL}"\n    key: "app/primary"\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      const { entry } = litefsSetting(config, 'lease.promote');
      if (!entry || litefsSwitch(config, 'lease.promote') !== true) continue;
      if (litefsSwitch(config, 'lease.candidate') === false || litefsSwitch(config, 'skip-sync') === true)
        continue;
      if (litefsSetting(config, 'lease.type').value !== 'consul') continue;
      yield {
        file: file.path,
        range: entry.nameRange,
        message: 'A new machine takes the role of the primary as soon as it has started.',
        help: 'Back the database up before you add machines, and write `promote: false` while you do.',
      };
    }
  },
});
