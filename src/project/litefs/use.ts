import { type LitefsConfig, litefsFiles, readLitefsConfig } from '../../config/litefs/read.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';

/** A litefs.yml of the project. */
export interface LitefsUse {
  readonly file: SourceFile;
  readonly config: LitefsConfig;
}

const configOf = remember(({ text }: SourceFile): LitefsConfig => readLitefsConfig(text));

/** Every litefs.yml of the project; files that are templates or another tool's are none. */
export const litefsUses = remember(({ sources }: Project): readonly LitefsUse[] =>
  sources.flatMap((file) => {
    if (!litefsFiles.test(file.path)) return [];
    const config = configOf(file);
    return config.entries.length === 0 ? [] : [{ file, config }];
  }),
);

const releasesIn = remember(({ text }: SourceFile): readonly string[] => {
  if (!text.includes('litefs')) return [];
  const release =
    /flyio\/litefs:([\w.-]+)|(?:superfly\/litefs\/releases\/download\/|cmd\/litefs@)v([\w.-]+)/g;
  return [...text.matchAll(release)].map(([, image, program]) => image ?? program ?? '');
});

/** The release of LiteFS that the project's files name: `0.5.11`; undefined where they name none, or several. */
export const litefsRelease = remember(({ sources }: Project): string | undefined => {
  const named = new Set(sources.flatMap(releasesIn));
  const [only] = named;
  if (named.size !== 1 || only === undefined) return undefined;
  if (/^\d+\.\d+\.\d+$/.test(only)) return only;
  // A tag of a line moves along with its releases, which have ended.
  return /^\d+\.\d+$/.test(only) ? `${only}.99` : undefined;
});

/** True where the project surely runs an older LiteFS than the one that brought a key. */
export function isBeforeLitefs(release: string | undefined, since: string): boolean {
  if (release === undefined) return false;
  const [a = [], b = []] = [release, since].map((version) => version.split('.').map(Number));
  for (let at = 0; at < 3; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
