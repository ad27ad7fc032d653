import { compareVersions, type Registry, type Versioned } from '../../facts/drivers/driver.ts';
import { nameOf } from '../../text/paths.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';
import type { DriverVersion } from './connection.ts';

/** The versions of packages that one lock file or manifest names. */
interface PackageVersions {
  readonly registry: Registry;
  /** True for a lock file, whose versions are those that run; false for a manifest, whose are the lowest allowed. */
  readonly exact: boolean;
  versionOf(name: string): string | undefined;
}

/** Finds the versions of drivers in the lock files and manifests of a project. */
export class DriverVersions {
  readonly #sources: readonly { readonly file: SourceFile; readonly versions: PackageVersions }[];

  constructor(files: readonly SourceFile[]) {
    this.#sources = files.flatMap((file) => readVersions(file).map((versions) => ({ file, versions })));
  }

  /**
   * What is known of a driver's version for code in a folder: the nearest lock file above it counts, else the nearest
   * manifest, else any in the project when all agree.
   */
  of(driver: Versioned, folder: string): DriverVersion | undefined {
    const found = this.#sources.flatMap(({ file, versions }) => {
      if (versions.registry !== driver.registry) return [];
      const name = driver.packages.find((one) => versions.versionOf(one) !== undefined);
      const version = name === undefined ? undefined : versions.versionOf(name);
      return version === undefined ? [] : [{ file, version, exact: versions.exact }];
    });
    for (const exact of [true, false]) {
      const all = found.filter((one) => one.exact === exact);
      const above = all
        .filter(({ file }) => isWithin(folder, file.folder))
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

export function findVersions(files: readonly SourceFile[]): DriverVersions {
  return new DriverVersions(files);
}

function isWithin(folder: string, above: string): boolean {
  return above === '' || folder === above || folder.startsWith(`${above}/`);
}

/** How a file names versions: each match gives a name and a version. */
interface VersionForm {
  readonly files: RegExp;
  readonly registry: Registry;
  readonly exact: boolean;
  /** For one package name (escaped for a pattern): the first group is the version. */
  readonly pattern: (name: string) => RegExp;
}

const forms: readonly VersionForm[] = [
  {
    files: /^(?:package-lock|npm-shrinkwrap)\.json$/,
    registry: 'npm',
    exact: true,
    pattern: (name) =>
      new RegExp(`"(?:node_modules/)?${name}"\\s*:\\s*\\{\\s*"version"\\s*:\\s*"(\\d[^"]*)"`),
  },
  {
    files: /^yarn\.lock$/,
    registry: 'npm',
    exact: true,
    pattern: (name) => new RegExp(`^"?${name}@[^\\n]*:\\n\\s+version:?\\s+"?(\\d[^"\\n]*)`, 'm'),
  },
  {
    files: /^pnpm-lock\.yaml$/,
    registry: 'npm',
    exact: true,
    pattern: (name) => new RegExp(`^\\s{2}'?/?${name}[@/](\\d[\\w.-]*)`, 'm'),
  },
  {
    files: /^bun\.lock$/,
    registry: 'npm',
    exact: true,
    pattern: (name) => new RegExp(`"${name}":\\s*\\["${name}@(\\d[^"]*)"`),
  },
  {
    files: /^package\.json$/,
    registry: 'npm',
    exact: false,
    pattern: (name) => new RegExp(`"${name}"\\s*:\\s*"[~^>=v\\s]*(\\d[\\w.-]*)"`),
  },
  {
    files: /^go\.mod$/,
    registry: 'go',
    exact: true,
    pattern: (name) => new RegExp(`^\\s*(?:require\\s+)?${name}\\s+v(\\d[^\\s/]*)`, 'm'),
  },
  {
    files: /^Cargo\.lock$/,
    registry: 'crates',
    exact: true,
    pattern: (name) => new RegExp(`^name = "${name}"\\nversion = "([^"]+)"`, 'm'),
  },
  {
    files: /^Cargo\.toml$/,
    registry: 'crates',
    exact: false,
    pattern: (name) =>
      new RegExp(`^\\s*"?${name}"?\\s*=\\s*(?:\\{[^}\\n]*?version\\s*=\\s*)?"[~^=>\\s]*(\\d[^",]*)`, 'm'),
  },
  {
    files: /^Gemfile\.lock$/,
    registry: 'rubygems',
    exact: true,
    pattern: (name) => new RegExp(`^ {4}${name} \\((\\d[^)]*)\\)`, 'm'),
  },
  {
    files: /^composer\.lock$/,
    registry: 'packagist',
    exact: true,
    pattern: (name) => new RegExp(`"name":\\s*"${name}",\\s*"version":\\s*"v?(\\d[^"]*)"`),
  },
  {
    files: /^composer\.json$/,
    registry: 'packagist',
    exact: false,
    pattern: (name) => new RegExp(`"${name}"\\s*:\\s*"[~^>=v\\s]*(\\d[\\w.-]*)`),
  },
  {
    files: /^composer\.json$/,
    registry: 'runtime',
    exact: false,
    // The lowest version of PHP that the project is installed with.
    pattern: (name) => (name === 'php' ? /"php"\s*:\s*"(?:>=|[~^])?\s*(\d[\d.]*)/ : /(?!)/),
  },
  {
    files: /^(?:poetry|uv|pdm)\.lock$/,
    registry: 'pypi',
    exact: true,
    pattern: (name) => new RegExp(`^name = "${name}"\\nversion = "([^"]+)"`, 'im'),
  },
  {
    files: /^Pipfile\.lock$/,
    registry: 'pypi',
    exact: true,
    pattern: (name) => new RegExp(`"${name}"\\s*:\\s*\\{[^}]*"version"\\s*:\\s*"==([^"]+)"`, 'i'),
  },
  {
    files: /^requirements[\w.-]*\.txt$/,
    registry: 'pypi',
    exact: true,
    pattern: (name) => new RegExp(`^${name}(?:\\[[^\\]]*\\])?\\s*==\\s*(\\d(?:[\\w.]*\\w)?)`, 'im'),
  },
  {
    files: /^(?:requirements[\w.-]*\.txt|pyproject\.toml)$/,
    registry: 'pypi',
    exact: false,
    pattern: (name) =>
      new RegExp(
        `^\\s*["']?${name}(?:\\[[^\\]]*\\])?["']?\\s*(?:=\\s*["'{][^\\d\\n]*|[~>]=\\s*)(\\d[\\w.]*)`,
        'im',
      ),
  },
  {
    files: /^pom\.xml$/,
    registry: 'maven',
    exact: true,
    pattern: (name) =>
      new RegExp(`<artifactId>${name.replace(/^.*:/, '')}</artifactId>\\s*<version>(\\d[^<]*)</version>`),
  },
  {
    files: /^(?:build\.gradle(?:\.kts)?|libs\.versions\.toml)$/,
    registry: 'maven',
    exact: true,
    pattern: (name) => new RegExp(`["']${name}:(\\d[^"':]*)["']`),
  },
  {
    files: /\.csproj$|^Directory\.Packages\.props$/,
    registry: 'nuget',
    exact: true,
    pattern: (name) => new RegExp(`(?:Include|Update)="${name}"\\s+Version="(\\d[^"]*)"`, 'i'),
  },
  {
    files: /^packages\.lock\.json$/,
    registry: 'nuget',
    exact: true,
    pattern: (name) => new RegExp(`"${name}"\\s*:\\s*\\{[^}]*"resolved"\\s*:\\s*"(\\d[^"]*)"`, 'i'),
  },
  {
    files: /^(?:\.nvmrc|\.node-version)$/,
    registry: 'runtime',
    exact: false,
    pattern: (name) => (name === 'node' ? /^v?(\d+(?:\.\d+)*)/ : /(?!)/),
  },
];

/** Lock files and other files in which only versions are looked for. */
export const lockFileNames =
  /^(?:(?:package-lock|npm-shrinkwrap|packages\.lock)\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|Cargo\.lock|Gemfile\.lock|composer\.lock|(?:poetry|uv|pdm)\.lock|Pipfile\.lock|libs\.versions\.toml|Directory\.Packages\.props|\.nvmrc|\.node-version)$/;

const readVersions = remember((file: SourceFile): readonly PackageVersions[] => {
  const name = nameOf(file.path);
  return forms
    .filter(({ files }) => files.test(name))
    .map(({ registry, exact, pattern }) => {
      const answers = new Map<string, string | undefined>();
      return {
        registry,
        exact,
        versionOf(packageName) {
          if (!answers.has(packageName)) {
            const escaped = packageName.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
            // Several versions of one package may be locked: the lowest is what is safe to go by.
            const form = pattern(escaped);
            const all = [...file.text.matchAll(new RegExp(form.source, `${form.flags}g`))];
            const versions = all.flatMap(([, version]) => version ?? []).sort(compareVersions);
            answers.set(packageName, versions[0]);
          }
          return answers.get(packageName);
        },
      };
    });
});
