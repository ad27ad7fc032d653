import { parentOf, resolvedPath } from '../../text/paths.ts';
import { commandTextOf } from '../command-text.ts';
import { type DeploymentReader, plainService, type Service } from '../deployment.ts';
import { type FlyConfig, readFlyConfig } from './config.ts';

/** The machines of a fly.toml: one service for each group of processes, or one for the app. */
export const flyReader: DeploymentReader = {
  files: /(?:^|\/)fly(?:[._-][\w.-]+)?\.toml$/,
  read(path, text) {
    const config = readFlyConfig(text);
    if (!config) return [];
    if (config.processes.length === 0) return [serviceOf(path, config, undefined, text)];
    return config.processes.map((group) => serviceOf(path, config, group, text));
  },
};

function serviceOf(
  path: string,
  config: FlyConfig,
  group: FlyConfig['processes'][number] | undefined,
  text: string,
): Service {
  const { build, mounts, environment, app } = config;
  const context = parentOf(path);
  // Without a Dockerfile, a buildpack or a scanner of Fly.io makes the image.
  const dockerfile = build.image ? undefined : resolvedPath(context, build.dockerfile ?? 'Dockerfile');
  const isOf = ({ processes }: { readonly processes: readonly string[] }): boolean =>
    processes.length === 0 || processes.includes(group?.name ?? 'app');
  const least = config.services.filter(isOf).find(({ minimumRunning }) => minimumRunning)?.minimumRunning;
  return {
    ...plainService,
    tool: 'fly',
    name: group ? group.name : 'the app',
    range: group?.range ?? app?.range ?? { start: 0, end: 0 },
    image: build.image,
    dockerfile,
    stage: build.target?.toLowerCase(),
    context: build.image ? undefined : context,
    isBuilt: build.image === undefined,
    mounts: mounts.filter(isOf).map((mount) => ({
      target: mount.destination?.value.replace(/(?<=.)\/+$/, ''),
      source: mount.source?.value,
      kind: 'volume',
      range: mount.range,
    })),
    mountsAreWhole: true,
    environment,
    start: group
      ? commandTextOf(
          text,
          { words: undefined, range: group.range },
          { purpose: 'start', what: `the process ${group.name}` },
        )
      : [],
    instances: least,
    restarts: true,
  };
}
