import { at, locatedText } from '../../config/yaml.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/ignored-url-user',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a user in the `nats://` URL of a replica.',
    why: 'In a configuration Litestream leaves it out: it connects without a user, and a server that asks for one refuses it. `username` and `password` of the replica count.',
    sources: ['https://litestream.io/guides/nats/'],
    bad: [
      litestreamProject(
        '0.5',
        litestreamReplica('url: nats://litestream:${PASSWORD}@nats.example.org:4222/backups'),
      ),
    ],
    good: [
      litestreamProject(
        '0.5',
        litestreamReplica(
          'url: nats://nats.example.org:4222/backups\nusername: litestream\npassword: ${PASSWORD}',
        ),
      ),
      // SFTP takes it from there.
      litestreamProject(
        '0.5',
        litestreamReplica('url: sftp://litestream@files.example.org/app\nhost-key: ssh-ed25519 AAAA'),
      ),
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litestreamFiles(project)) {
      for (const { kind, node } of config.databases.flatMap(({ replicas }) => replicas)) {
        const url = locatedText(at(node, 'url'));
        if (kind !== 'nats' || !url || !/^nats:\/\/[^/]*@/.test(url.value)) continue;
        yield {
          file: file.path,
          range: url.range,
          message: 'Litestream ignores the user in a nats:// URL: it connects without one.',
          help: 'Set `username` and `password` (from the environment), `token` or `creds` in the replica.',
        };
      }
    }
  },
});
