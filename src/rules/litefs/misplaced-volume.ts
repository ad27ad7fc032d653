import { litefsEntry } from '../../config/litefs/read.ts';
import { runningOf } from '../../project/deployment/services.ts';
import {
  deployedSetting,
  type LitefsDeployment,
  litefsDeployments,
} from '../../project/litefs/deployment.ts';
import { isBelow } from '../../text/paths.ts';
import {
  litefsConfig as config,
  litefsDockerfile as dockerfile,
  litefsFly as fly,
} from '../litefs-examples.ts';
import { defineRule, type FileProblem } from '../rule.ts';

export default defineRule({
  id: 'litefs/misplaced-volume',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a `fly.toml` whose volume is not where LiteFS keeps its data: at `fuse.dir`, elsewhere than `data.dir`, or nowhere.',
    why: 'LiteFS mounts itself over `fuse.dir`; what lasts is `data.dir` alone. On the disk of the machine it is gone with the next deployment, the databases with it.',
    sources: ['https://fly.io/docs/litefs/config/', 'https://fly.io/docs/volumes/overview/'],
    bad: [
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': fly.replace('"/var/lib/litefs"', '"/litefs"'),
      },
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': fly.replace('"/var/lib/litefs"', '"/data"'),
      },
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': 'app = "app"\nprimary_region = "ams"\n\n[http_service]\ninternal_port = 8080\n',
      },
    ],
    good: [
      { Dockerfile: dockerfile, 'litefs.yml': config, 'fly.toml': fly },
      {
        Dockerfile: dockerfile,
        'litefs.yml': config.replace('"/var/lib/litefs"', '"${DATA_DIR}"'),
        'fly.toml': fly.replace('"/var/lib/litefs"', '"/data"'),
      },
    ],
  },
  *checkProject(project) {
    // Each group of processes is a service of its own; one with a volume is enough.
    const groups = new Map<string, (FileProblem | undefined)[]>();
    for (const deployment of litefsDeployments(project)) {
      const { path } = deployment.placed.file;
      groups.set(path, [...(groups.get(path) ?? []), problemOf(deployment)]);
    }
    for (const problems of groups.values()) {
      const [first] = problems;
      if (first && problems.every((problem) => problem !== undefined)) yield first;
    }
  },
});

function problemOf(deployment: LitefsDeployment): FileProblem | undefined {
  const { fly: machines, placed, use } = deployment;
  if (!machines) return undefined;
  const data = deployedSetting(deployment, 'data.dir').value;
  const mount = deployedSetting(deployment, 'fuse.dir').value;
  const { mounts, mountsAreWhole } = runningOf(placed);
  if (!data?.startsWith('/') || !mountsAreWhole || mounts.some(({ target }) => target === undefined))
    return undefined;
  const targets = mounts.map(({ target = '' }) => target);
  if (targets.some((target) => isBelow(data, target))) return undefined;
  const help = `Mount the volume at \`data.dir\`: \`destination = "${data}"\`.`;
  const over = machines.mounts.find(({ destination }) => destination && destination.value === mount);
  if (over?.destination)
    return {
      file: placed.file.path,
      range: over.destination.range,
      message: 'The volume is mounted where LiteFS mounts itself, and stays empty.',
      help,
    };
  const [only] = machines.mounts;
  if (only)
    return {
      file: placed.file.path,
      range: only.destination?.range ?? only.range,
      message: `LiteFS keeps its data in ${data}, which is not on this volume.`,
      help: only.destination
        ? `Mount the volume there, or write a \`data.dir\` below ${only.destination.value}.`
        : help,
    };
  const entry = litefsEntry(use.config, 'data.dir') ?? use.config.entries[0];
  if (!entry) return undefined;
  return {
    file: use.file.path,
    range: entry.nameRange,
    message: `${data} is lost with the machine: ${placed.file.path} mounts no volume.`,
    help: 'Add a volume to the fly.toml: `[mounts]`, `source = "litefs"`, and its destination as `data.dir` has it.',
  };
}
