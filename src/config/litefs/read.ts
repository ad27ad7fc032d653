import { type Document, isMap, isScalar, isSeq, type ParsedNode, parseDocument, Scalar } from 'yaml';
import { type LitefsPath, litefsKey } from '../../facts/litefs/keys.ts';
import type { Range } from '../../text/range.ts';
import { type LitefsVariable, litefsVariables } from './variables.ts';

export interface LitefsValue {
  /** What the YAML says that it is; `open` for a scalar without quotes that a variable decides. */
  readonly kind: 'null' | 'string' | 'boolean' | 'number' | 'map' | 'list' | 'open';
  /** A scalar without its quotes; undefined where a variable is a part of it, and for maps and lists. */
  readonly text: string | undefined;
  /** A scalar without its quotes, with `filling` for each character of a variable. */
  readonly filled: string | undefined;
  readonly quoted: boolean;
  /** The variables in a scalar. */
  readonly variables: readonly LitefsVariable[];
  readonly range: Range;
}

/** A key with its value, or an item of a list. */
export interface LitefsEntry {
  /** `lease.consul.ttl`, `exec[].cmd`, `proxy.passthrough[]`. */
  readonly path: string;
  /** The key alone; empty for an item. */
  readonly name: string;
  /** Where the key stands, or the item. */
  readonly nameRange: Range;
  readonly value: LitefsValue;
}

/** What a litefs.yml says. */
export interface LitefsConfig {
  /** Each key before what is below it. Empty for what is no configuration of LiteFS. */
  readonly entries: readonly LitefsEntry[];
  readonly variables: readonly LitefsVariable[];
}

/** The names under which projects keep it. */
export const litefsFiles = /(?:^|\/)litefs[\w.-]*\.ya?ml$/;

/** Stands for what a variable fills in, one for each of its characters, so that places stay. */
export const filling = '\uE000';

/** Reads a litefs.yml with the places of everything. Variables stay open: unset ones are not taken for empty. */
export function readLitefsConfig(text: string): LitefsConfig {
  const variables = litefsVariables(text);
  let filled = text;
  for (const { range } of variables) {
    filled = filled.slice(0, range.start) + filling.repeat(range.end - range.start) + filled.slice(range.end);
  }
  const document = parse(filled);
  const entries: LitefsEntry[] = [];
  if (document) collect(document.contents, '', variables, entries);
  return isLitefs(entries) ? { entries, variables } : { entries: [], variables: [] };
}

/** The first place where a key is set; undefined where it is left out. */
export function litefsEntry(config: LitefsConfig, path: LitefsPath | 'exec[]'): LitefsEntry | undefined {
  return config.entries.find((entry) => entry.path === path);
}

/** The value of a key as LiteFS has it. */
export interface LitefsSetting {
  /** As it is written, or LiteFS's default; undefined where a variable decides, or there is none. */
  readonly value: string | undefined;
  /** True where nothing is set: `value` is the default then. An empty value leaves the default, too. */
  readonly isDefault: boolean;
  readonly entry: LitefsEntry | undefined;
}

export function litefsSetting(config: LitefsConfig, path: LitefsPath): LitefsSetting {
  const entry = litefsEntry(config, path);
  if (!entry || entry.value.kind === 'null')
    return { value: litefsKey(path)?.default, isDefault: true, entry };
  return { value: entry.value.text, isDefault: false, entry };
}

/** Whether a boolean is on; undefined where a variable decides, or LiteFS refuses the value. */
export function litefsSwitch(config: LitefsConfig, path: LitefsPath): boolean | undefined {
  const { value, entry } = litefsSetting(config, path);
  if (value === undefined || (entry && !isLitefsBoolean(entry.value))) return undefined;
  return /^(?:true|y|yes|on)$/i.test(value);
}

/** True for a value that LiteFS takes for a boolean: YAML 1.1's words count without and within quotes, `true` only without. */
export function isLitefsBoolean({ kind, text }: LitefsValue): boolean {
  if (kind === 'boolean' || kind === 'null' || kind === 'open') return true;
  return kind === 'string' && (text === undefined || /^(?:y|n|yes|no|on|off)$/i.test(text));
}

/** A command of `exec`. */
export interface LitefsCommand {
  /** With `filling` for each character of a variable; undefined where it is no text. */
  readonly text: string | undefined;
  readonly entry: LitefsEntry;
  readonly ifCandidate: boolean;
}

export function litefsCommands(config: LitefsConfig): LitefsCommand[] {
  const commands: LitefsCommand[] = [];
  const all = config.entries;
  for (const [index, entry] of all.entries()) {
    if (entry.path === 'exec' && (entry.value.kind === 'string' || entry.value.kind === 'open'))
      commands.push({ text: entry.value.filled, entry, ifCandidate: false });
    if (entry.path !== 'exec[]') continue;
    const own = litefsKeysOfItem(config, index);
    const command = own.find(({ path }) => path === 'exec[].cmd');
    const condition = own.find(({ path }) => path === 'exec[].if-candidate');
    if (command)
      commands.push({
        text: command.value.filled,
        entry: command,
        ifCandidate: condition !== undefined && condition.value.text !== 'false',
      });
  }
  return commands;
}

/**
 * The keys of an item of `exec`.
 * @param index where the item is among the entries
 */
export function litefsKeysOfItem({ entries }: LitefsConfig, index: number): readonly LitefsEntry[] {
  const end = entries.findIndex(({ path }, at) => at > index && !path.startsWith('exec[].'));
  return entries.slice(index + 1, end < 0 ? undefined : end);
}

function parse(text: string): Document.Parsed | undefined {
  try {
    const document = parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
    return document.errors.length === 0 ? document : undefined;
  } catch {
    return undefined;
  }
}

/** Another tool's file may have the name, such as a playbook. */
function isLitefs(entries: readonly LitefsEntry[]): boolean {
  const top = new Set(entries.map(({ path }) => path));
  if (['services', 'apiVersion', 'kind', 'tasks', 'jobs'].some((key) => top.has(key))) return false;
  return ['fuse', 'lease', 'data', 'mount-dir'].some((key) => top.has(key));
}

function collect(
  node: ParsedNode | null,
  path: string,
  variables: readonly LitefsVariable[],
  entries: LitefsEntry[],
): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isScalar(key) || !key.range) continue;
      const name = String(key.value);
      const nameRange = { start: key.range[0], end: key.range[1] };
      const below = path === '' ? name : `${path}.${name}`;
      const next = value as ParsedNode | null;
      entries.push({ path: below, name, nameRange, value: readValue(next, nameRange, variables) });
      collect(next, below, variables, entries);
    }
  } else if (isSeq(node)) {
    for (const item of node.items as (ParsedNode | null)[]) {
      const range = item?.range ? { start: item.range[0], end: item.range[1] } : undefined;
      if (!range) continue;
      const below = `${path}[]`;
      entries.push({ path: below, name: '', nameRange: range, value: readValue(item, range, variables) });
      collect(item, below, variables, entries);
    }
  }
}

function readValue(
  node: ParsedNode | null,
  keyRange: Range,
  allVariables: readonly LitefsVariable[],
): LitefsValue {
  const range = node?.range ? { start: node.range[0], end: node.range[1] } : keyRange;
  const none = { text: undefined, filled: undefined, quoted: false, variables: [], range };
  if (isMap(node)) return { ...none, kind: 'map' };
  if (isSeq(node)) return { ...none, kind: 'list' };
  // An alias stands for a value of another place.
  if (!isScalar(node)) return { ...none, kind: node === null ? 'null' : 'open' };
  const variables = allVariables.filter(
    (variable) => variable.range.start >= range.start && variable.range.end <= range.end,
  );
  const quoted = node.type !== Scalar.PLAIN;
  if (variables.length > 0)
    return {
      kind: quoted ? 'string' : 'open',
      text: undefined,
      filled: String(node.value),
      quoted,
      variables,
      range,
    };
  const { value } = node;
  const kind =
    value === null
      ? 'null'
      : typeof value === 'boolean'
        ? 'boolean'
        : typeof value === 'number' || typeof value === 'bigint'
          ? 'number'
          : 'string';
  const text = kind === 'number' || kind === 'boolean' ? (node.source ?? String(value)) : String(value);
  const known = kind === 'null' ? undefined : text;
  return { kind, text: known, filled: known, quoted, variables, range };
}
