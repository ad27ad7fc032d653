import type { MigrationScript } from '../embedded/migrations/operations.ts';
import { type Dialect, habitMarks } from '../facts/dialects.ts';
import { skeletonOf } from '../sql/skeleton.ts';
import { isAtOrBelow } from '../text/paths.ts';
import { remember } from './remember.ts';
import type { DatabaseSign, FileSigns, SettledPath, SignStrength } from './signs/sign.ts';
import type { SourceFile } from './source-file.ts';

/** Which dialect a file's SQL is taken for, and why. */
export interface DialectVerdict {
  readonly dialect: Dialect | 'unknown';
  readonly reason: string;
  /** How sure: text that fails to parse can refute a guess by the project's drivers, nothing else. */
  readonly by:
    | 'setting'
    | 'configuration'
    | 'path'
    | 'content'
    | 'siblings'
    | 'twin'
    | 'drivers'
    | 'request'
    | 'nothing';
  /** True where the project talks to other databases too, and the same SQL is run on them. */
  readonly among?: boolean | undefined;
}

/** The dialects that paths name, by the path without those words: `schema.sql` has a twin in `schema.postgres.sql`. */
export type Twins = ReadonlyMap<string, ReadonlyMap<Dialect, string>>;

export function findTwins(files: Iterable<SourceFile>): Twins {
  const twins = new Map<string, Map<Dialect, string>>();
  for (const { path, pathDialect, plainPath } of files) {
    if (!pathDialect) continue;
    const known = twins.get(plainPath);
    if (known) known.set(pathDialect.dialect, path);
    else twins.set(plainPath, new Map([[pathDialect.dialect, path]]));
  }
  return twins;
}

/** What the files of one migration folder, or of one folder, say together. */
export interface Siblings {
  /** True for the files of one migration folder. */
  readonly together: boolean;
  /** The dialect that the constructs of all that have any agree on. */
  readonly marked: Agreement | undefined;
  /** The dialect that the habits in all of them agree on. */
  readonly habits: () => Agreement | undefined;
}

interface Agreement {
  readonly dialect: Dialect;
  readonly reason: string;
}

export function readSiblings(files: readonly SourceFile[], together: boolean): Siblings {
  return {
    together,
    marked: agree(
      files.flatMap((file) => {
        // One whose own signs disagree says nothing of the others.
        const one = agree(file.marks.map(({ dialect, what }) => ({ dialect, reason: what })));
        return one ? [{ dialect: one.dialect, reason: `${file.path}, beside it, uses ${one.reason}` }] : [];
      }),
    ),
    habits: () => agree(files.flatMap(habitsOf)),
  };
}

export interface DialectContext {
  readonly siblings: Siblings;
  readonly signs: FileSigns;
  readonly twins: Twins;
  readonly setting: Dialect | undefined;
}

/**
 * Decides a file's dialect: a setting, a tool's configuration, the words of its path, its own constructs, those of the
 * files that belong with it, a twin that is written for another dialect, the drivers that the project depends on, and
 * last that the user asked for this very file. Signs that disagree decide nothing.
 */
export function decideDialect(file: SourceFile, context: DialectContext): DialectVerdict {
  const { siblings, signs, setting } = context;
  if (setting) return { dialect: setting, reason: 'the configuration says so', by: 'setting' };

  const settled = agree(settlingOf(file.path, signs.settled));
  if (settled) return { ...settled, by: 'configuration' };

  const byPath = file.pathDialect;
  if (byPath) return { dialect: byPath.dialect, reason: `its path says “${byPath.word}”`, by: 'path' };

  const own = agree(file.marks.map(({ dialect, what }) => ({ dialect, reason: `it uses ${what}` })));
  if (own) return { ...own, by: 'content' };
  if (file.marks.length > 0)
    return { dialect: 'unknown', reason: 'it has constructs of several dialects', by: 'nothing' };

  const near = nearest(signs.signs, file.folder);
  const strong = strongest(near);
  const beside = siblings.marked;
  // Migrations of one folder are one database's; other files are neighbours only, and the drivers know better.
  const contradicted =
    !siblings.together && strong.length > 0 && strong.every(({ dialect }) => dialect !== beside?.dialect);
  if (beside && !contradicted) return { ...beside, by: 'siblings' };

  const twins = context.twins.get(file.plainPath);
  const open = strong.filter(({ dialect }) => !twins?.has(dialect));
  const byDrivers = agree(open);
  if (byDrivers) {
    const [other] = open.length < strong.length ? [...(twins?.values() ?? [])] : [];
    return other === undefined
      ? { ...byDrivers, by: 'drivers' }
      : {
          ...byDrivers,
          reason: `${byDrivers.reason}, and ${other} is its twin for another database`,
          by: 'twin',
        };
  }

  // In a project that talks to several databases a habit of one of them is a sign.
  if (strong.length > 0) {
    const habits = siblings.habits();
    if (habits && strong.some(({ dialect }) => dialect === habits.dialect))
      return { ...habits, by: 'content' };
  }
  if (file.named && near.length === 0) {
    return {
      dialect: 'sqlite',
      reason: 'nothing says otherwise, and it was asked for by name',
      by: 'request',
    };
  }
  return {
    dialect: 'unknown',
    reason:
      strong.length > 0
        ? 'the project talks to several databases, and nothing in the file tells which'
        : 'nothing tells which database it is for',
    by: 'nothing',
  };
}

/**
 * Which database the migrations of a framework are run on. They are written once for all databases: that the project
 * can run on SQLite is enough, unless its configuration for production says otherwise.
 */
export function decideScripts(
  files: readonly SourceFile[],
  script: MigrationScript,
  folder: string,
  { signs, setting, twins }: Pick<DialectContext, 'signs' | 'setting' | 'twins'>,
): DialectVerdict {
  if (setting) return { dialect: setting, reason: 'the configuration says so', by: 'setting' };
  const named = files.flatMap(({ pathDialect }) => pathDialect ?? []);
  const byPath = named.find(({ dialect }) => dialect === 'sqlite') ?? named[0];
  if (byPath) return { dialect: byPath.dialect, reason: `its path says “${byPath.word}”`, by: 'path' };
  const twin = files.flatMap(({ plainPath }) => [...(twins.get(plainPath) ?? [])])[0];
  if (twin?.[0] === 'sqlite') {
    return { dialect: 'other', reason: `${twin[1]} is its twin for SQLite`, by: 'twin' };
  }
  const around = nearest(signs.signs, folder).filter(
    ({ database }) => database === undefined || database === databaseName(folder),
  );
  const near = strongest(around, script.tool);
  const sqlite = near.find(({ dialect }) => dialect === 'sqlite');
  if (sqlite) {
    const server = around.find(
      ({ dialect, strength }) =>
        dialect !== 'sqlite' && (strength === 'dependency' || strength === 'production'),
    );
    // What only stands in for another setting says little beside the driver of a server; and where the drivers of
    // production disagree, so does everything.
    // An application of Knex may be made for several databases; with the other frameworks it has one.
    const isSure =
      sqlite.strength === 'configured' || (sqlite.strength === 'dependency' && script.tool === 'knex');
    if (server && !isSure) {
      return { dialect: 'unknown', reason: `${sqlite.reason}, but ${server.reason}`, by: 'nothing' };
    }
    const others = near.some(({ dialect }) => dialect !== 'sqlite');
    return {
      dialect: 'sqlite',
      reason: others ? `${sqlite.reason}, among other databases` : sqlite.reason,
      by: 'drivers',
      among: others,
    };
  }
  const [first] = near;
  return first
    ? { dialect: first.dialect, reason: first.reason, by: 'drivers' }
    : { dialect: 'unknown', reason: 'nothing tells which database it is for', by: 'nothing' };
}

/** The name under which Rails' configuration knows the database of a folder of migrations. */
function databaseName(folder: string): string {
  return /(?:^|\/)(\w+?)_migrate$/.exec(folder)?.[1] ?? 'primary';
}

const strengths: readonly SignStrength[] = [
  'production',
  'configured',
  'default',
  'dependency',
  'development',
];

/**
 * The signs that count: what production is configured to use stands before everything else, and drivers for
 * development and tests count only where there is nothing else. For a framework's migrations (`tool`) each grade stands
 * before the next; for plain SQL a setting of the environment and a driver are worth the same.
 */
function strongest(signs: readonly DatabaseSign[], tool?: MigrationScript['tool']): DatabaseSign[] {
  const grades = tool
    ? strengths.map((grade) => [grade])
    : [['production'], ['configured', 'default', 'dependency'], ['development']];
  for (const grade of grades) {
    const found = signs.filter(({ strength }) => grade.includes(strength));
    if (found.length > 0) return found;
  }
  return [];
}

/** The settings that name a path, the innermost first: those of the longest path alone. */
function settlingOf(path: string, settled: readonly SettledPath[]): SettledPath[] {
  const matching = settled.filter((entry) => isWithin(path, entry.path));
  const longest = Math.max(0, ...matching.map((entry) => entry.path.length));
  return matching.filter((entry) => entry.path.length === longest);
}

/** True when a path is the file, in the folder, or fits the pattern that a configuration names. */
export function isWithin(path: string, where: string): boolean {
  if (where === '') return true;
  if (!where.includes('*')) return path === where || path.startsWith(`${where}/`);
  const pattern = where
    .split(/(\*\*?\/?)/)
    .map((part) =>
      part === '**/'
        ? '(?:.*/)?'
        : part === '**'
          ? '.*'
          : part.startsWith('*')
            ? `[^/]*${part.slice(1)}`
            : part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('');
  return new RegExp(`^${pattern}$`).test(path);
}

const habitsOf = remember((file: SourceFile): Agreement[] => {
  const skeleton = skeletonOf(file.text);
  return habitMarks
    .filter(([pattern]) => pattern.test(skeleton))
    .map(([, dialect, what]) => ({ dialect, reason: `${file.path} uses ${what}` }));
});

function agree<T extends { readonly dialect: Dialect; readonly reason: string }>(
  signs: readonly T[],
): Agreement | undefined {
  const first = signs[0];
  return first && signs.every((sign) => sign.dialect === first.dialect)
    ? { dialect: first.dialect, reason: first.reason }
    : undefined;
}

/** The signs of the innermost folder around a file that has any. */
function nearest(signs: readonly DatabaseSign[], folder: string): DatabaseSign[] {
  const around = signs.filter((sign) => isAtOrBelow(folder, sign.folder));
  const deepest = Math.max(-1, ...around.map((sign) => sign.folder.length));
  return around.filter((sign) => sign.folder.length === deepest);
}
