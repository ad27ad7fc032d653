import { filling, litefsEntry } from '../../config/litefs/read.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/plain-text-secret',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds passwords in a `litefs.yml`: that of LiteFS Cloud, or the token in the address of Consul.',
    why: 'The file is a part of the repository and of each image. Who has the token of Consul can take the lease, and with it the role of the primary.',
    sources: ['https://fly.io/docs/litefs/config/', 'https://fly.io/docs/apps/secrets/'],
    bad: [
      {
        'litefs.yml':
          'lease:\n  type: "consul"\n  consul:\n    url: "https://:4f1c2b9e-77aa@consul.example.com/app-1"\n    key: "app/primary"\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'lease:\n  type: "consul"\n  consul:\n    url: "https://:${CONSUL_TOKEN}@consul.example.com/app-1"\n    key: "app/primary"\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      const token = litefsEntry(config, 'backup.auth-token');
      if (token?.value.text) {
        yield {
          file: file.path,
          range: token.value.range,
          message: 'The password for LiteFS Cloud stands in this file.',
          help: 'LiteFS Cloud is switched off: leave `backup` out, and do not use this password elsewhere.',
        };
      }
      const address = litefsEntry(config, 'lease.consul.url');
      const password = /^https?:\/\/[^/@:]*:([^/@]+)@/.exec(address?.value.filled ?? '')?.[1];
      if (!address || password === undefined || password.includes(filling)) continue;
      yield {
        file: file.path,
        range: address.value.range,
        message: "Consul's token stands in this file, in `lease.consul.url`.",
        help: 'Take the address from the environment, as in `url: "${FLY_CONSUL_URL}"`, and make another token.',
      };
    }
  },
});
