import { type AST, getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import type { Range } from '../../text/range.ts';
import type { EnvironmentVariable, Located } from '../deployment.ts';

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
  readonly autoStart: Located<boolean> | undefined;
  readonly minimumRunning: Located<number> | undefined;
  readonly processes: readonly string[];
  /** The ports that the world sees. */
  readonly ports: readonly number[];
  readonly range: Range;
}

/** A fly.toml: https://fly.io/docs/reference/configuration/ */
export interface FlyConfig {
  readonly app: Located<string> | undefined;
  readonly primaryRegion: Located<string> | undefined;
  readonly build: {
    readonly image: Located<string> | undefined;
    readonly dockerfile: string | undefined;
    readonly target: string | undefined;
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
    readonly cmd: Located<string> | undefined;
    readonly entrypoint: Located<string> | undefined;
  };
}

/** Reads a fly.toml; undefined for a text that is no TOML. */
export function readFlyConfig(text: string): FlyConfig | undefined {
  try {
    return configOf(tableOf(parseTOML(text)));
  } catch {
    return undefined;
  }
}

type Value = string | number | boolean | undefined;

/** A table with its keys in their order. */
interface Table {
  readonly range: Range;
  /** Of a key that is written twice as a table (`[[mounts]]`), each. */
  readonly tables: ReadonlyMap<string, readonly Table[]>;
  readonly values: ReadonlyMap<
    string,
    Located<Value> & { readonly list: readonly string[]; readonly keyStart: number }
  >;
}

interface OpenTable {
  range: Range;
  tables: Map<string, OpenTable[]>;
  values: Map<string, Located<Value> & { list: string[]; keyStart: number }>;
}

function tableOf(program: AST.TOMLProgram): Table {
  const root: OpenTable = opened({ start: 0, end: 0 });
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') put(root, node);
    else {
      let table = root;
      node.resolvedKey.forEach((key, index) => {
        if (typeof key === 'number') return;
        const isList = typeof node.resolvedKey[index + 1] === 'number';
        const isLast = index === node.resolvedKey.length - (isList ? 2 : 1);
        const all = table.tables.get(key) ?? [];
        table.tables.set(key, all);
        if (all.length === 0 || (isLast && isList)) all.push(opened(rangeOf(node.key)));
        table = all.at(-1) as OpenTable;
      });
      for (const pair of node.body) put(table, pair);
    }
  }
  return root;
}

function opened(range: Range): OpenTable {
  return { range, tables: new Map(), values: new Map() };
}

function put(table: OpenTable, { key, value }: AST.TOMLKeyValue): void {
  const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value));
  const name = names.pop() ?? '';
  let into = table;
  for (const outer of names) {
    const all = into.tables.get(outer) ?? [];
    into.tables.set(outer, all);
    if (all.length === 0) all.push(opened(rangeOf(key)));
    into = all.at(-1) as OpenTable;
  }
  if (value.type === 'TOMLInlineTable') {
    const inner = opened(rangeOf(value));
    into.tables.set(name, [...(into.tables.get(name) ?? []), inner]);
    for (const pair of value.body) put(inner, pair);
    return;
  }
  if (value.type === 'TOMLArray' && value.elements.some(({ type }) => type === 'TOMLInlineTable')) {
    for (const element of value.elements) {
      if (element.type !== 'TOMLInlineTable') continue;
      const inner = opened(rangeOf(element));
      into.tables.set(name, [...(into.tables.get(name) ?? []), inner]);
      for (const pair of element.body) put(inner, pair);
    }
    return;
  }
  const plain = getStaticTOMLValue(value);
  into.values.set(name, {
    value: Array.isArray(plain) ? undefined : (plain as Value),
    list: Array.isArray(plain) ? plain.map(String) : [],
    range: rangeOf(value),
    keyStart: key.range[0],
  });
}

function rangeOf({ range }: { readonly range: AST.Range }): Range {
  return { start: range[0], end: range[1] };
}

function configOf(root: Table): FlyConfig {
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
    services: [...(root.tables.get('http_service') ?? []), ...(root.tables.get('services') ?? [])].map(
      serviceOf,
    ),
    releaseCommand: text(deploy, 'release_command'),
    strategy: text(deploy, 'strategy'),
    experimental: { cmd: text(experimental, 'cmd'), entrypoint: text(experimental, 'entrypoint') },
  };
}

function serviceOf(service: Table): FlyService {
  return {
    internalPort: typed(service, 'internal_port', 'number'),
    autoStop:
      typed(service, 'auto_stop_machines', 'string') ?? typed(service, 'auto_stop_machines', 'boolean'),
    autoStart: typed(service, 'auto_start_machines', 'boolean'),
    minimumRunning: typed(service, 'min_machines_running', 'number'),
    processes: service.values.get('processes')?.list ?? [],
    ports: (service.tables.get('ports') ?? []).flatMap((port) => typed(port, 'port', 'number')?.value ?? []),
    range: service.range,
  };
}

function text(table: Table | undefined, key: string): Located<string> | undefined {
  return typed(table, key, 'string');
}

interface Types {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

function typed<K extends keyof Types>(
  table: Table | undefined,
  key: string,
  type: K,
): Located<Types[K]> | undefined {
  const found = table?.values.get(key);
  return found && typeof found.value === type
    ? { value: found.value as Types[K], range: found.range }
    : undefined;
}
