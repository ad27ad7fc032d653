import { parentOf, resolvedPath, withoutEndSlashes } from '../../text/paths.ts';
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
  const dockerfile =
    build.image || build.isOfBuildpacks ? undefined : resolvedPath(context, build.dockerfile ?? 'Dockerfile');
  const isOf = ({ processes }: { readonly processes: readonly string[] }): boolean =>
    processes.length === 0 || processes.includes(group?.name ?? 'app');
  const served = config.services.filter(isOf);
  const least = served.find(({ minimumRunning }) => minimumRunning)?.minimumRunning;
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
      target: mount.destination && withoutEndSlashes(mount.destination.value),
      source: mount.source?.value,
      kind: 'volume',
      range: mount.range,
    })),
    mountsAreWhole: true,
    environment,
    start: startOf(config, group, text),
    openPorts: served.flatMap(({ isPublic, internalPort }) =>
      isPublic && internalPort ? [internalPort] : [],
    ),
    replacesEntrypoint: config.experimental.entrypoint !== undefined,
    instances: least,
    restarts: true,
  };
}

/** What takes the place of the image's command, and of its entrypoint. */
function startOf(
  { experimental }: FlyConfig,
  group: FlyConfig['processes'][number] | undefined,
  text: string,
): Service['start'] {
  const written = group ? { what: `the process ${group.name}`, command: group } : undefined;
  const found =
    written ??
    [experimental.entrypoint, experimental.cmd].flatMap((command) =>
      command ? [{ what: 'the command of the app', command }] : [],
    )[0];
  if (!found) return [];
  const { value, range } = found.command;
  const words = typeof value === 'string' ? undefined : value.map((word) => ({ value: word, range }));
  return commandTextOf(text, { words, range }, { purpose: 'start', what: found.what });
}
