import { databaseKeys } from './database-keys.ts';
import { globalKeys } from './global-keys.ts';
import { both, type KeySpan, type KeySpec, type LitestreamKey, type LitestreamLine, only05 } from './key.ts';
import { compareReleases } from './releases.ts';
import { replicaOwn, replicaSettings } from './replica-keys.ts';

const replicaKeys: readonly KeySpec[] = [...replicaOwn, ...replicaSettings];

/** From 0.5.3 on, replicas take their settings from the top as well; before, the access key alone, and the bucket at first. */
const inheritedKeys: readonly KeySpec[] = replicaSettings.map((spec) => ({
  ...spec,
  isInherited: spec.isInherited ?? true,
  what: `${spec.what.replace(/\.$/, '')}; for all replicas without one of their own.`,
  versions: versionsAtTop(spec),
  ...(spec.children && {
    children: spec.children.map((child) => ({ ...child, versions: versionsAtTop(child) })),
  }),
}));

function versionsAtTop({ key, versions }: KeySpec): LitestreamKey['versions'] {
  if (key === 'access-key-id' || key === 'secret-access-key') return both();
  const since = later(versions['0.5']?.since ?? '0.5.3', '0.5.3');
  if (key === 'bucket' || key === 'region')
    return { '0.3': { since: '0.3.0', until: '0.3.2' }, '0.5': { since } };
  return only05(since);
}

function later(one: string, other: string): string {
  return compareReleases(one, other) > 0 ? one : other;
}

const tree: readonly KeySpec[] = [
  ...globalKeys,
  {
    key: 'dbs',
    type: 'maps',
    what: 'The databases that are replicated.',
    versions: both(),
    children: [
      ...databaseKeys,
      {
        key: 'replica',
        type: 'map',
        what: 'Where the copies go: exactly one place in 0.5.',
        versions: only05(),
        insteadIn: { '0.3': 'dbs[].replicas' },
        children: replicaKeys
          .filter(({ versions }) => versions['0.5'] !== undefined)
          .map((spec) => in05(spec)),
      },
      {
        key: 'replicas',
        type: 'maps',
        what: 'Where the copies go; 0.5 takes no more than one, and calls it `replica`.',
        versions: both(),
        children: replicaKeys,
      },
    ],
  },
  ...inheritedKeys,
];

/** The same key, where only 0.5 looks for it. */
function in05(spec: KeySpec): KeySpec {
  const span = spec.versions['0.5'];
  return {
    ...spec,
    versions: span ? { '0.5': span } : {},
    ...(spec.children && { children: spec.children.map(in05) }),
  };
}

function* flatten(specs: readonly KeySpec[], place: string): Generator<LitestreamKey> {
  for (const spec of specs) {
    const path = place === '' ? spec.key : `${place}.${spec.key}`;
    yield { ...spec, path, place };
    if (spec.children) yield* flatten(spec.children, spec.type === 'maps' ? `${path}[]` : path);
  }
}

/**
 * Every key of a litestream.yml in the releases of 0.3 and 0.5, at every place where one of them reads it. From the
 * configuration types in `cmd/litestream/main.go` of each release (https://github.com/benbjohnson/litestream).
 */
export const litestreamKeys: readonly LitestreamKey[] = [...flatten(tree, '')];

const byPath: ReadonlyMap<string, LitestreamKey> = new Map(litestreamKeys.map((key) => [key.path, key]));

/** @param path names from the top, `[]` behind lists: `dbs[].replicas[].retention` */
export function litestreamKey(path: string): LitestreamKey | undefined {
  return byPath.get(path);
}

/** The keys of a map. @param place its path with `[]` behind lists; empty for the top */
export function litestreamKeysIn(place: string): readonly LitestreamKey[] {
  return byPlace.get(place) ?? [];
}

const byPlace: ReadonlyMap<string, readonly LitestreamKey[]> = new Map(
  [...new Set(litestreamKeys.map(({ place }) => place))].map((place) => [
    place,
    litestreamKeys.filter((key) => key.place === place),
  ]),
);

/** The releases of a line that read a key; undefined where none does. */
export function spanIn(key: LitestreamKey, line: LitestreamLine): KeySpan | undefined {
  return key.versions[line];
}

/**
 * Whether a release reads a key; undefined where only the line is known and its releases differ.
 * @param release as three numbers
 */
export function isReadBy(
  key: LitestreamKey,
  line: LitestreamLine,
  release: string | undefined,
): boolean | undefined {
  const span = key.versions[line];
  if (!span) return false;
  if (release !== undefined) {
    return (
      compareReleases(release, span.since) >= 0 &&
      (span.until === undefined || compareReleases(release, span.until) <= 0)
    );
  }
  const isInAll = span.since === `${line}.0` && span.until === undefined;
  return isInAll ? true : undefined;
}

/** Which releases read a key, for readers: `0.3 and 0.5`, `0.5.6 and later`, `0.3 alone`. */
export function releasesOf(key: Pick<LitestreamKey, 'versions'>): string {
  const lines = (['0.3', '0.5'] as const).flatMap((line) => {
    const span = key.versions[line];
    return span ? [{ line, span }] : [];
  });
  const texts = lines.map(({ line, span: { since, until } }) => {
    const isFromStart = since === `${line}.0`;
    if (until !== undefined) return `${since} to ${until}`;
    if (isFromStart) return line;
    return line === '0.3' ? `0.3 from ${since} on` : `${since} and later`;
  });
  return lines.length === 1 && lines[0]?.line === '0.3' ? `${texts[0]} alone` : texts.join(' and ');
}
