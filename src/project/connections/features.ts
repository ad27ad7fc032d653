import type { Driver } from '../../facts/drivers/driver.ts';
import { nameOf } from '../../text/paths.ts';
import { type Fact, known, unknown } from '../facts.ts';
import type { SourceFile } from '../source-file.ts';

/** How drivers are built, as far as manifests and build scripts tell. */
export interface Features {
  /**
   * Whether a driver is built with a feature of Cargo or a build tag of Go.
   * @param folder of the code that uses it
   */
  has(driver: Driver, feature: string, folder: string): Fact<boolean>;
}

export function readFeatures(files: readonly SourceFile[]): Features {
  return {
    has(driver, feature) {
      return driver.registry === 'crates'
        ? cargoFeature(files, driver, feature)
        : buildTag(files, driver, feature);
    },
  };
}

/**
 * A feature that any manifest of the workspace asks for is on for all of it: Cargo unifies features
 * (https://doc.rust-lang.org/cargo/reference/features.html#feature-unification).
 */
function cargoFeature(files: readonly SourceFile[], driver: Driver, feature: string): Fact<boolean> {
  const manifests = files.filter(({ path }) => nameOf(path) === 'Cargo.toml');
  const names = [...driver.packages, 'libsqlite3-sys'].join('|');
  const entry = new RegExp(
    `^\\s*(?:\\[[\\w.-]*dependencies\\.(?:${names})\\]([^[]*)|(?:${names})\\s*=\\s*\\{([^}]*)\\})`,
    'gm',
  );
  const wanted = new RegExp(`["']${feature}(?:-full|-sqlcipher[\\w-]*)?["']`);
  let asked: SourceFile | undefined;
  for (const file of manifests) {
    for (const [, table, inline] of file.text.matchAll(entry)) {
      asked = file;
      const written = table ?? inline ?? '';
      if (wanted.test(/features\s*=\s*\[[^\]]*\]/.exec(written)?.[0] ?? ''))
        return known(true, `${file.path} builds ${driver.name} with the feature ${feature}`);
    }
    if (new RegExp(`["'](?:${names})/${feature}`).test(file.text))
      return unknown(`${file.path} builds ${driver.name} with ${feature} in some builds only`);
  }
  return asked
    ? unknown(`no manifest builds ${driver.name} with the feature ${feature}; a dependency may`)
    : unknown(`no manifest tells how ${driver.name} is built`);
}

/** A tag that nothing names is not set: Go builds without tags unless it is told (https://pkg.go.dev/cmd/go). */
function buildTag(files: readonly SourceFile[], driver: Driver, tag: string): Fact<boolean> {
  const file = files.find((one) => one.kind !== 'lock' && one.kind !== 'database' && one.text.includes(tag));
  return file
    ? unknown(`${file.path} mentions ${tag}`)
    : known(false, `${driver.name} is built without the tag ${tag}`);
}
