import { rememberLast } from '../../text/last.ts';
import type { Range } from '../../text/range.ts';
import type { EnvironmentVariable, Located } from '../deployment.ts';
import { readToml, type TomlTable, tomlText as text, tomlValue as typed } from '../toml.ts';

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
  readonly range: Range;
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
  const root = readToml(source);
  return root && configOf(root);
});

function configOf(root: TomlTable): FlyConfig {
  const [build] = root.tables.get('build') ?? [];
  const [deploy] = root.tables.get('deploy') ?? [];
  const [experimental] = root.tables.get('experimental') ?? [];
  const [processes] = root.tables.get('processes') ?? [];
  return {
    app: text(root, 'app'),
    primaryRegion: text(root, 'primary_region'),
    build: {
      image: text(build, 'image'),
      dockerfile: text(build, 'dockerfile')?.value,
      target: text(build, 'build-target')?.value,
      isOfBuildpacks: build?.values.has('builder') === true || build?.values.has('buildpacks') === true,
    },
    mounts: [...(root.tables.get('mounts') ?? []), ...(root.tables.get('mount') ?? [])].map((mount) => ({
      source: text(mount, 'source'),
      destination: text(mount, 'destination'),
      processes: mount.values.get('processes')?.list ?? [],
      range: mount.range,
    })),
    environment: (root.tables.get('env') ?? []).flatMap(({ values }) =>
      [...values].map(([name, { value, keyStart, range }]) => ({
        name,
        value: value === undefined ? undefined : String(value),
        range: { start: keyStart, end: range.end },
      })),
    ),
    processes: [...(processes?.values ?? [])].flatMap(([name, { value, range }]) =>
      typeof value === 'string' ? [{ name, value, range }] : [],
    ),
    services: [
      ...(root.tables.get('http_service') ?? []).map((service) => serviceOf(service, true)),
      ...(root.tables.get('services') ?? []).map((service) =>
        serviceOf(service, service.tables.has('ports')),
      ),
    ],
    releaseCommand: text(deploy, 'release_command'),
    strategy: text(deploy, 'strategy'),
    experimental: { cmd: commandOf(experimental, 'cmd'), entrypoint: commandOf(experimental, 'entrypoint') },
  };
}

function commandOf(table: TomlTable | undefined, key: string): FlyCommand | undefined {
  const found = table?.values.get(key);
  if (!found) return undefined;
  const { value, list, range } = found;
  return typeof value === 'string' ? { value, range } : list.length > 0 ? { value: list, range } : undefined;
}

function serviceOf(service: TomlTable, isPublic: boolean): FlyService {
  return {
    internalPort: typed(service, 'internal_port', 'number'),
    autoStop:
      typed(service, 'auto_stop_machines', 'string') ?? typed(service, 'auto_stop_machines', 'boolean'),
    minimumRunning: typed(service, 'min_machines_running', 'number'),
    processes: service.values.get('processes')?.list ?? [],
    isPublic,
    range: service.range,
  };
}
