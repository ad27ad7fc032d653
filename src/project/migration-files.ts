import type { MigrationScript } from '../embedded/migrations/operations.ts';
import type { MarkerTool } from '../sql/markers.ts';
import { nameOf, parentOf } from '../text/paths.ts';
import { isMigrationFolder } from './definitions.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** The tool, or the habit, by which a project orders its migrations. */
export type MigrationTool =
  | 'alembic'
  | 'd1'
  | 'diesel'
  | 'django'
  | 'drizzle'
  | 'flyway'
  | 'golang-migrate'
  | 'knex'
  | 'laravel'
  | 'listed'
  | 'numbered'
  | 'prisma'
  | 'program'
  | 'rails'
  | 'sqlx'
  | MarkerTool;

/** One file of a migration folder. */
export interface MigrationFile {
  readonly file: SourceFile;
  /** The folder that holds the migrations, also where each has a folder of its own. */
  readonly home: string;
  /** The version in its name: two files that have the same run in an order that is not known. */
  readonly version: string;
  /** What its name says of its place: parts compared one after the other, numbers by their value. */
  readonly order: readonly (bigint | string)[];
  readonly direction: 'up' | 'down';
  /** Run again whenever it changes, behind all versions (Flyway's `R__`). */
  readonly repeatable: boolean;
  /** What its name alone says of the tool. */
  readonly tool: MigrationTool;
}

/** Reads the names that migration tools give their `.sql` files. */
export const migrationFileOf = remember((file: SourceFile): MigrationFile | undefined => {
  const name = file.path.slice(file.folder === '' ? 0 : file.folder.length + 1);
  const base = { file, direction: 'up', repeatable: false } as const;

  // Flyway: https://documentation.red-gate.com/fd/migrations-184127470.html
  const flyway = /^([VUB])(\d+(?:[._]\d+)*)__.*\.sql$/.exec(name);
  if (flyway) {
    return {
      ...base,
      home: locate(file).home,
      version: `${flyway[1]}${flyway[2]}`,
      order: numbers(flyway[2] as string),
      direction: flyway[1] === 'U' ? 'down' : 'up',
      tool: 'flyway',
    };
  }
  if (/^R__.*\.sql$/.test(name))
    return {
      ...base,
      home: locate(file).home,
      version: name,
      order: [name],
      repeatable: true,
      tool: 'flyway',
    };

  // Prisma and Diesel: a folder for each migration, `20240101_init/migration.sql`, `2024-01-01-000000_init/up.sql`.
  const parent = nameOf(file.folder);
  const byFolder = /^(\d[\d-]*)(?:[-_]|$)/.exec(parent);
  if (byFolder && /^(?:migration|up|down)\.sql$/.test(name)) {
    return {
      ...base,
      home: parentOf(file.folder),
      version: parent,
      // Prisma goes by the folders' names, Diesel by the digits of the version; for both the digits decide first.
      order: [BigInt((byFolder[1] as string).replaceAll('-', '')), parent],
      direction: name === 'down.sql' ? 'down' : 'up',
      tool: name === 'migration.sql' ? 'prisma' : 'diesel',
    };
  }

  return numberedFileOf(file, 'sql');
});

/** A step of migrations in a language that is not read, among those in SQL. */
export const programFileOf = remember((file: SourceFile): MigrationFile | undefined =>
  numberedFileOf(file, '(?:go|[cm]?[jt]s|py|rb|php|java|kt|exs?|cs)'),
);

/**
 * A file with a number in front, perhaps behind a word (`Script0001 - tables.sql`), perhaps with a letter behind; or a
 * file of any name in a folder for a version (`delta/14/users.sql`).
 */
function numberedFileOf(file: SourceFile, extension: string): MigrationFile | undefined {
  const name = nameOf(file.path);
  if (!new RegExp(`\\.${extension}$`, 'i').test(name)) return undefined;
  const word = '(?:v|script|patch|update|upgrade|migration|step|change|schema|db)?[-_ ]?';
  const numbered = new RegExp(`^${word}(\\d+(?:[._-]\\d+)*)([a-z]?)(?:[-_. ].*)?\\.\\w+$`, 'i').exec(name);
  const { home, version } = locate(file);
  if (!numbered && version.length === 0) return undefined;
  const [, digits = '', letter = ''] = numbered ?? [];
  const paired = /\.(up|down)\.\w+$/i.exec(name)?.[1]?.toLowerCase();
  const down =
    paired === 'down' ||
    /(?:^|[._-])(?:rollback|undo|revert|down|downgrade|uninstall)\.\w+$/i.test(name) ||
    /^(?:downs?|rollbacks?|undo|reverts?)$/i.test(nameOf(file.folder));
  return {
    file,
    home,
    // Files of one folder that have no number run in an order that is not known.
    version: [...version, digits + letter.toLowerCase()].join('/'),
    // A letter sorts behind the blank, dash or dot that follows a number without one.
    order: [...version, ...numbers(digits), name.toLowerCase()],
    direction: down ? 'down' : 'up',
    repeatable: false,
    tool: paired === undefined ? 'numbered' : 'golang-migrate',
  };
}

/** The home of a script of migrations, and its order among its like. */
export function scriptFileOf(file: SourceFile, script: MigrationScript): MigrationFile {
  const name = file.path.slice(file.folder === '' ? 0 : file.folder.length + 1);
  const version = /^\d+/.exec(name)?.[0];
  return {
    file,
    home: file.folder,
    version: name,
    // Laravel and Knex go by names; Rails by the number in front, of fixed length, so that names do as well.
    order: script.tool === 'rails' && version !== undefined ? [BigInt(version), name] : [name],
    direction: 'up',
    repeatable: false,
    tool: script.tool,
  };
}

/**
 * The home of a file: its folder, without those that only divide the migrations: `up/`, and folders of versions
 * (`0.10/01__x.sql`) or years, which come first in the order.
 */
function locate(file: SourceFile): { home: string; version: (bigint | string)[] } {
  let home = file.folder;
  const version: (bigint | string)[] = [];
  if (/(?:^|\/)(?:ups?|downs?|rollbacks?|undo|reverts?)$/i.test(home)) home = parentOf(home);
  const last = nameOf(home);
  const above = parentOf(home);
  const isLadder =
    isMigrationFolder(above) || /^(?:deltas?|versioned|patches|upgrades?|updates?)$/i.test(nameOf(above));
  if (/^v?\d+(?:\.\d+)+$/i.test(last) || (/^v?\d+$/i.test(last) && isLadder)) {
    version.push(...numbers(last.replace(/^v/i, '')));
    home = above;
  }
  return { home, version };
}

/** Versions compare number by number: 9 before 10, 1.2 before 1.10. */
function numbers(version: string): bigint[] {
  return version.split(/[._-]/).filter(Boolean).map(BigInt);
}

/** Orders files of one folder as their tool runs them; 0 where their names leave it open. */
export function compareMigrations(a: MigrationFile, b: MigrationFile): number {
  if (a.repeatable !== b.repeatable) return a.repeatable ? 1 : -1;
  for (let i = 0; i < Math.max(a.order.length, b.order.length); i++) {
    const left = a.order[i];
    const right = b.order[i];
    if (left === right) continue;
    // A missing number counts as 0, and comes before a name.
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : 1;
    if (typeof left !== typeof right) return typeof left === 'bigint' ? 1 : -1;
    return left < right ? -1 : 1;
  }
  return 0;
}
