import { litefsSetting } from '../../config/litefs/read.ts';
import { isNamedAside } from '../../project/deployment/named-aside.ts';
import { servicesOf } from '../../project/deployment/services.ts';
import { litefsDeployments, portIn } from '../../project/litefs/deployment.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import {
  litefsConfig as config,
  litefsDockerfile as dockerfile,
  litefsFly as fly,
} from '../litefs-examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/exposed-port',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds the port of the server of LiteFS (20202) among what a `fly.toml`, or a Compose file of a project without one, opens to others.',
    why: 'That server asks for no password. Who reaches it gets every database as a whole, can take the lease, and can write.',
    sources: ['https://fly.io/docs/litefs/config/'],
    bad: [
      { Dockerfile: dockerfile, 'litefs.yml': config, 'fly.toml': fly.replace('8080', '20202') },
      {
        'litefs.yml': config,
        'compose.yml':
          'services:\n  app:\n    build: .\n    ports:\n      - "8080:8080"\n      - "20202:20202"\n',
      },
    ],
    good: [
      { Dockerfile: dockerfile, 'litefs.yml': config, 'fly.toml': fly },
      {
        'litefs.yml': config,
        'compose.yml':
          'services:\n  app:\n    build: .\n    expose:\n      - "20202"\n    ports:\n      - "127.0.0.1:20202:20202"\n',
      },
      // By the address of a private network the other hosts come.
      {
        'litefs.yml': config,
        'compose.yml':
          'services:\n  app:\n    build: .\n    ports:\n      - "10.0.0.2:20202:20202"\n      - target: 20202\n        published: "20202"\n        host_ip: 10.0.0.2\n',
      },
      // For a try on the developer’s machine.
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': fly,
        'compose.yml': 'services:\n  app:\n    build: .\n    ports:\n      - "20202:20202"\n',
      },
      {
        'litefs.yml': config,
        'compose.dev.yml': 'services:\n  app:\n    build: .\n    ports:\n      - "20202:20202"\n',
      },
      // A service without ports is for the private network.
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': `${fly.slice(0, fly.indexOf('[http_service]'))}[[services]]\ninternal_port = 20202\nprotocol = "tcp"\n`,
      },
    ],
  },
  *checkProject(project) {
    const uses = litefsUses(project);
    if (uses.length === 0) return;
    const seen = new Set<string>();
    for (const { use, placed } of litefsDeployments(project)) {
      if (placed.service.tool !== 'fly') continue;
      const port = portIn(litefsSetting(use.config, 'http.addr').value);
      for (const { value, range } of placed.service.openPorts) {
        // Several groups of processes may have the service.
        const place = `${placed.file.path} ${range.start}`;
        if (value !== port || seen.has(place)) continue;
        seen.add(place);
        yield {
          file: placed.file.path,
          range,
          message: 'The world reaches the server of LiteFS, which asks nobody for a password.',
          help: 'Take the port out: the other nodes reach it in the private network.',
        };
      }
    }
    const services = servicesOf(project);
    // What runs on Fly.io has its Compose file for developers.
    if (services.some(({ service }) => service.tool === 'fly')) return;
    const own = new Set(uses.map(({ config: one }) => portIn(litefsSetting(one, 'http.addr').value)));
    for (const placed of services) {
      if (placed.service.tool !== 'compose' || isNamedAside(placed)) continue;
      for (const { value, range } of placed.service.openPorts) {
        if (!own.has(value)) continue;
        yield {
          file: placed.file.path,
          range,
          message: 'Who reaches this host reaches the server of LiteFS, which asks for no password.',
          help: 'Take the port out, or write the address of the private network before it, by which the other nodes come.',
        };
      }
    }
  },
});
