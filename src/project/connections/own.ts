import type { ConnectionSite } from '../../embedded/connections/site.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';
import type { GatheredContext } from './context.ts';

/**
 * True when the project names the database or makes its tables, so that it is its own: one that a program is only told to
 * open may be anybody's, and set up by them.
 */
export function isOwn(file: SourceFile, site: ConnectionSite, context: GatheredContext): boolean {
  return site.database.kind === 'text' || makesTablesOf(file, context) || mapperMakes(file, site, context);
}

/**
 * True where the project makes tables: most of those that the file's own SQL names, where it names some. Another
 * program's database, of which one reads or writes a little, has tables that the project doesn't make.
 */
function makesTablesOf({ path }: SourceFile, { databases, facts, files }: GatheredContext): boolean {
  const made = new Set(
    [
      ...databases.flatMap(({ steps }) => steps.flatMap(({ touches }) => touches ?? [])),
      ...[...facts.values()].flatMap(({ creates }) => creates.map(({ name }) => name)),
    ].map((table) => table.toLowerCase()),
  );
  const access = facts.get(path)?.access;
  const named = [...(access?.tables ?? [])];
  if (named.length === 0)
    return databases.length > 0 || made.size > 0 || (access?.writes === true && files.some(createsTables));
  return named.filter((table) => made.has(table)).length * 2 >= named.length;
}

/** A program that makes tables, whose names may be put together at run time. */
const createsTables = remember(
  (file: SourceFile): boolean =>
    isProgram(file) &&
    /\bcreate\s+(?:virtual\s+)?table\s+(?:if\s+not\s+exists\s+)?["'`[{$%(?\w]/i.test(file.text),
);

/** How programs have a mapper of objects make the tables of its database, by the ids of its drivers. */
const makers: readonly { readonly drivers: RegExp; readonly call: RegExp }[] = [
  // https://docs.sqlalchemy.org/en/20/core/metadata.html#sqlalchemy.schema.MetaData.create_all
  { drivers: /^(?:sqlalchemy|sqlmodel|flask-sqlalchemy)$/, call: /\.create_all\s*\(/ },
  // https://docs.peewee-orm.com/en/latest/peewee/api.html#Database.create_tables
  { drivers: /^peewee$/, call: /\.create_tables\s*\(/ },
  // https://tortoise.github.io/setup.html
  { drivers: /^tortoise-orm$/, call: /\bgenerate_schemas\b/ },
  // https://sequelize.org/docs/v6/core-concepts/model-basics/#model-synchronization
  { drivers: /^sequelize$/, call: /\bsequelize\.sync\s*\(/i },
  // https://typeorm.io/docs/data-source/data-source-options#common-data-source-options
  {
    drivers: /^typeorm\//,
    call: /\b(?:synchronize|migrationsRun)\s*:\s*true\b|\.(?:runMigrations|synchronize)\s*\(/,
  },
  // https://gorm.io/docs/migration.html
  { drivers: /^(?:gorm\.io\/driver\/sqlite|glebarez\/sqlite)$/, call: /\.AutoMigrate\s*\(/ },
  // xorm and ent open through database/sql. https://xorm.io/docs/chapter-03/4.sync/
  // https://entgo.io/docs/migrate/
  {
    drivers: /^(?:mattn\/go-sqlite3|modernc\.org\/sqlite|(?:glebarez|ncruces)\/go-sqlite3?)$/,
    call: /\.Sync2\s*\(|\.Schema\.Create\s*\(/,
  },
];

/**
 * True where a mapper makes the tables: the file that opens the database has it do so, or, where no other file opens one
 * with the mapper, any file has.
 */
function mapperMakes(file: SourceFile, { driver }: ConnectionSite, context: GatheredContext): boolean {
  const maker = makers.find(({ drivers }) => drivers.test(driver));
  if (!maker) return false;
  const { call, drivers } = maker;
  if (call.test(file.text)) return true;
  const isAmbiguous = context.sites.some(
    ({ file: other, site }) =>
      other !== file && drivers.test(site.driver) && !/^(?:memory|temporary)$/.test(site.storage),
  );
  return !isAmbiguous && context.files.some((other) => isProgram(other) && call.test(other.text));
}

const isProgram = ({ kind }: SourceFile): boolean => kind === 'script' || kind === 'text';
