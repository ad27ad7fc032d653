import { litefsSetting } from '../../config/litefs/read.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/proxy-without-target',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a `proxy` that is told where to listen, and not where the application is.',
    why: 'LiteFS starts no proxy without `proxy.target` and says so in a line of its log only: nobody listens at `proxy.addr`, and writes on a replica fail.',
    sources: ['https://fly.io/docs/litefs/proxy/'],
    bad: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nproxy:\n  addr: ":8080"\n  db: "app.db"\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nproxy:\n  addr: ":8080"\n  target: "localhost:${PORT}"\n  db: "app.db"\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      const address = litefsSetting(config, 'proxy.addr');
      const target = litefsSetting(config, 'proxy.target');
      if (!address.entry || address.isDefault || address.value === '') continue;
      if (!target.isDefault && target.value !== '') continue;
      yield {
        file: file.path,
        range: address.entry.nameRange,
        message: 'Nobody listens at `proxy.addr`: LiteFS starts no proxy without `proxy.target`.',
        help: 'Write where the application listens, as in `target: "localhost:8081"`, or leave `proxy` out.',
      };
    }
  },
});
