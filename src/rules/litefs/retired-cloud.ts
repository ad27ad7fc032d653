import { litefsEntry, litefsSetting } from '../../config/litefs/read.ts';
import { servicesOf } from '../../project/deployment/services.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/retired-cloud',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds backups to LiteFS Cloud: `backup.type: "litefs-cloud"` in a `litefs.yml`, or `LITEFS_CLOUD_TOKEN` in what starts it.',
    why: 'LiteFS Cloud was switched off on 15 October 2024. LiteFS tries for ever to reach it, and there is no backup. The variable alone switches it on.',
    sources: [
      'https://fly.io/docs/litefs/',
      'https://github.com/superfly/litefs/blob/v0.5.14/cmd/litefs/mount_linux.go',
    ],
    bad: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nbackup:\n  type: "litefs-cloud"\n',
      },
      {
        'litefs.yml': 'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\n',
        'compose.yml':
          'services:\n  app:\n    image: example/app:1\n    environment:\n      LITEFS_CLOUD_TOKEN: ${TOKEN}\n    volumes:\n      - data:/var/lib/litefs\nvolumes:\n  data:\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nbackup:\n  type: "file"\n  path: "/backup"\n',
      },
    ],
  },
  *checkProject(project) {
    const uses = litefsUses(project);
    let isInConfig = false;
    for (const { file, config } of uses) {
      const { value, entry } = litefsSetting(config, 'backup.type');
      if (value !== 'litefs-cloud' || !entry) continue;
      isInConfig = true;
      yield {
        file: file.path,
        range: entry.value.range,
        message: 'This backup goes nowhere: LiteFS Cloud was switched off in October 2024.',
        help: 'Leave `backup` out. With a static lease, let Litestream copy the database; else export it by the clock.',
      };
    }
    if (isInConfig || !uses.some(({ config }) => !litefsEntry(config, 'backup.type'))) return;
    for (const { file, service } of servicesOf(project)) {
      const token = service.environment.find(({ name }) => name === 'LITEFS_CLOUD_TOKEN');
      if (!token || token.value === '') continue;
      yield {
        file: file.path,
        range: token.range,
        message: 'This password is for a backup that is gone: LiteFS Cloud was switched off in October 2024.',
        help: 'Take LITEFS_CLOUD_TOKEN out. With a static lease, let Litestream copy the database; else export it by the clock.',
      };
    }
  },
});
