import type { Driver } from '../../facts/drivers/driver.ts';
import { type Fact, known, unknown } from '../facts.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';
import { bringsBundledSqlite } from './cargo.ts';
import { dotnetFeature } from './dotnet.ts';

/** How drivers are built, as far as manifests and build scripts tell. */
export interface Features {
  /**
   * Whether a driver is built with a feature of Cargo or a build tag of Go.
   * @param folder of the code that uses it
   */
  has(driver: Driver, feature: string, folder: string): Fact<boolean>;
}

/** Tells from the files of a project how drivers are built. */
export function readFeatures(files: readonly SourceFile[]): Features {
  return {
    has(driver, feature, folder) {
      if (driver.registry === 'nuget') return dotnetFeature(files, feature);
      if (driver.registry !== 'crates') return buildTag(files, driver, feature);
      return feature === 'bundled'
        ? bringsBundledSqlite(files, driver, folder)
        : unknown(`no manifest is read for the feature ${feature}`);
    },
  };
}

/** A tag that nothing names is not set: Go builds without tags unless it is told (https://pkg.go.dev/cmd/go). */
function buildTag(files: readonly SourceFile[], driver: Driver, tag: string): Fact<boolean> {
  const file = files.find((one) => names(one, tag));
  return file
    ? unknown(`${file.path} mentions ${tag}`)
    : known(false, `${driver.name} is built without the tag ${tag}`);
}

const namedTags = remember((_: SourceFile) => new Map<string, boolean>());

function names(file: SourceFile, tag: string): boolean {
  if (file.kind === 'lock' || file.kind === 'database') return false;
  const known = namedTags(file);
  let answer = known.get(tag);
  if (answer === undefined) {
    answer = file.text.includes(tag);
    known.set(tag, answer);
  }
  return answer;
}
