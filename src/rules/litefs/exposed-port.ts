import { composeReader } from '../../config/compose/read.ts';
import type { Located } from '../../config/deployment.ts';
import { litefsSetting } from '../../config/litefs/read.ts';
import { at, entriesOf, itemsOf, locatedText, textOf, yamlDocuments } from '../../config/yaml.ts';
import { litefsDeployments, portIn } from '../../project/litefs/deployment.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import type { Range } from '../../text/range.ts';
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
    what: 'Finds the port of the server of LiteFS (20202) among what a `fly.toml` or a Compose file serves to the world.',
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
    ],
  },
  *checkProject(project) {
    const message = 'The world reaches the server of LiteFS, which asks nobody for a password.';
    const help = 'Take the port out: the other nodes reach it in the private network.';
    const seen = new Set<string>();
    for (const { use, placed, fly: machines } of litefsDeployments(project)) {
      const port = portIn(litefsSetting(use.config, 'http.addr').value);
      if (!machines || port === undefined || seen.has(placed.file.path)) continue;
      seen.add(placed.file.path);
      for (const { internalPort, ports } of machines.services) {
        // A service without ports of its own in `[[services]]` is for the private network.
        if (internalPort?.value === port && (ports.length > 0 || machines.services.length === 1))
          yield { file: placed.file.path, range: internalPort.range, message, help };
      }
    }
    const own = new Set(
      litefsUses(project).map(({ config: one }) => portIn(litefsSetting(one, 'http.addr').value)),
    );
    if (!own.has(20202)) return;
    for (const file of project.sources) {
      if (!composeReader.files.test(file.path)) continue;
      for (const { value, range } of publishedPorts(file.text))
        if (value === 20202) yield { file: file.path, range, message, help };
    }
  },
});

/** The ports of containers that a Compose file opens on all addresses of its host. */
function publishedPorts(text: string): Located<number>[] {
  return yamlDocuments(text).flatMap(({ contents }) =>
    entriesOf(at(contents, 'services')).flatMap(({ value: service }) =>
      itemsOf(at(service, 'ports')).flatMap((item): Located<number>[] => {
        const written = locatedText(item);
        const match = /^(?:(.+):)?[\d-]+:(\d+)(?:\/tcp)?$/.exec(written?.value ?? '');
        const host = match?.[1] ?? textOf(at(item, 'host_ip'));
        const target = match?.[2] ?? (at(item, 'published') && textOf(at(item, 'target')));
        const range: Range | undefined = item?.range && { start: item.range[0], end: item.range[1] };
        if (
          target === undefined ||
          !range ||
          (host !== undefined && /^(?:127\.|\[?::1|localhost|\$)/.test(host))
        )
          return [];
        return [{ value: Number(target), range }];
      }),
    ),
  );
}
