import type { Range } from '../../text/range.ts';
import type { Located } from '../deployment.ts';
import { type ConfigObject, type ConfigValue, readJsonTree, readTomlTree, scalarAt } from '../tree.ts';

/** Files that wrangler reads by itself. */
export const wranglerFiles = /(?:^|\/)wrangler\.(?:toml|jsonc?)$/;

/** The same by name: of those that are in one folder it reads the first. */
export const wranglerFileNames = ['wrangler.json', 'wrangler.jsonc', 'wrangler.toml'] as const;

/** An entry of `d1_databases`: a binding of a Worker to a database. */
export interface D1Binding {
  /** The entry; in TOML its table. */
  readonly range: Range;
  /** Where findings about the whole of it stand: the key that names it, or its first line. */
  readonly headRange: Range;
  readonly keys: readonly {
    readonly name: string;
    readonly keyRange: Range;
    readonly value: ConfigValue;
  }[];
  readonly binding: Located<string> | undefined;
  readonly databaseName: Located<string> | undefined;
  readonly databaseId: Located<string> | undefined;
  readonly migrationsDir: Located<string> | undefined;
  readonly remote: Located<boolean> | undefined;
}

/** What is deployed under one name: the top of the file, or a table below `env`. */
export interface WranglerEnvironment {
  /** Undefined for the top of the file. */
  readonly name: string | undefined;
  /** The key that names it; empty for the top of the file. */
  readonly keyRange: Range;
  /** Undefined where it says nothing of D1. An empty list says that there is none. */
  readonly databases: readonly D1Binding[] | undefined;
  readonly object: ConfigObject;
}

/** A wrangler.toml, wrangler.json or wrangler.jsonc. */
export interface WranglerConfig {
  /** The top of the file first. */
  readonly environments: readonly WranglerEnvironment[];
  /** Bindings in tables that wrangler does not look into: `[[production.d1_databases]]` without `env.`. */
  readonly misplaced: readonly { readonly name: string; readonly keyRange: Range }[];
}

/** Reads a configuration of wrangler; undefined for a text that is neither TOML nor JSON. */
export function readWranglerConfig(path: string, text: string): WranglerConfig | undefined {
  const root = path.endsWith('.toml') ? readTomlTree(text) : readJsonTree(text);
  if (!root) return undefined;
  const named = root.entries.get('env')?.value;
  return {
    environments: [
      environmentOf(undefined, { start: 0, end: 0 }, root, text),
      ...(named?.kind === 'object' ? [...named.entries] : []).flatMap(([name, { keyRange, value }]) =>
        value.kind === 'object' ? [environmentOf(name, keyRange, value, text)] : [],
      ),
    ],
    misplaced: [...root.entries].flatMap(([name, { keyRange, value }]) =>
      name !== 'env' && value.kind === 'object' && value.entries.has('d1_databases')
        ? [{ name, keyRange }]
        : [],
    ),
  };
}

function environmentOf(
  name: string | undefined,
  keyRange: Range,
  object: ConfigObject,
  text: string,
): WranglerEnvironment {
  const list = object.entries.get('d1_databases')?.value;
  const items = list?.kind === 'list' ? list.items : undefined;
  const databases = items?.flatMap((item) => (item.kind === 'object' ? [bindingOf(item, text)] : []));
  return { name, keyRange, databases, object };
}

function bindingOf(entry: ConfigObject, text: string): D1Binding {
  const { range, entries } = entry;
  const lineEnd = text.indexOf('\n', range.start);
  return {
    range,
    headRange: { start: range.start, end: lineEnd < 0 ? range.end : Math.min(range.end, lineEnd) },
    keys: [...entries].map(([name, { keyRange, value }]) => ({ name, keyRange, value })),
    binding: scalarAt(entry, 'binding', 'string'),
    databaseName: scalarAt(entry, 'database_name', 'string'),
    databaseId: scalarAt(entry, 'database_id', 'string'),
    migrationsDir: scalarAt(entry, 'migrations_dir', 'string'),
    remote: scalarAt(entry, 'remote', 'boolean'),
  };
}
