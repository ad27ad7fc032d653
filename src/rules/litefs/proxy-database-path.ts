import { litefsSetting } from '../../config/litefs/read.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { nameOf } from '../../text/paths.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/proxy-database-path',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds a path in `proxy.db`, which is the name of a database in the mounted folder.',
    why: 'The proxy looks for a database of that very name, finds none, and says nothing: it hands out no cookie with the last transaction, so that a reader may see a replica that is behind what he has just written.',
    sources: [
      'https://fly.io/docs/litefs/proxy/',
      'https://github.com/superfly/litefs/blob/v0.5.14/http/proxy_server.go',
    ],
    bad: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nproxy:\n  addr: ":8080"\n  target: "localhost:8081"\n  db: "/litefs/app.db"\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nproxy:\n  addr: ":8080"\n  target: "localhost:8081"\n  db: "app.db"\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      const { value, entry } = litefsSetting(config, 'proxy.db');
      if (!entry || !value?.includes('/') || litefsSetting(config, 'proxy.target').isDefault) continue;
      const name = JSON.stringify(nameOf(value));
      yield {
        file: file.path,
        range: entry.value.range,
        message: 'The proxy finds no database by a path: `proxy.db` is a name in the mounted folder.',
        help: `Write \`db: ${name}\`.`,
        fixes: [{ title: `Write ${name}`, safe: false, edits: [{ range: entry.value.range, text: name }] }],
      };
    }
  },
});
