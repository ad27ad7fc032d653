import { isAlias, isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import {
  activeRecordSite,
  type DatabaseOption,
} from '../../embedded/connections/ruby/active-record-options.ts';
import type { ConnectionSite, SiteFix, Written } from '../../embedded/connections/site.ts';
import type { Range } from '../../text/range.ts';
import { type ErbText, readErb } from './erb.ts';

/** Rails' own file; some projects have one beside it for each adapter. */
export const databaseYmlFiles = /(?:^|\/)config\/database(?:\.sqlite3?)?\.ya?ml$/;

/**
 * The databases of production in config/database.yml: its only one, or each by its name. A file without production is
 * read for the first environment that is not for tests.
 * https://guides.rubyonrails.org/configuring.html#configuring-a-database
 */
export function readDatabaseYml(_path: string, source: string): ConnectionSite[] {
  const names = [...source.matchAll(/^([\w-]+):/gm)].map(([, name]) => name ?? '');
  const environment = names.includes('production')
    ? 'production'
    : names.find((name) => !/^(?:test|default|base|common|shared|defaults)$|^x-/.test(name));
  if (environment === undefined) return [];
  const erb = readErb(source, {
    'Rails.env': environment,
    'Rails.root': '.',
    "ENV['RAILS_ENV']": environment,
    'ENV["RAILS_ENV"]': environment,
  });
  const file = new DatabaseYml(erb, source);
  return file.sitesOf(environment);
}

class DatabaseYml {
  readonly #erb: ErbText;
  readonly #source: string;
  readonly #document;

  constructor(erb: ErbText, source: string) {
    this.#erb = erb;
    this.#source = source;
    this.#document = parseDocument(erb.text, { uniqueKeys: false, logLevel: 'silent', merge: false });
  }

  sitesOf(environment: string): ConnectionSite[] {
    const { contents } = this.#document;
    if (this.#document.errors.length > 0 || !isMap(contents)) return [];
    const pair = contents.items.findLast(({ key }) => isScalar(key) && key.value === environment);
    const map = pair && this.#mapOf(pair.value);
    if (!pair || !map) return [];
    const options = this.#pairsOf(map);
    if (options.has('adapter') || options.has('url')) return this.#siteOf(pair, map);
    return [...options.values()].flatMap((inner) => {
      const own = this.#mapOf(inner.value);
      return own ? this.#siteOf(inner, own) : [];
    });
  }

  #siteOf(pair: Pair, map: YAMLMap): ConnectionSite[] {
    const options = this.#optionsOf(map);
    const get = (name: string): DatabaseOption | undefined => options.find((one) => one.name === name);
    // A URL decides, whatever adapter stands beside it.
    const url = get('url');
    const address = url?.value;
    if (url ? !address || !/^sqlite3:/.test(address) : get('adapter')?.value !== 'sqlite3') return [];
    const range = { start: startOf(pair) ?? 0, end: map.range?.[1] ?? 0 };
    const site = activeRecordSite(options, range, databaseOf(get('database'), address));
    const computed = this.#document.contents && this.#hasUnknownMerge(map);
    return [
      {
        ...site,
        when: url?.env === undefined ? undefined : { env: url.env, matches: /^sqlite3:/, otherwise: address },
        opaque: computed ? 'its keys are put together at run time' : undefined,
        fix: (pragma, value) => this.#fix(map, options, pragma, value),
      },
    ];
  }

  #optionsOf(map: YAMLMap): DatabaseOption[] {
    return [...this.#pairsOf(map)].flatMap(([name, { key, value }]): DatabaseOption[] => {
      const inner = this.#mapOf(value);
      const start = isScalar(key) ? key.range?.[0] : undefined;
      if (start === undefined) return [];
      const maybe = this.#erb.isConditional(start) || undefined;
      if (inner) {
        const end = inner.range?.[1] ?? start;
        return [{ name, value: undefined, range: { start, end }, maybe, inner: this.#optionsOf(inner) }];
      }
      if (!isScalar(value))
        return [{ name, value: undefined, range: { start, end: start + name.length }, maybe }];
      const [from, to] = value.range ?? [start, start];
      const printed = this.#erb.valueOf({ start: from, end: to });
      return [
        {
          name,
          value: printed ? printed.value : value.value === null ? '' : String(value.value),
          env: printed?.env,
          range: { start, end: Math.max(to, start + name.length) },
          maybe,
        },
      ];
    });
  }

  /** The pairs of a map with those that it merges in; its own win. */
  #pairsOf(map: YAMLMap): Map<string, Pair> {
    const pairs = new Map<string, Pair>();
    const merged = map.items.filter(({ key }) => isScalar(key) && key.value === '<<');
    for (const { value } of merged) {
      for (const one of isMap(value) || isAlias(value)
        ? [value]
        : ((value as { items?: unknown[] } | null)?.items ?? [])) {
        const inner = this.#mapOf(one);
        if (inner) for (const [name, pair] of this.#pairsOf(inner)) pairs.set(name, pair);
      }
    }
    for (const pair of map.items) {
      if (isScalar(pair.key) && pair.key.value !== '<<') pairs.set(String(pair.key.value), pair);
    }
    return pairs;
  }

  /** True where a template writes keys of its own. */
  #hasUnknownMerge(map: YAMLMap): boolean {
    return map.items.some(({ key }) => isScalar(key) && /ˑ/.test(String(key.value)));
  }

  #mapOf(node: unknown): YAMLMap | undefined {
    const resolved = isAlias(node) ? node.resolve(this.#document) : node;
    return isMap(resolved) ? resolved : undefined;
  }

  /** A line of its own in the map of the database, above its first key. */
  #fix(map: YAMLMap, options: readonly DatabaseOption[], pragma: string, value: string): SiteFix | undefined {
    const first = map.items[0]?.key;
    const start = isScalar(first) ? first.range?.[0] : undefined;
    if (start === undefined || map.flow) return undefined;
    if (pragma === 'busy_timeout') {
      if (options.some(({ name }) => name === 'timeout')) return undefined;
      return insertedAbove(this.#source, start, `timeout: ${value}`);
    }
    const [inner] = options.find(({ name }) => name === 'pragmas')?.inner ?? [];
    return inner && insertedAbove(this.#source, inner.range.start, `${pragma}: ${value.toLowerCase()}`);
  }
}

function databaseOf(option: DatabaseOption | undefined, url: string | undefined): Written {
  if (url !== undefined) {
    return { kind: 'text', text: url.replace(/^sqlite3:(?:\/\/(?!\/))?/, '').replace(/\?.*$/, '') };
  }
  if (!option) return { kind: 'unknown', reason: 'no database is named' };
  const { value, env, range } = option;
  if (env !== undefined) return { kind: 'env', name: env, otherwise: value };
  return value === undefined
    ? { kind: 'path', written: 'the database' }
    : { kind: 'text', text: value, range };
}

function startOf({ key }: Pair): number | undefined {
  return isScalar(key) ? key.range?.[0] : undefined;
}

function insertedAbove(text: string, start: number, line: string): SiteFix {
  const indent = /[ \t]*$/.exec(text.slice(0, start))?.[0] ?? '';
  const range: Range = { start, end: start };
  return { range, text: `${line}\n${indent}` };
}
