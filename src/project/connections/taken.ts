import { compareVersions, type Driver, type VersionRange } from '../../facts/drivers/driver.ts';
import type { SourceFile } from '../source-file.ts';
import type { GatheredContext } from './context.ts';

/**
 * Whether the versions that are installed take something: false with the reason as a sentence; undefined where nothing
 * tells which they are.
 */
export function isTaken(
  ranges: readonly VersionRange[] | undefined,
  driver: Driver,
  file: SourceFile,
  context: Pick<GatheredContext, 'versions'>,
): { readonly answer: boolean | undefined; readonly reason: string } {
  let isSure = true;
  for (const { of = driver, since, before } of ranges ?? []) {
    const version = context.versions.of(of, file.folder);
    const { exact, atLeast } = version ?? {};
    const lowest = exact ?? atLeast;
    const isBelow = exact !== undefined && since !== undefined && compareVersions(exact, since) < 0;
    const isAbove = lowest !== undefined && before !== undefined && compareVersions(lowest, before) >= 0;
    if (isBelow)
      return {
        answer: false,
        reason: `${of.name} ${exact} does not know it; ${since} is the first that does.`,
      };
    if (isAbove)
      return { answer: false, reason: `${of.name} ${lowest} does not read it any more, since ${before}.` };
    if (lowest === undefined) isSure = false;
    else if (since !== undefined && compareVersions(lowest, since) < 0) isSure = false;
    else if (before !== undefined && exact === undefined) isSure = false;
  }
  return { answer: isSure || undefined, reason: '' };
}
