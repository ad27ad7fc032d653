import type { ConnectionSite } from '../../embedded/connections/site.ts';
import { withoutComments } from '../../text/comments.ts';
import { pathAndLine } from '../lines.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';
import type { GatheredContext } from './context.ts';
import { writtenName } from './database-path.ts';
import type { DeclaredForeignKey } from './foreign-keys.ts';

/** A mapper of objects whose models declare foreign keys that its tables are made with. */
interface Mapper {
  /** The ids of its drivers. */
  readonly drivers: RegExp;
  readonly extension: string;
  /** What makes the tables of the models. */
  readonly makes: RegExp;
  /** What opens a database: where several files do, it is not known whose the models are. */
  readonly opens: RegExp;
  /** What gathers models: where there are several, each may be for a database of its own. */
  readonly registry: RegExp | undefined;
  /** What keeps it from declaring foreign keys. */
  readonly without?: RegExp;
  /** What a file with models has. */
  readonly imports: RegExp;
  /** A declaration of a foreign key. */
  readonly key: RegExp;
  /** What a model starts with, with the name of its table behind that where it has one. */
  readonly model: RegExp;
  readonly table: RegExp;
}

const mappers: readonly Mapper[] = [
  // https://docs.sqlalchemy.org/en/20/core/constraints.html#metadata-foreignkey, https://sqlmodel.tiangolo.com
  {
    drivers: /^(?:sqlalchemy|sqlmodel|flask-sqlalchemy)$/,
    extension: '.py',
    makes: /\.create_all\s*\(/,
    opens:
      /\b(?:create_engine|create_async_engine|create_pool_from_url|(?:async_)?engine_from_config)\s*\(|=\s*SQLAlchemy\s*\(/,
    registry: /\bdeclarative_base\s*\(|\(\s*(?:\w+\.)?DeclarativeBase(?:NoMeta)?\s*[,)]|=\s*SQLAlchemy\s*\(/g,
    imports:
      /\bfrom\s+(?:sqlalchemy|sqlmodel|flask_sqlalchemy)\b|\bimport\s+(?:sqlalchemy|sqlmodel|flask_sqlalchemy)\b|\bdb\.(?:Column|Model)\b/,
    key: /(?<!\bmodels\.)\bForeignKey\s*\(\s*['"\w]|\bForeignKeyConstraint\s*\(\s*\[|\bforeign_key\s*=\s*['"]/g,
    model: /^class\s+(\w+)/gm,
    table: /__tablename__\s*(?::[^=\n]+)?=\s*['"](\w+)['"]/,
  },
  // https://docs.peewee-orm.com/en/latest/peewee/models.html#foreignkeyfield
  {
    drivers: /^peewee$/,
    extension: '.py',
    makes: /\.create_tables\s*\(/,
    opens: /\b(?:\w*SqliteDatabase|SqliteExtDatabase|SqliteQueueDatabase|APSWDatabase)\s*\(\s*[^)\s]/,
    registry: undefined,
    imports: /\bfrom\s+(?:peewee|playhouse)\b|\bimport\s+peewee\b/,
    key: /(?<=^[^\S\n]+\w+\s*=\s*(?:\w+\.)?)ForeignKeyField\s*\(/gm,
    model: /^class\s+(\w+)/gm,
    table: /\btable_name\s*=\s*['"](\w+)['"]/,
  },
  // https://gorm.io/docs/constraints.html#Foreign-Key-Constraint
  {
    drivers: /^gorm\.io\/driver\/sqlite$|\/gorm-sqlite$|glebarez\/sqlite$/,
    extension: '.go',
    makes: /\.AutoMigrate\s*\(\s*&/,
    opens: /\bgorm\.Open\s*\(/,
    registry: undefined,
    without: /\bDisableForeignKeyConstraintWhenMigrating\s*:\s*true/,
    imports: /"gorm\.io\/gorm"|\bgorm:"/,
    key: /`[^`\n]*\bgorm:"[^"\n]*\bconstraint:On(?:Update|Delete):/gi,
    model: /^(?:type\s+)?\s*(\w+)\s+struct\s*\{/gm,
    table: /(?!)/,
  },
];

/** A foreign key that models of the project declare, when they surely are those of the database that a site opens. */
export function mappedForeignKey(
  file: SourceFile,
  site: ConnectionSite,
  context: GatheredContext,
): DeclaredForeignKey | undefined {
  const mapper = mappers.find(({ drivers }) => drivers.test(site.driver));
  if (!mapper) return undefined;
  const programs = context.files.filter(
    ({ path, kind }) => kind !== 'sql' && path.endsWith(mapper.extension),
  );
  if (programs.some(({ text }) => mapper.without?.test(text))) return undefined;
  const own = keyIn(file, mapper);
  if (own && makesOnIt(file, site, mapper)) return own;
  // The environment of Alembic opens the same database, to migrate it.
  const opening = programs.filter(
    (one) => !/(?:^|\/)env\.py$/.test(one.path) && mapper.opens.test(codeOf(one)),
  );
  if (opening.some((one) => one !== file) || opensSeveral(file, mapper, context)) return undefined;
  const registries = programs.flatMap((one) => [
    ...(mapper.registry ? codeOf(one).matchAll(mapper.registry) : []),
  ]);
  if (registries.length > 1 || !programs.some((one) => mapper.makes.test(codeOf(one)))) return undefined;
  for (const one of programs) {
    const key = keyIn(one, mapper);
    if (key) return key;
  }
  return undefined;
}

const codeOf = remember(({ path, text }: SourceFile): string =>
  withoutComments(text, path.endsWith('.py') ? 'hash' : 'slashes'),
);

const found = new Map<Mapper, (file: SourceFile) => DeclaredForeignKey | undefined>(
  mappers.map((mapper) => [mapper, remember((file: SourceFile) => firstKey(file, mapper))]),
);
const keyIn = (file: SourceFile, mapper: Mapper): DeclaredForeignKey | undefined => found.get(mapper)?.(file);

function firstKey(file: SourceFile, mapper: Mapper): DeclaredForeignKey | undefined {
  const code = codeOf(file);
  if (!mapper.imports.test(code)) return undefined;
  const models = [...code.matchAll(mapper.model)];
  for (const { index } of code.matchAll(mapper.key)) {
    const model = models.findLast((one) => one.index < index);
    // What stands behind the model, or in a model within a condition, is not its.
    if (model?.[1] === undefined || /\n[^\s)]/.test(code.slice(model.index, index))) continue;
    const end = code.slice(index).search(/\n(?=class\s|type\s)/);
    const body = code.slice(model.index, end < 0 ? undefined : index + end);
    return { table: mapper.table.exec(body)?.[1] ?? model[1], place: pathAndLine(file, index) };
  }
  return undefined;
}

/** True where the models' tables are made on the engine that the site opens, in the same function. */
function makesOnIt({ text }: SourceFile, { range, variable }: ConnectionSite, { makes }: Mapper): boolean {
  if (variable === undefined || !/^[\w.]+$/.test(variable)) return false;
  const rest = text.slice(range.end);
  const end = rest.search(/\n(?:[^\S\n]*(?:async\s+)?def\s|class\s)/);
  const body = end < 0 ? rest : rest.slice(0, end);
  const again = body.search(new RegExp(`\\b${variable}\\s*=[^=]`));
  const until = again < 0 ? body : body.slice(0, again);
  return new RegExp(`${makes.source}\\s*(?:bind\\s*=\\s*)?${variable}\\b`).test(until);
}

/** True where a file opens databases of several names with the mapper. */
function opensSeveral({ path }: SourceFile, { drivers }: Mapper, { sites }: GatheredContext): boolean {
  const own = sites.filter(
    ({ file, site }) => file.path === path && drivers.test(site.driver) && site.storage !== 'memory',
  );
  return new Set(own.map(({ site }) => writtenName(site.database))).size > 1;
}
