import type { IgnoredParameter } from '../../embedded/connections/site.ts';
import { driverOf } from '../../facts/drivers/index.ts';
import type { SourceFile } from '../source-file.ts';
import type { ConnectionContext } from './context.ts';
import { gatherShared } from './shared.ts';
import { isTaken } from './taken.ts';
import { findVersions } from './versions.ts';

/** A parameter without an effect in a data source name that a file keeps for another to open. */
export interface PlacedIgnoredParameter {
  readonly file: SourceFile;
  readonly parameter: IgnoredParameter;
}

/** What the driver of the project does not take of the data source names that its files keep. */
export function ignoredInStoredNames(
  context: Pick<ConnectionContext, 'files' | 'facts'>,
): PlacedIgnoredParameter[] {
  const { files, facts } = context;
  if (!files.some(({ path }) => (facts.get(path)?.storedNames?.length ?? 0) > 0)) return [];
  const versions = findVersions(files);
  const surroundingsOf = gatherShared(context, versions);
  return files.flatMap((file) =>
    (facts.get(file.path)?.storedNames ?? []).flatMap(({ resolve }): PlacedIgnoredParameter[] => {
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
      return [...found.ignored, ...notTaken]
        .filter(
          ({ name }) => !files.some(({ path, text }) => /\.go$/.test(path) && text.includes(`"${name}"`)),
        )
        .map((parameter) => ({ file, parameter }));
    }),
  );
}
