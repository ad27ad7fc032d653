import { litefsSetting } from '../../config/litefs/read.ts';
import { litefsDeployments } from '../../project/litefs/deployment.ts';
import {
  litefsConfig as config,
  litefsDockerfile as dockerfile,
  litefsFly as fly,
} from '../litefs-examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/stopped-machines',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds a `fly.toml` that lets machines stop when nobody asks for them, beside LiteFS with a Consul lease.',
    why: 'A machine that slept is behind. When it wakes up alone it may take the lease, and the others follow it: what was written in the meantime is discarded. Fly.io warns against the combination. An app of a single machine, which no file tells, loses nothing by it.',
    sources: ['https://fly.io/docs/litefs/', 'https://fly.io/docs/launch/autostop-autostart/'],
    bad: [
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': `${fly}auto_stop_machines = "stop"\nauto_start_machines = true\n`,
      },
    ],
    good: [
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': `${fly}auto_stop_machines = "off"\nauto_start_machines = true\n`,
      },
      // A static primary is never another machine.
      {
        Dockerfile: dockerfile,
        'litefs.yml': config.replace('"consul"', '"static"'),
        'fly.toml': `${fly}auto_stop_machines = "stop"\n`,
      },
    ],
  },
  *checkProject(project) {
    const seen = new Set<string>();
    for (const { use, placed, fly: machines } of litefsDeployments(project)) {
      if (!machines || seen.has(placed.file.path)) continue;
      seen.add(placed.file.path);
      if (litefsSetting(use.config, 'lease.type').value !== 'consul') continue;
      for (const { autoStop } of machines.services) {
        if (!autoStop || autoStop.value === false || autoStop.value === 'off') continue;
        const off = typeof autoStop.value === 'boolean' ? 'false' : '"off"';
        yield {
          file: placed.file.path,
          range: autoStop.range,
          message:
            'Of several machines, one that slept may take the lease of LiteFS and discard newer writes.',
          help: `Write \`auto_stop_machines = ${off}\`.`,
          fixes: [
            {
              title: 'Keep the machines running',
              safe: false,
              edits: [{ range: autoStop.range, text: off }],
            },
          ],
        };
      }
    }
  },
});
