import { litefsSetting } from '../../config/litefs/read.ts';
import { goDurationMs } from '../../config/litestream/duration.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/consul-ttl-too-short',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds a `lease.consul.ttl` below ten seconds.',
    why: 'Consul accepts sessions of 10 s to 24 h. It refuses a shorter one each time, so that no node ever becomes the primary.',
    sources: [
      'https://developer.hashicorp.com/consul/api-docs/session',
      'https://fly.io/docs/litefs/config/',
    ],
    bad: [
      {
        'litefs.yml':
          'lease:\n  type: "consul"\n  consul:\n    url: "${FLY_CONSUL_URL}"\n    key: "app/primary"\n    ttl: "5s"\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'lease:\n  type: "consul"\n  consul:\n    url: "${FLY_CONSUL_URL}"\n    key: "app/primary"\n    ttl: "10s"\n    lock-delay: "1s"\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      const { value, entry } = litefsSetting(config, 'lease.consul.ttl');
      if (!entry || value === undefined || litefsSetting(config, 'lease.type').value !== 'consul') continue;
      const ms = goDurationMs(value);
      // LiteFS takes nothing and less for its default.
      if (ms === undefined || ms <= 0 || ms >= 10_000) continue;
      yield {
        file: file.path,
        range: entry.value.range,
        message: `Consul refuses leases of ${value}: its shortest is 10s, so that no node becomes the primary.`,
        help: 'Write `ttl: "10s"`.',
        fixes: [{ title: 'Write 10s', safe: false, edits: [{ range: entry.value.range, text: '"10s"' }] }],
      };
    }
  },
});
