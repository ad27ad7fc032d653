import type { Driver } from '../../facts/drivers/driver.ts';
import { isAtOrBelow, nameOf } from '../../text/paths.ts';
import type { SourceFile } from '../source-file.ts';

/**
 * Why a driver may not do what its name says: a go.mod has another module in its place, such as a fork with SQLCipher.
 * https://go.dev/ref/mod#go-mod-file-replace
 */
export function replacedBy(
  driver: Driver,
  { folder }: SourceFile,
  files: readonly SourceFile[],
): string | undefined {
  if (driver.registry !== 'go') return undefined;
  for (const file of files) {
    if (nameOf(file.path) !== 'go.mod' || !isAtOrBelow(folder, file.folder)) continue;
    for (const [, module = '', other = ''] of file.text.matchAll(
      /^\s*(?:replace\s+)?([\w./~-]+)(?:[ \t]+v\S+)?[ \t]+=>[ \t]+(\S+)/gm,
    )) {
      if (driver.packages.includes(module) && other !== module)
        return `${file.path} has ${other} in its place`;
    }
  }
  return undefined;
}
