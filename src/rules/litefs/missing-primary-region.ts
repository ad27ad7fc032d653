import { litefsEntry } from '../../config/litefs/read.ts';
import { runningOf } from '../../project/deployment/services.ts';
import { litefsDeployments } from '../../project/litefs/deployment.ts';
import { litefsDockerfile as dockerfile, litefsFly as fly, litefsConfig } from '../litefs-examples.ts';
import { defineRule } from '../rule.ts';

const config = litefsConfig.replace(
  'type: "consul"\n',
  'type: "consul"\n  candidate: ${FLY_REGION == PRIMARY_REGION}\n',
);

export default defineRule({
  id: 'litefs/missing-primary-region',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a `lease.candidate` that compares with PRIMARY_REGION, beside a `fly.toml` without `primary_region`.',
    why: 'Fly.io sets PRIMARY_REGION from that key. Without it the comparison is false on each machine: none is a candidate, there is no primary, and LiteFS waits for one for ever.',
    sources: [
      'https://fly.io/docs/reference/configuration/',
      'https://github.com/superfly/litefs/issues/312',
    ],
    bad: [
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': fly.replace('primary_region = "ams"\n', ''),
      },
    ],
    good: [
      { Dockerfile: dockerfile, 'litefs.yml': config, 'fly.toml': fly },
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': `[env]\nPRIMARY_REGION = "ams"\n\n${fly.replace('app = "app"\nprimary_region = "ams"\n', '')}`,
      },
    ],
  },
  *checkProject(project) {
    const seen = new Set<string>();
    for (const { use, placed, fly: machines } of litefsDeployments(project)) {
      const candidate = litefsEntry(use.config, 'lease.candidate');
      const comparison = candidate?.value.variables.find(({ compares }) => compares);
      if (!machines || !candidate || !comparison?.names.includes('PRIMARY_REGION')) continue;
      if (machines.primaryRegion || runningOf(placed).environment.has('PRIMARY_REGION')) continue;
      if (seen.has(placed.file.path)) continue;
      seen.add(placed.file.path);
      yield {
        file: use.file.path,
        range: candidate.value.range,
        message: `No machine becomes the primary: ${placed.file.path} has no \`primary_region\`.`,
        help: 'Write `primary_region` with the region of your primary into the fly.toml.',
      };
    }
  },
});
