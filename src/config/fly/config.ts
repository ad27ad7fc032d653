import { rememberLast } from '../../text/last.ts';
import type { Range } from '../../text/range.ts';
import type { EnvironmentVariable, Located } from '../deployment.ts';
import { type ConfigObject, objectsAt, readTomlTree, scalarAt, textsAt } from '../tree.ts';

/** A volume of Fly.io that each machine gets one of: `[mounts]`. */
export interface FlyMount {
  readonly source: Located<string> | undefined;
  readonly destination: Located<string> | undefined;
  /** The groups of processes that have it; empty for all. */
  readonly processes: readonly string[];
  readonly range: Range;
}

/** A port that the proxy of Fly.io serves: `[http_service]`, `[[services]]`. */
export interface FlyService {
  readonly internalPort: Located<number> | undefined;
  readonly autoStop: Located<string | boolean> | undefined;
  readonly minimumRunning: Located<number> | undefined;
  readonly processes: readonly string[];
  /** False for one without ports that the world sees: it is for the private network. */
  readonly isPublic: boolean;
}

/** A command in place of the image's: a list of arguments, or a line. */
export type FlyCommand = Located<string | readonly string[]>;

/** A fly.toml: https://fly.io/docs/reference/configuration/ */
export interface FlyConfig {
  readonly app: Located<string> | undefined;
  readonly primaryRegion: Located<string> | undefined;
  readonly build: {
    readonly image: Located<string> | undefined;
    readonly dockerfile: string | undefined;
    readonly target: string | undefined;
    /** True where buildpacks make the image. */
    readonly isOfBuildpacks: boolean;
  };
  readonly mounts: readonly FlyMount[];
  readonly environment: readonly EnvironmentVariable[];
  /** Commands by the name of their group. */
  readonly processes: readonly (Located<string> & { readonly name: string })[];
  readonly services: readonly FlyService[];
  readonly releaseCommand: Located<string> | undefined;
  readonly strategy: Located<string> | undefined;
  /** What `[experimental]` overrides of the image. */
  readonly experimental: {
    readonly cmd: FlyCommand | undefined;
    readonly entrypoint: FlyCommand | undefined;
  };
}

/** Reads a fly.toml; undefined for a text that is no TOML. */
export const readFlyConfig = rememberLast((source: string): FlyConfig | undefined => {
  const root = readTomlTree(source);
  return root && configOf(root);
});

function configOf(root: ConfigObject): FlyConfig {
  const [build] = objectsAt(root, 'build');
  const [deploy] = objectsAt(root, 'deploy');
  const [experimental] = objectsAt(root, 'experimental');
  const [processes] = objectsAt(root, 'processes');
  return {
    app: scalarAt(root, 'app', 'string'),
    primaryRegion: scalarAt(root, 'primary_region', 'string'),
    build: {
      image: scalarAt(build, 'image', 'string'),
      dockerfile: scalarAt(build, 'dockerfile', 'string')?.value,
      target: scalarAt(build, 'build-target', 'string')?.value,
      isOfBuildpacks: build?.entries.has('builder') === true || build?.entries.has('buildpacks') === true,
    },
    mounts: [...objectsAt(root, 'mounts'), ...objectsAt(root, 'mount')].map((mount) => ({
      source: scalarAt(mount, 'source', 'string'),
      destination: scalarAt(mount, 'destination', 'string'),
      processes: textsAt(mount, 'processes'),
      range: mount.range,
    })),
    environment: objectsAt(root, 'env').flatMap(({ entries }) =>
      [...entries].map(([name, { keyRange, value }]) => ({
        name,
        value: value.kind === 'scalar' ? String(value.value) : undefined,
        range: { start: keyRange.start, end: value.range.end },
      })),
    ),
    processes: [...(processes?.entries.keys() ?? [])].flatMap((name) => {
      const command = scalarAt(processes, name, 'string');
      return command ? [{ name, ...command }] : [];
    }),
    services: [
      ...objectsAt(root, 'http_service').map((service) => serviceOf(service, true)),
      ...objectsAt(root, 'services').map((service) => serviceOf(service, service.entries.has('ports'))),
    ],
    releaseCommand: scalarAt(deploy, 'release_command', 'string'),
    strategy: scalarAt(deploy, 'strategy', 'string'),
    experimental: { cmd: commandOf(experimental, 'cmd'), entrypoint: commandOf(experimental, 'entrypoint') },
  };
}

function commandOf(table: ConfigObject | undefined, key: string): FlyCommand | undefined {
  const found = table?.entries.get(key)?.value;
  const list = textsAt(table, key);
  return found && list.length > 0 ? { value: list, range: found.range } : scalarAt(table, key, 'string');
}

function serviceOf(service: ConfigObject, isPublic: boolean): FlyService {
  return {
    internalPort: scalarAt(service, 'internal_port', 'number'),
    autoStop:
      scalarAt(service, 'auto_stop_machines', 'string') ?? scalarAt(service, 'auto_stop_machines', 'boolean'),
    minimumRunning: scalarAt(service, 'min_machines_running', 'number'),
    processes: textsAt(service, 'processes'),
    isPublic,
  };
}
