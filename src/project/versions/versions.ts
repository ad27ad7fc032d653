import { compareVersions, type Registry, type Versioned } from '../../facts/drivers/driver.ts';
import { versionForms } from '../../facts/version-forms.ts';
import { isAtOrBelow, nameOf } from '../../text/paths.ts';
import type { DriverVersion } from '../connections/connection.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';
import { VersionProperties } from './properties.ts';

/** The versions of packages that one lock file or manifest names. */
interface PackageVersions {
  readonly registry: Registry;
  /** Undefined where the file doesn't name the package. */
  versionOf(name: string, properties: VersionProperties): PackageVersion | undefined;
}

interface PackageVersion {
  readonly version: string;
  /** True for what runs; false for the lowest that is allowed, or of several that are installed. */
  readonly exact: boolean;
}

/** Finds the versions of drivers in the lock files and manifests of a project. */
export class DriverVersions {
  readonly #sources: readonly { readonly file: SourceFile; readonly versions: PackageVersions }[];
  readonly #properties: VersionProperties;

  constructor(files: readonly SourceFile[]) {
    this.#sources = files.flatMap((file) => readVersions(file).map((versions) => ({ file, versions })));
    this.#properties = new VersionProperties(files);
  }

  /**
   * What is known of a driver's version for code in a folder: the nearest lock file above it counts, else the nearest
   * manifest, else any in the project when all agree.
   */
  of(driver: Versioned, folder: string): DriverVersion | undefined {
    const found = this.#sources.flatMap(({ file, versions }) => {
      if (versions.registry !== driver.registry) return [];
      for (const name of driver.packages) {
        const one = versions.versionOf(name, this.#properties);
        if (one) return [{ file, ...one }];
      }
      return [];
    });
    for (const exact of [true, false]) {
      const all = found.filter((one) => one.exact === exact);
      const above = all
        .filter(({ file }) => isAtOrBelow(folder, file.folder))
        .sort((a, b) => b.file.folder.length - a.file.folder.length);
      const chosen = above[0] ?? (new Set(all.map(({ version }) => version)).size === 1 ? all[0] : undefined);
      if (chosen) {
        const { file, version } = chosen;
        return { exact: exact ? version : undefined, atLeast: version, source: file.path };
      }
    }
    return undefined;
  }
}

/** Reads the lock files and manifests among some files. */
export function findVersions(files: readonly SourceFile[]): DriverVersions {
  return new DriverVersions(files);
}

const readVersions = remember((file: SourceFile): readonly PackageVersions[] => {
  const name = nameOf(file.path);
  return versionForms
    .filter(({ files }) => files.test(name))
    .map(({ registry, exact, patterns }) => {
      const answers = new Map<string, readonly Match[]>();
      return {
        registry,
        versionOf(packageName, properties) {
          let matches = answers.get(packageName);
          if (!matches) {
            const escaped = packageName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
            matches = matchesOf(patterns(escaped), file.text);
            answers.set(packageName, matches);
          }
          return lowestOf(matches, exact, file, properties);
        },
      };
    });
});

interface Match {
  readonly version: string | undefined;
  readonly reference: string | undefined;
  readonly isRange: boolean;
}

/** The matches of the first pattern that has some. */
function matchesOf(patterns: readonly RegExp[], text: string): Match[] {
  for (const pattern of patterns) {
    const matches = [...text.matchAll(new RegExp(pattern.source, `${pattern.flags}g`))];
    if (matches.length === 0) continue;
    return matches.map(({ groups }) => ({
      version: groups?.version,
      reference: groups?.ref ?? groups?.ref2,
      isRange: groups?.range !== undefined,
    }));
  }
  return [];
}

/** Several versions of one package may be installed: the lowest is what is safe to go by. */
function lowestOf(
  matches: readonly Match[],
  exact: boolean,
  file: SourceFile,
  properties: VersionProperties,
): PackageVersion | undefined {
  const versions = matches
    .flatMap(({ version, reference }) => {
      return version ?? (reference === undefined ? [] : (properties.valueOf(reference, file) ?? []));
    })
    .sort(compareVersions);
  const [version] = versions;
  if (version === undefined) return undefined;
  const isOne = new Set(versions).size === 1 && !matches.some(({ isRange }) => isRange);
  return { version, exact: exact && isOne };
}
