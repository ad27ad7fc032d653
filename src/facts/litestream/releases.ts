import type { LitestreamLine } from './key.ts';

/** The releases of both lines, oldest first (https://github.com/benbjohnson/litestream/tags). */
export const litestreamReleases: Readonly<Record<LitestreamLine, readonly string[]>> = {
  '0.3': Array.from({ length: 15 }, (_, patch) => `0.3.${patch}`),
  '0.5': Array.from({ length: 18 }, (_, patch) => `0.5.${patch}`),
};

export const newestReleases: Readonly<Record<LitestreamLine, string>> = { '0.3': '0.3.14', '0.5': '0.5.17' };

/** Negative where the first is older. */
export function compareReleases(one: string, other: string): number {
  const [a, b] = [one.split('.').map(Number), other.split('.').map(Number)];
  for (let at = 0; at < 3; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Releases with a mistake that costs copies. */
export const badReleases: readonly {
  readonly from: string;
  readonly to: string;
  /** What it does, after its name. */
  readonly what: string;
  /** A sentence more. */
  readonly detail: string;
  readonly fixedIn: string;
  readonly source: string;
}[] = [
  {
    from: '0.5.0',
    to: '0.5.0',
    what: 'deletes transactions too early',
    detail: 'Only the last moments can be restored, and `restore` does not know -if-replica-exists.',
    fixedIn: '0.5.1',
    source: 'https://github.com/benbjohnson/litestream/issues/771',
  },
  {
    from: '0.5.6',
    to: '0.5.8',
    what: 'can stop copying without a message',
    detail: 'It does not see writes that leave the size of the WAL as it is.',
    fixedIn: '0.5.10',
    source: 'https://github.com/benbjohnson/litestream/issues/1037',
  },
];
