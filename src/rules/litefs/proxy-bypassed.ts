import { deployedSetting, litefsDeployments, portIn } from '../../project/litefs/deployment.ts';
import { litefsDockerfile as dockerfile, litefsFly as fly, litefsConfig } from '../litefs-examples.ts';
import { defineRule } from '../rule.ts';

const config = `${litefsConfig}proxy:\n  addr: ":8080"\n  target: "localhost:8081"\n  db: "app.db"\n`;

export default defineRule({
  id: 'litefs/proxy-bypassed',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds a `fly.toml` whose service is the port of the application, `proxy.target`, beside a LiteFS with a proxy.',
    why: 'Requests go around the proxy: a write that comes to a replica is not sent on to the primary, and fails.',
    sources: ['https://fly.io/docs/litefs/proxy/'],
    bad: [{ Dockerfile: dockerfile, 'litefs.yml': config, 'fly.toml': fly.replace('8080', '8081') }],
    good: [
      { Dockerfile: dockerfile, 'litefs.yml': config, 'fly.toml': fly },
      {
        Dockerfile: dockerfile,
        'litefs.yml': config.replace('localhost:8081', 'localhost:${PORT}'),
        'fly.toml': fly.replace('8080', '8081'),
      },
    ],
  },
  *checkProject(project) {
    const seen = new Set<string>();
    for (const deployment of litefsDeployments(project)) {
      const { placed, fly: machines } = deployment;
      if (!machines || seen.has(placed.file.path)) continue;
      seen.add(placed.file.path);
      const proxy = portIn(deployedSetting(deployment, 'proxy.addr').value);
      const target = portIn(deployedSetting(deployment, 'proxy.target').value);
      if (proxy === undefined || target === undefined || proxy === target) continue;
      for (const { internalPort } of machines.services) {
        if (internalPort?.value !== target) continue;
        const text = String(proxy);
        yield {
          file: placed.file.path,
          range: internalPort.range,
          message: `Requests go around the proxy of LiteFS, which listens at port ${proxy}.`,
          help: `Write \`internal_port = ${proxy}\`; ${target} is the application behind it.`,
          fixes: [
            { title: `Serve port ${proxy}`, safe: false, edits: [{ range: internalPort.range, text }] },
          ],
        };
      }
    }
  },
});
