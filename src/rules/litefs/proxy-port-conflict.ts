import { litefsSetting } from '../../config/litefs/read.ts';
import { portIn } from '../../project/litefs/deployment.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/proxy-port-conflict',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a proxy that listens at the port of its own target, or at that of the server of LiteFS.',
    why: 'One port has one listener. LiteFS stops where its own server has the port; where the application is to have it, that one fails to start, and the proxy sends requests to itself.',
    sources: ['https://fly.io/docs/litefs/proxy/'],
    bad: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nproxy:\n  addr: ":8080"\n  target: "localhost:8080"\n  db: "app.db"\n',
      },
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nproxy:\n  addr: ":20202"\n  target: "localhost:8080"\n  db: "app.db"\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nproxy:\n  addr: ":8080"\n  target: "localhost:8081"\n  db: "app.db"\n',
      },
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nproxy:\n  addr: ":8080"\n  target: "app:8080"\n  db: "app.db"\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      const target = litefsSetting(config, 'proxy.target');
      const address = litefsSetting(config, 'proxy.addr');
      const port = portIn(address.value);
      if (port === undefined || !address.entry || target.isDefault) continue;
      const isOwn = portIn(litefsSetting(config, 'http.addr').value) === port;
      const isTarget =
        portIn(target.value) === port &&
        /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])?:/.test(target.value ?? '');
      if (!isOwn && !isTarget) continue;
      yield {
        file: file.path,
        range: address.entry.value.range,
        message: isOwn
          ? `LiteFS stops: its proxy and its own server both want port ${port}.`
          : `The proxy sends requests to itself: \`proxy.target\` is port ${port}, too.`,
        help: isOwn
          ? 'Let the proxy listen at another port.'
          : 'Let the application listen at another port, and write that one as `proxy.target`.',
      };
    }
  },
});
