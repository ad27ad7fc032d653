import type { LitestreamKey, LitestreamLine } from '../../facts/litestream/key.ts';
import { isReadBy, litestreamKey, litestreamKeys, litestreamKeysIn } from '../../facts/litestream/keys.ts';
import { nearestName } from '../../text/nearest.ts';
import { isComputed } from './read.ts';
import type { LitestreamSetting } from './settings.ts';

/** Why Litestream does not read a key where it stands. */
export type KeyVerdict =
  /** No release reads it; `meant` is the key that it is nearly. */
  | { readonly kind: 'unknown'; readonly meant: string | undefined }
  /** The line reads it, at other places. */
  | { readonly kind: 'misplaced'; readonly places: readonly LitestreamKey[] }
  /** The other line reads it: `spec` is what it is there. */
  | { readonly kind: 'other-line'; readonly spec: LitestreamKey }
  /** The line reads it and does nothing with it. */
  | { readonly kind: 'idle'; readonly spec: LitestreamKey; readonly why: string }
  /** Other releases of the line read it. */
  | { readonly kind: 'other-release'; readonly spec: LitestreamKey };

/** A key that Litestream does not read, with the reason. */
export interface UnreadKey {
  readonly setting: LitestreamSetting;
  readonly verdict: KeyVerdict;
}

/**
 * The keys of a configuration that its Litestream does not read, without those within one of them.
 * @param line undefined where it is not known: then only keys count that no release reads there
 */
export function unreadKeys(
  settings: readonly LitestreamSetting[],
  line: LitestreamLine | undefined,
  release: string | undefined,
): UnreadKey[] {
  const unread: UnreadKey[] = [];
  /** Where nothing is judged: within what is not read. */
  const skipped: LitestreamSetting[] = [];
  for (const setting of settings) {
    if (skipped.some(({ range }) => range.start < setting.range.start && setting.range.end <= range.end))
      continue;
    if (isOwnBusiness(setting)) {
      skipped.push(setting);
      continue;
    }
    const verdict = verdictOn(setting, line, release);
    if (!verdict) continue;
    skipped.push(setting);
    unread.push({ setting, verdict });
  }
  return unread;
}

/** True for keys that people put there for YAML itself, or that are made when the file is read. */
function isOwnBusiness({ key, node }: LitestreamSetting): boolean {
  const anchor = node && 'anchor' in node ? node.anchor : undefined;
  return key === '' || /^x-|^\.|^_/.test(key) || isComputed(key) || (anchor !== undefined && anchor !== '');
}

function verdictOn(
  { path, key, spec, value }: LitestreamSetting,
  line: LitestreamLine | undefined,
  release: string | undefined,
): KeyVerdict | undefined {
  if (spec) {
    if (line === undefined) return undefined;
    if (!spec.versions[line]) return { kind: 'other-line', spec };
    if (isReadBy(spec, line, release) === false) return { kind: 'other-release', spec };
    const why = spec.idleIn?.[line];
    return why === undefined || key === 'name' ? undefined : { kind: 'idle', spec, why };
  }
  const place = path.slice(0, Math.max(0, path.length - key.length - 1));
  // Within a value that is no map of keys, such as the items of a list of texts.
  if (place !== '' && litestreamKeysIn(place).length === 0) return undefined;
  const inReplicas = place === 'dbs[].replica' ? litestreamKey(`dbs[].replicas[].${key}`) : undefined;
  if (inReplicas) return { kind: 'other-line', spec: inReplicas };
  const named = litestreamKeys.filter((candidate) => candidate.key === key);
  const read = named.filter(
    (candidate) =>
      (line === undefined ? true : isReadBy(candidate, line, release) !== false) &&
      // A value that is a text is not meant for a key that has keys of its own.
      (value === undefined || !/^maps?$/.test(candidate.type)),
  );
  if (read.length > 0) return { kind: 'misplaced', places: nearestPlaces(read, place) };
  const [other] = named;
  if (other) return { kind: 'other-line', spec: other };
  return { kind: 'unknown', meant: meantKey(key, place, line) };
}

/** The places that a key may be meant for, the likeliest first. */
function nearestPlaces(keys: readonly LitestreamKey[], place: string): readonly LitestreamKey[] {
  const rank = (key: LitestreamKey): number => {
    const inReplica = /^dbs\[\]\.replicas?(?:\[\])?$/.test(key.place);
    // What a database says of snapshots holds for all of them: the top is the better place.
    if (key.path.startsWith('dbs[].snapshot')) return 3;
    if (key.path === 'snapshot') return 0;
    if (place === 'dbs[]') return inReplica ? 0 : 1;
    if (place.startsWith('dbs[].replica')) return key.place === 'dbs[]' ? 0 : 1;
    return key.place === 'dbs[]' ? 0 : inReplica ? 2 : 1;
  };
  return [...keys].sort((a, b) => rank(a) - rank(b));
}

/** The key of a place that a misspelt one is meant for: written as Litestream writes keys, or nearly. */
function meantKey(key: string, place: string, line: LitestreamLine | undefined): string | undefined {
  const names = litestreamKeysIn(place)
    .filter(({ versions }) => line === undefined || versions[line] !== undefined)
    .map((candidate) => candidate.key);
  const dashed = key
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/[_\s]+/g, '-')
    .toLowerCase();
  return names.includes(dashed) ? dashed : nearestName(dashed, names);
}
