import type { Registry } from './drivers/driver.ts';

/**
 * How a file names versions. The groups of a match: `version`; or `ref` (`ref2`), the name of the property that has it;
 * `range`, where other versions will do as well.
 */
export interface VersionForm {
  /** Matches names of files. */
  readonly files: RegExp;
  readonly registry: Registry;
  /** True for what runs; false for the lowest that is allowed. */
  readonly exact: boolean;
  /** For one package name (escaped for a pattern). Of several the first that matches anything counts. */
  readonly patterns: (name: string) => readonly RegExp[];
}

const quote = `["']`;
/** What stands before a version in a range of npm, Composer or Cargo. */
const atLeast = '[~^>=v\\s]*';
const dotted = '\\d(?:[\\w.-]*\\w)?';

const none: readonly RegExp[] = [];

/** The lock files and manifests that are read. */
export const versionForms: readonly VersionForm[] = [
  {
    files: /^(?:package-lock|npm-shrinkwrap)\.json$/,
    registry: 'npm',
    exact: true,
    patterns: (name) => [
      // What the project itself gets; others may have one of their own below them.
      new RegExp(`"node_modules/${name}"\\s*:\\s*\\{[^{}]*?"version"\\s*:\\s*"(?<version>\\d[^"]*)"`),
      new RegExp(`^ {4}"${name}"\\s*:\\s*\\{\\s*"version"\\s*:\\s*"(?<version>\\d[^"]*)"`, 'm'),
      new RegExp(`"${name}"\\s*:\\s*\\{\\s*"version"\\s*:\\s*"(?<version>\\d[^"]*)"`),
    ],
  },
  {
    files: /^yarn\.lock$/,
    registry: 'npm',
    exact: true,
    patterns: (name) => [
      new RegExp(
        `^"?(?:[^\\n"]*,\\s*"?)?${name}@[^\\n]*:\\r?\\n\\s+version:?\\s+"?(?<version>\\d[^"\\r\\n]*)`,
        'm',
      ),
    ],
  },
  {
    files: /^pnpm-lock\.yaml$/,
    registry: 'npm',
    exact: true,
    patterns: (name) => [
      // What the project's own packages ask for, then anything that is installed.
      new RegExp(
        `^\\s+'?${name}'?:\\s*\\r?\\n\\s+specifier:[^\\n]*\\n\\s+version:\\s*'?(?<version>${dotted})`,
        'm',
      ),
      new RegExp(`^(?: {2}| {6})'?${name}'?:\\s+(?<version>${dotted})`, 'm'),
      new RegExp(`^\\s{2}'?/?${name}[@/](?<version>${dotted})`, 'm'),
    ],
  },
  {
    files: /^bun\.lock$/,
    registry: 'npm',
    exact: true,
    patterns: (name) => [new RegExp(`^\\s*"${name}":\\s*\\["${name}@(?<version>\\d[^"]*)"`, 'm')],
  },
  {
    files: /^package\.json$/,
    registry: 'npm',
    exact: false,
    patterns: (name) => [new RegExp(`"${name}"\\s*:\\s*"${atLeast}(?<version>${dotted})[^"]*"`)],
  },
  {
    files: /^go\.mod$/,
    registry: 'go',
    exact: true,
    patterns: (name) => [new RegExp(`^\\s*(?:require\\s+)?${name}\\s+v(?<version>\\d[^\\s/]*)`, 'm')],
  },
  {
    files: /^Cargo\.lock$/,
    registry: 'crates',
    exact: true,
    patterns: (name) => [new RegExp(`^name = "${name}"\\r?\\nversion = "(?<version>[^"]+)"`, 'm')],
  },
  {
    files: /^Cargo\.toml$/,
    registry: 'crates',
    exact: false,
    patterns: (name) => [
      new RegExp(
        `^\\s*"?${name}"?\\s*=\\s*(?:\\{[^}\\n]*?\\bversion\\s*=\\s*)?"[~^=>\\s]*(?<version>${dotted})`,
        'm',
      ),
      new RegExp(
        `^\\[[\\w.-]*dependencies\\.${name}\\][^[]*?^version\\s*=\\s*"[~^=>\\s]*(?<version>${dotted})`,
        'm',
      ),
    ],
  },
  {
    files: /^Gemfile\.lock$/,
    registry: 'rubygems',
    exact: true,
    // Behind a dash stands the platform.
    patterns: (name) => [new RegExp(`^ {4}${name} \\((?<version>\\d[\\w.]*)(?:-[^)]*)?\\)`, 'm')],
  },
  {
    files: /^composer\.lock$/,
    registry: 'packagist',
    exact: true,
    patterns: (name) => [new RegExp(`"name":\\s*"${name}",\\s*"version":\\s*"v?(?<version>\\d[^"]*)"`)],
  },
  {
    files: /^composer\.json$/,
    registry: 'packagist',
    exact: false,
    patterns: (name) => [new RegExp(`"${name}"\\s*:\\s*"${atLeast}(?<version>${dotted})`)],
  },
  {
    files: /^composer\.json$/,
    registry: 'runtime',
    exact: false,
    // The lowest version of PHP that the project is installed with.
    patterns: (name) => (name === 'php' ? [/"php"\s*:\s*"(?:>=|[~^])?\s*(?<version>\d(?:[\d.]*\d)?)/] : none),
  },
  {
    files: /^(?:poetry|uv|pdm)\.lock$/,
    registry: 'pypi',
    exact: true,
    patterns: (name) => [new RegExp(`^name = "${spelt(name)}"\\r?\\nversion = "(?<version>[^"]+)"`, 'im')],
  },
  {
    files: /^Pipfile\.lock$/,
    registry: 'pypi',
    exact: true,
    patterns: (name) => [
      new RegExp(`"${spelt(name)}"\\s*:\\s*\\{[^}]*"version"\\s*:\\s*"==(?<version>[^"]+)"`, 'i'),
    ],
  },
  {
    files: /^requirements[\w.-]*\.txt$/,
    registry: 'pypi',
    exact: true,
    patterns: (name) => [
      new RegExp(`^${spelt(name)}(?:\\[[^\\]]*\\])?\\s*={2,3}\\s*(?<version>\\d(?:[\\w.]*\\w)?)`, 'im'),
    ],
  },
  {
    files: /^(?:requirements[\w.-]*\.txt|pyproject\.toml|setup\.(?:py|cfg)|Pipfile)$/,
    registry: 'pypi',
    exact: false,
    patterns: (name) => [
      // sqlalchemy[asyncio]>=2.0,<3
      new RegExp(
        `(?:^\\s*|["',\\[]\\s*)${spelt(name)}(?:\\[[^\\]]*\\])?\\s*\\(?(?:[~>=]=+|>)\\s*(?<version>\\d(?:[\\w.]*\\w)?)`,
        'im',
      ),
      // Poetry and Pipfile: sqlalchemy = "^2.0", sqlalchemy = { version = "^2.0", extras = ["asyncio"] }
      new RegExp(`^\\s*["']?${spelt(name)}["']?\\s*=\\s*["'{][^\\d\\n]*(?<version>\\d(?:[\\w.]*\\w)?)`, 'im'),
    ],
  },
  {
    files: /^pom\.xml$/,
    registry: 'maven',
    exact: true,
    patterns: (name) => {
      const [group, artifact] = name.split(':');
      return [
        new RegExp(
          `<groupId>\\s*${group}\\s*</groupId>\\s*<artifactId>\\s*${artifact}\\s*</artifactId>(?:(?!</dependency>)[^])*?<version>\\s*(?:(?<version>\\d[^<\\s]*)|\\$\\{(?<ref>[^}]+)\\})`,
        ),
      ];
    },
  },
  {
    files: /^(?:[\w.-]+\.gradle(?:\.kts)?|libs\.versions\.toml)$/,
    registry: 'maven',
    exact: true,
    patterns: (name) => {
      const [group, artifact] = name.split(':');
      const is = (key: string, value: string): string => `${key}\\s*[:=]\\s*${quote}${value}${quote}`;
      return [
        new RegExp(`${quote}${name}:(?<version>\\d[^"':@$]*)[^"']*${quote}`),
        new RegExp(`"${name}:\\$(?:\\{(?<ref>[^}]+)\\}|(?<ref2>\\w+))`),
        new RegExp(
          `${quote}${group}${quote}\\s*,\\s*${quote}${artifact}${quote}\\s*,\\s*(?:${quote}(?<version>\\d[^"']*)${quote}|(?<ref>[\\w.]+))`,
        ),
        new RegExp(`${quote}${name}:${quote}\\s*\\+\\s*(?<ref>[\\w.]+)`),
        new RegExp(
          `(?:${is('module', name)}|${is('group', `${group}`)}\\s*,\\s*${is('name', `${artifact}`)})\\s*,\\s*(?:version\\s*[:=]\\s*(?:${quote}(?<version>\\d[^"']*)${quote}|(?<ref2>[\\w.]+))|version\\.ref\\s*=\\s*${quote}(?<ref>[^"']+)${quote})`,
        ),
      ];
    },
  },
  {
    files: /^gradle\.lockfile$/,
    registry: 'maven',
    exact: true,
    patterns: (name) => [new RegExp(`^${name}:(?<version>\\d[^=]*)=`, 'm')],
  },
  {
    files: /\.(?:cs|fs|vb)proj$|^Directory\.(?:Packages|Build)\.props$/,
    registry: 'nuget',
    exact: true,
    patterns: (name) => {
      const version = `(?:\\[?(?<version>\\d(?:[\\w.+-]*\\w)?)(?<range>\\.?[*,])?|\\$\\((?<ref>[\\w.]+)\\))`;
      return [
        new RegExp(`(?:Include|Update)="${name}"[^>]*?\\sVersion(?:Override)?="${version}`, 'i'),
        new RegExp(`\\sVersion="${version}[^>]*?(?:Include|Update)="${name}"`, 'i'),
        new RegExp(`(?:Include|Update)="${name}"[^>/]*>(?:(?!</Package)[^])*?<Version>\\s*${version}`, 'i'),
      ];
    },
  },
  {
    files: /^packages\.config$/,
    registry: 'nuget',
    exact: true,
    patterns: (name) => [new RegExp(`\\sid="${name}"\\s+version="(?<version>\\d[^"]*)"`, 'i')],
  },
  {
    files: /^packages\.lock\.json$/,
    registry: 'nuget',
    exact: true,
    patterns: (name) => [
      new RegExp(`"${name}"\\s*:\\s*\\{[^}]*"resolved"\\s*:\\s*"(?<version>\\d[^"]*)"`, 'i'),
    ],
  },
  {
    files: /^mix\.lock$/,
    registry: 'hex',
    exact: true,
    patterns: (name) => [new RegExp(`"${name}":\\s*\\{:hex,\\s*:${name},\\s*"(?<version>\\d[^"]*)"`)],
  },
  {
    files: /^(?:\.nvmrc|\.node-version)$/,
    registry: 'runtime',
    exact: false,
    patterns: (name) => (name === 'node' ? [/^v?(?<version>\d+(?:\.\d+)*)/] : none),
  },
];

/** A name of PyPI in any spelling: `-`, `_` and `.` are one (https://packaging.python.org/en/latest/specifications/name-normalization/). */
function spelt(name: string): string {
  return name.replaceAll(/\\\.|[-_]/g, '[-_.]');
}

/** Lock files and other files in which only versions are looked for. */
export const lockFileNames =
  /^(?:(?:package-lock|npm-shrinkwrap|packages\.lock)\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|Cargo\.lock|Gemfile\.lock|composer\.lock|(?:poetry|uv|pdm)\.lock|Pipfile\.lock|libs\.versions\.toml|gradle\.(?:properties|lockfile)|Directory\.(?:Packages|Build)\.props|packages\.config|mix\.lock|\.nvmrc|\.node-version)$/;
