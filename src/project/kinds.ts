import { manifestNames } from '../facts/dialects.ts';
import { lockFileNames } from '../facts/version-forms.ts';
import { nameOf } from '../text/paths.ts';

/** What a file is to us, by its name alone. Files of no kind are never read. */
export type FileKind =
  /** SQL text. */
  | 'sql'
  /** JavaScript or TypeScript, which may open connections. */
  | 'script'
  /** Names the project's dependencies or its tools' settings. */
  | 'manifest'
  /** Tells the versions of packages. */
  | 'lock'
  /** Other source, scripts and settings, in which only the names of pragmas are looked for. */
  | 'text'
  /** A database, of which only the header is read. */
  | 'database';

const textNames =
  /\.(?:py|go|rs|rb|php|java|kt|cs|ex|exs|sh|bash|ksh|ya?ml|toml|env|service|timer|cron|crontab|just|mk|dockerfile)$|^(?:Dockerfile|Containerfile|Procfile|(?:GNUm|[Mm])akefile$|Makefile|\.env|crontab|\.?[Jj]ustfile$|(?:docker-)?entrypoint$)|^(?:appsettings[\w.-]*|vercel|app|railway)\.json$/;

/** Scripts without an extension, where they are kept and by what they do: `bin/docker-entrypoint`, `script/backup`. */
const scriptPaths =
  /(?:^|\/)(?:s?bin|scripts?)\/(?:[\w-]+-)?(?:backup|restore|entrypoint|start|run|deploy|release|migrate|setup|cron|litestream)(?:-[\w-]+)?$|(?:^|\/)cron\.d\/[\w-]+$|(?:^|\/)s6-rc\.d\/[\w-]+\/(?:run|up|script)$|(?:^|\/)services\.d\/[\w-]+\/run$/;

export function kindOf(path: string): FileKind | undefined {
  const name = nameOf(path);
  if (/\.(?:sql|sqlite\.sql)$/i.test(name)) return 'sql';
  if (/\.(?:db|sqlite|sqlite3|db3)$/i.test(name)) return 'database';
  if (manifestNames.test(name)) return 'manifest';
  if (lockFileNames.test(name)) return 'lock';
  if (/\.d\.[cm]?ts$|\.min\.js$/.test(name)) return undefined;
  if (/\.(?:[cm]?[jt]sx?)$/.test(name)) return 'script';
  if (textNames.test(name) || scriptPaths.test(path)) return 'text';
  return undefined;
}

/** Why a file's SQL isn't production code, or undefined when it may be. `path` is relative to the project. */
export function setApart(path: string): string | undefined {
  const segments = path.toLowerCase().split('/');
  const name = segments.pop() ?? '';
  for (const segment of segments) {
    if (
      /^(?:tests?|[\w.]+-tests?|unit-?tests?|\w+\.tests?|androidtest|cypress|test(?:util|helper)s?|__tests__|specs?|testing(?:utils?|helpers?)?|tests?[-_](?:utils?|helpers?|support|sqlite|db)|testdata|test[-_]data|e2e|__mocks__|mocks?|stubs?|fixtures?|__fixtures__|snapshots?|__snapshots__)$/.test(
        segment,
      )
    )
      return 'test data';
    if (/^(?:docs?|documentation|website)$/.test(segment)) return 'documentation';
    if (/^(?:vendor|vendored|third[-_]?party|node_modules|external)$/.test(segment)) return 'vendored code';
    if (/^(?:dist|build|out|generated|__generated__|\.output|storybook-static)$/.test(segment))
      return 'generated files';
    if (/^(?:dumps?|backups?)$/.test(segment)) return 'a dump';
    if (/^(?:bench|benches|benchmarks?)$/.test(segment)) return 'benchmarks';
    if (/^_?(?:examples?|samples?|demos?)$/.test(segment)) return 'an example';
  }
  if (/^(?:conftest|tests?|testing|fixtures?|test_[\w-]+)\.py$|^\w*tests?\.(?:cs|java|kt)$/.test(name))
    return 'test data';
  if (/^(?:vitest|jest|playwright|cypress|test|setup-?tests?)(?:[._-][\w.-]+)?\.[cm]?[jt]sx?$/.test(name))
    return 'test data';
  // Tests of migrations are named as those are.
  if (/\.(?:test|spec)\.[cm]?[jt]sx?$/.test(name)) return 'test data';
  // The name of a migration tells what it does, perhaps to a table of seeds.
  if (/^[a-z]?\d/.test(name)) return undefined;
  if (/(?:[._-](?:test|spec))\.[a-z0-9]+$|^test(?:ing)?[._-].*\.sql$/.test(name)) return 'test data';
  if (/^(?:.*[._-])?seeds?(?:[._-].*)?\.sql$/.test(name)) return 'seeds, which are run once';
  if (/(?:^|[._-])(?:dump|backup)\.sql$/.test(name)) return 'a dump';
  return undefined;
}
