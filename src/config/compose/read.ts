import { parentOf, resolvedPath, withoutEndSlashes } from '../../text/paths.ts';
import { commandTextOf } from '../command-text.ts';
import {
  type DeploymentReader,
  type EnvironmentVariable,
  type Located,
  type Mount,
  type MountKind,
  plainService,
  type Service,
} from '../deployment.ts';
import { isNetworkType } from '../network-types.ts';
import {
  at,
  atPath,
  entriesOf,
  isGiven,
  itemsOf,
  locatedInteger,
  locatedText,
  rangeOf,
  rangeOfEntry,
  textOf,
  type YamlEntry,
  type YamlNode,
  yamlDocuments,
} from '../yaml.ts';

/** Docker Compose, and Swarm's stacks: https://docs.docker.com/reference/compose-file/ */
export const composeReader: DeploymentReader = {
  files: /(?:^|\/)(?:[\w-]+[.-])?(?:docker-)?(?:compose|stack)[\w.-]*\.ya?ml$/,
  read(path, text) {
    if (!/^\uFEFF?["']?services["']?\s*:/m.test(text)) return [];
    return yamlDocuments(text).flatMap(({ contents }) => {
      const volumes = new Map(entriesOf(at(contents, 'volumes')).map(({ key, value }) => [key, value]));
      const isWhole = at(contents, 'include') === undefined;
      return entriesOf(at(contents, 'services')).map((entry) =>
        serviceOf(entry, { path, text, volumes, isWhole }),
      );
    });
  },
};

interface ComposeFile {
  readonly path: string;
  readonly text: string;
  /** The volumes that the file declares, by name. */
  readonly volumes: ReadonlyMap<string, YamlNode>;
  readonly isWhole: boolean;
}

function serviceOf({ key: name, value: service, range }: YamlEntry, file: ComposeFile): Service {
  const build = at(service, 'build');
  const extended = at(service, 'extends') !== undefined;
  const placed = build === undefined ? undefined : buildOf(build, file.path);
  const image = locatedText(at(service, 'image'));
  return {
    ...plainService,
    ...placed,
    tool: 'compose',
    name,
    range,
    image,
    isBuilt: build !== undefined,
    mounts: mountsOf(service, file.volumes),
    mountsAreWhole: file.isWhole && !extended && at(service, 'volumes_from') === undefined,
    environment: environmentOf(at(service, 'environment')),
    environmentIsWhole: !extended && at(service, 'env_file') === undefined,
    start: ['entrypoint', 'command'].flatMap((key) => startOf(at(service, key), name, file.text)),
    openPorts: itemsOf(at(service, 'ports')).flatMap(openPortOf),
    replacesEntrypoint: isGiven(at(service, 'entrypoint')),
    workingDirectory: plainText(at(service, 'working_dir')),
    user: locatedText(at(service, 'user')),
    instances: locatedInteger(atPath(service, 'deploy', 'replicas') ?? at(service, 'scale')),
    restarts: /^(?:always|unless-stopped|on-failure)/.test(textOf(at(service, 'restart')) ?? ''),
    profiles: itemsOf(at(service, 'profiles')).flatMap((profile) => textOf(profile) ?? []),
  };
}

function buildOf(build: YamlNode, path: string): Pick<Service, 'context' | 'dockerfile' | 'stage'> {
  const folder = parentOf(path);
  const written = textOf(build) ?? textOf(at(build, 'context')) ?? '.';
  const isKnown = !/[$:]/.test(written) && !written.startsWith('/');
  const context = isKnown ? resolvedPath(folder, written) : undefined;
  const named = textOf(at(build, 'dockerfile')) ?? 'Dockerfile';
  const isInline = at(build, 'dockerfile_inline') !== undefined;
  return {
    context,
    dockerfile:
      context === undefined || isInline || named.includes('$') || named.startsWith('/')
        ? undefined
        : resolvedPath(context, named),
    stage: textOf(at(build, 'target'))?.toLowerCase(),
  };
}

function mountsOf(service: YamlNode, volumes: ReadonlyMap<string, YamlNode>): Mount[] {
  const temporary = at(service, 'tmpfs');
  const inMemory = textOf(temporary) === undefined ? itemsOf(temporary) : [temporary];
  const settings = [...itemsOf(at(service, 'configs')), ...itemsOf(at(service, 'secrets'))];
  return [
    ...itemsOf(at(service, 'volumes')).flatMap((mount) => mountOf(mount, volumes)),
    ...inMemory.flatMap((mount): Mount[] => {
      const range = rangeOf(mount);
      return range
        ? [{ target: targetOf(textOf(mount)?.split(':')[0]), source: undefined, kind: 'temporary', range }]
        : [];
    }),
    ...settings.flatMap((mount): Mount[] => {
      const range = rangeOf(mount);
      const target = textOf(at(mount, 'target'));
      return range && target !== undefined
        ? [{ target: targetOf(target), source: undefined, kind: 'settings', range }]
        : [];
    }),
  ];
}

function mountOf(mount: YamlNode, volumes: ReadonlyMap<string, YamlNode>): Mount[] {
  const range = rangeOf(mount);
  if (!range) return [];
  const short = textOf(mount);
  const [source, target] =
    short === undefined ? [textOf(at(mount, 'source')), textOf(at(mount, 'target'))] : shortForm(short);
  const type = textOf(at(mount, 'type'));
  const { kind, type: network } = kindOf(type, source, volumes);
  return [{ target: targetOf(target), source, kind, type: network, range }];
}

/** `source:target:mode`, with colons in variables and in drives of Windows. */
function shortForm(text: string): [source: string | undefined, target: string | undefined] {
  const parts = text.match(/(?:^[A-Za-z]:[\\/](?=.*:)|\$\{[^}]*\}|[^:])+/g) ?? [];
  const [first, second] = parts;
  return second === undefined ? [undefined, first] : [first, second];
}

function kindOf(
  type: string | undefined,
  source: string | undefined,
  volumes: ReadonlyMap<string, YamlNode>,
): { kind: MountKind; type?: string | undefined } {
  if (type === 'tmpfs') return { kind: 'temporary' };
  if (
    type === 'bind' ||
    (type === undefined && source !== undefined && /^(?:[./~]|[A-Za-z]:[\\/])/.test(source))
  )
    return { kind: 'bind' };
  if (source === undefined) return { kind: 'volume' };
  if (source.includes('$')) return { kind: 'unknown' };
  const volume = volumes.get(source);
  const options = at(volume, 'driver_opts');
  // The local driver hands its options to mount(8).
  const [network] = [textOf(at(options, 'type')), textOf(at(volume, 'driver'))].filter(
    (one) => one !== undefined && isNetworkType(one),
  );
  if (network !== undefined) return { kind: 'network', type: network };
  if (textOf(at(options, 'type')) === 'tmpfs') return { kind: 'temporary' };
  return { kind: 'volume' };
}

/** Undefined where a variable decides. */
function targetOf(path: string | undefined): string | undefined {
  return path === undefined || path.includes('$') ? undefined : withoutEndSlashes(path);
}

function environmentOf(environment: YamlNode): EnvironmentVariable[] {
  const listed = itemsOf(environment).flatMap((item): EnvironmentVariable[] => {
    const range = rangeOf(item);
    const [, name, value] = /^([^=]+)(?:=([\s\S]*))?$/.exec(textOf(item) ?? '') ?? [];
    return range && name !== undefined ? [{ name, value: settled(value), range }] : [];
  });
  const mapped = entriesOf(environment).map(
    (entry): EnvironmentVariable => ({
      name: entry.key,
      value: settled(textOf(entry.value)),
      range: rangeOfEntry(entry),
    }),
  );
  return [...listed, ...mapped];
}

/** Undefined where a variable of the host decides; `$$` stands for a dollar. */
function settled(value: string | undefined): string | undefined {
  return value === undefined || /(?<!\$)(?:\$\$)*\$[{\w]/.test(value)
    ? undefined
    : value.replaceAll('$$', '$');
}

function plainText(node: YamlNode): string | undefined {
  return settled(textOf(node));
}

function startOf(node: YamlNode, name: string, text: string): Service['start'] {
  const range = rangeOf(node);
  if (!range) return [];
  const items = itemsOf(node);
  const words = items.flatMap((item) => locatedText(item) ?? []);
  return commandTextOf(
    text,
    { words: items.length > 0 ? words : undefined, range },
    { purpose: 'start', what: `the command of ${name}` },
  );
}

/** The port of the container that an item of `ports` opens on all addresses of the host. */
function openPortOf(item: YamlNode): Located<number>[] {
  const range = rangeOf(item);
  const [, before, short] = /^(?:(.+):)?[\d-]+:(\d+)(?:\/tcp)?$/.exec(textOf(item) ?? '') ?? [];
  const host = before ?? textOf(at(item, 'host_ip'));
  const target = short ?? (isGiven(at(item, 'published')) ? textOf(at(item, 'target')) : undefined);
  const isOpen = host === undefined || /^(?:0\.0\.0\.0|\[?::\]?)$/.test(host);
  return range && target !== undefined && isOpen ? [{ value: Number(target), range }] : [];
}
