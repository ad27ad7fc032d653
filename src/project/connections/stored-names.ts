import type { IgnoredParameter } from '../../embedded/connections/site.ts';
import { driverOf } from '../../facts/drivers/index.ts';
import type { Range } from '../../text/range.ts';
import type { SourceFile } from '../source-file.ts';
import { findVersions } from '../versions/versions.ts';
import type { ConnectionContext } from './context.ts';
import { gatherShared } from './shared.ts';
import { isTaken } from './taken.ts';

/** A data source name that a file keeps for another to open. */
export interface PlacedStoredName {
  readonly file: SourceFile;
  /** What the driver of the project does not take of it. */
  readonly ignored: readonly IgnoredParameter[];
  /** Where it asks for a shared cache for a database in a file. */
  readonly sharedCache: Range | undefined;
}

/** The data source names that files of the project keep, with what its driver makes of them. */
export function placeStoredNames(context: Pick<ConnectionContext, 'files' | 'facts'>): PlacedStoredName[] {
  const { files, facts } = context;
  if (!files.some(({ path }) => (facts.get(path)?.storedNames?.length ?? 0) > 0)) return [];
  const versions = findVersions(files);
  const surroundingsOf = gatherShared(context, versions);
  return files.flatMap((file) =>
    (facts.get(file.path)?.storedNames ?? []).flatMap(({ resolve }): PlacedStoredName[] => {
      const found = resolve(surroundingsOf(file.folder));
      const driver = found && driverOf(found.driver);
      if (!driver) return [];
      const notTaken = found.settings.flatMap((setting): IgnoredParameter[] => {
        const { written: name, range, instead } = setting;
        const taken = isTaken(setting.takenBy, driver, file, { versions });
        return taken.answer === false
          ? [{ name, range, reason: taken.reason, instead, replacement: instead }]
          : [];
      });
      // Who names a parameter may read it, and take it out of the name.
      const ignored = [...found.ignored, ...notTaken].filter(
        ({ name }) => !files.some(({ path, text }) => /\.go$/.test(path) && text.includes(`"${name}"`)),
      );
      return [{ file, ignored, sharedCache: found.storage === 'file' ? found.sharedCache : undefined }];
    }),
  );
}
