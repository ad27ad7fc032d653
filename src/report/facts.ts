import type { Table } from '../engine/catalog.ts';
import { type EffectivePragma, effectivePragmas } from '../facts/effective-pragmas.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import type { Fact } from '../project/facts.ts';
import type { Project } from '../project/project.ts';
import type { SourceFile } from '../project/source-file.ts';
import type { Place } from '../schema/place.ts';
import type { TableState } from '../schema/timeline.ts';
import { parentOf } from '../text/paths.ts';
import { type TransactionFacts, transactionFacts } from './transaction-facts.ts';

/** A line of a file, from 1. */
export interface FactPlace {
  readonly file: string;
  readonly line: number;
}

export interface TableFacts {
  readonly name: string;
  readonly kind: Table['kind'];
  readonly created: FactPlace;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly notNull: boolean;
    readonly primaryKey: number;
    readonly added: FactPlace;
  }[];
  readonly foreignKeys: readonly {
    readonly columns: readonly string[];
    readonly parent: string;
    readonly parentColumns?: readonly string[] | undefined;
    readonly onDelete: string;
    /** False when SQLite reads the whole table to find a row's children. */
    readonly indexed?: boolean | undefined;
  }[];
  readonly indexes: readonly {
    /** Left out where the tool makes the name in a way that is not known. */
    readonly name?: string | undefined;
    readonly columns: readonly string[];
    readonly unique: boolean;
    readonly origin: string;
    readonly where?: string | undefined;
    readonly created?: FactPlace | undefined;
  }[];
  /** Why what is known of the table may be wrong. */
  readonly uncertain?: string | undefined;
}

/** What is known of one logical database, and where from. */
export interface DatabaseFacts {
  readonly name: string;
  readonly dialect: 'sqlite';
  readonly reason: string;
  readonly tool: string;
  /** The files that build it, in the order in which they run, with what each changes: `+book`, `~book`, `-book`. */
  readonly timeline: readonly { readonly file: string; readonly changes: readonly string[] }[];
  /** Files that show the same schema another way, or that another file stands for. */
  readonly others: readonly { readonly file: string; readonly reason: string }[];
  readonly tables: readonly TableFacts[];
  /** Files with queries that are run on it. */
  readonly queries: readonly { readonly file: string; readonly reason: string }[];
  /** Replaced to build the schema: modules, functions and collations that the engine does not have. */
  readonly replaced: readonly (FactPlace & { readonly reason: string })[];
  readonly unknown: readonly (Partial<FactPlace> & { readonly reason: string })[];
}

/** All that is known of a project. */
export interface ProjectFacts {
  readonly version: 1;
  readonly usesSqlite: boolean;
  /** Why the project is taken to talk to which databases. */
  readonly signs: readonly {
    readonly dialect: string;
    readonly reason: string;
    readonly folder: string;
    readonly strength: string;
  }[];
  readonly databases: readonly DatabaseFacts[];
  /** SQL and migrations of other databases, by folder. */
  readonly otherDialects: readonly FileGroup[];
  readonly undecided: readonly FileGroup[];
  /** Test data, documentation, dumps, vendored and generated files. */
  readonly apart: readonly FileGroup[];
  readonly connections: readonly ConnectionFacts[];
  readonly transactions: readonly TransactionFacts[];
  /** What stays unknown, and why. */
  readonly unknown: readonly { readonly files: readonly string[]; readonly reason: string }[];
}

export interface FileGroup {
  readonly dialect: string;
  readonly folder: string;
  readonly files: readonly string[];
  readonly reason: string;
}

export interface ConnectionFacts extends FactPlace {
  readonly driver: string;
  /** What the lock file says, or the lowest that the manifest allows. */
  readonly driverVersion?: SourcedValue | undefined;
  /** The version of SQLite that comes with the driver. */
  readonly sqlite?: SourcedValue | undefined;
  readonly database: string;
  readonly storage: string;
  readonly readOnly: boolean;
  /** The mode of a transaction that names none. */
  readonly begin: SourcedValue;
  /** The effective value of each pragma. */
  readonly pragmas: Readonly<Record<string, SourcedValue>>;
}

/** A value with where it is known from; without a value it is unknown, and the source is the reason. */
export interface SourcedValue {
  readonly value?: string | number | boolean | undefined;
  readonly source: string;
}

/**
 * What is known of a project and where from, for people and for machines (docs/facts-output.schema.json).
 * @param apart files that were not read, with the reason
 */
export function gatherFacts(
  project: Project,
  fileOf: (path: string) => SourceFile | undefined,
  apart: ReadonlyMap<string, string>,
): ProjectFacts {
  const lineOf = (file: string, offset: number): FactPlace => ({
    file,
    line: (fileOf(file)?.lines.positionAt(offset).line ?? 0) + 1,
  });
  const others = [...project.sqlFiles.values()].filter(({ source }) => source.apart === undefined);
  const foreign = others.filter(
    ({ verdict }) => verdict.dialect !== 'sqlite' && verdict.dialect !== 'unknown',
  );
  const scripts = [...project.scriptVerdicts].filter(([, { dialect }]) => dialect !== 'sqlite');
  const unread = [...project.sqlFiles.values()].flatMap(({ source }): [string, string][] =>
    source.apart === undefined ? [] : [[source.path, source.apart]],
  );
  return {
    version: 1,
    usesSqlite: project.usesSqlite,
    signs: project.signs.signs.map(({ dialect, reason, folder, strength }) => ({
      dialect,
      reason,
      folder,
      strength,
    })),
    databases: project.databases.map((database) => databaseFacts(database, project, lineOf)),
    otherDialects: grouped([
      ...foreign.map(({ source, verdict }) => ({
        path: source.path,
        dialect: verdict.dialect,
        reason: verdict.reason,
      })),
      ...scripts
        .filter(([, { dialect }]) => dialect !== 'unknown')
        .map(([path, { dialect, reason }]) => ({ path, dialect, reason })),
    ]),
    undecided: grouped([
      ...others
        .filter(({ verdict }) => verdict.dialect === 'unknown')
        .map(({ source, verdict }) => ({ path: source.path, dialect: 'unknown', reason: verdict.reason })),
      ...scripts
        .filter(([, { dialect }]) => dialect === 'unknown')
        .map(([path, { reason }]) => ({ path, dialect: 'unknown', reason })),
    ]),
    apart: grouped([...apart, ...unread].map(([path, reason]) => ({ path, dialect: 'unknown', reason }))),
    connections: project.connections.map((connection) => ({
      ...lineOf(connection.file.path, connection.site.range.start),
      driver: connection.driver.name,
      ...(connection.version && {
        driverVersion: shown(
          connection.version.exact ?? `at least ${connection.version.atLeast ?? ''}`,
          connection.version.source,
        ),
      }),
      ...(connection.sqlite && {
        sqlite: shown(
          connection.sqlite.from === connection.sqlite.to
            ? connection.sqlite.from
            : `${connection.sqlite.from} to ${connection.sqlite.to}`,
          connection.sqlite.source,
        ),
      }),
      database: connection.database,
      storage: connection.site.storage,
      readOnly: connection.site.readOnly,
      begin: sourced(connection.begin),
      pragmas: Object.fromEntries(
        effectivePragmas.map((name) => [name, pragma(name, connection.pragmas[name])]),
      ),
    })),
    transactions: transactionFacts(project, sourced),
    unknown: [
      ...project.unusedMigrations.map(({ files, reason }) => ({
        files: files.map(({ path }) => path),
        reason,
      })),
      ...others
        .filter(({ judged, role, database }) => judged && role === 'query' && !database)
        .map(({ source, databaseReason }) => ({
          files: [source.path],
          reason: `its queries are not planned: ${databaseReason}`,
        })),
    ],
  };
}

function databaseFacts(
  database: LogicalDatabase,
  project: Project,
  lineOf: (file: string, offset: number) => FactPlace,
): DatabaseFacts {
  const { name, verdict, tool, timeline } = database;
  const place = (of: Place, key?: string): FactPlace =>
    lineOf(of.file, (key === undefined ? undefined : of.names?.get(key)?.range.start) ?? of.range.start);
  const steps = database.files.map(({ path }) => ({
    file: path,
    changes: [...(timeline?.changes(path) ?? [])],
  }));
  return {
    name,
    dialect: 'sqlite',
    reason: verdict.reason,
    tool,
    timeline: steps,
    others: database.others.map(({ file, reason }) => ({ file: file.path, reason })),
    tables: [...(timeline?.tables.values() ?? [])].map((state) => tableFacts(state, place)),
    queries: [
      ...[...project.sqlFiles.values()]
        .filter((file) => file.role === 'query' && file.database === database)
        .map(({ source, databaseReason }) => ({ file: source.path, reason: databaseReason })),
      ...[...project.programs].flatMap(([path, { statements, verdict }]) => {
        const own = statements.filter((statement) => statement.database === database).length;
        const reason = `${own} ${own === 1 ? 'statement' : 'statements'} in its text; ${verdict.reason}`;
        return own > 0 ? [{ file: path, reason }] : [];
      }),
    ],
    replaced: (timeline?.stubbed ?? []).map(({ place: of, reason }) => ({ ...place(of), reason })),
    unknown: [
      ...(timeline?.failures ?? []).map(({ place: of, error }) => ({ ...place(of), reason: error })),
      ...database.unknowns.map((reason) => ({ reason })),
      ...(timeline || database.steps.length === 0 ? [] : [{ reason: 'its schema has not been replayed' }]),
    ],
  };
}

function tableFacts(
  { table, created, columns, indexes, uncertain }: TableState,
  place: (of: Place, key?: string) => FactPlace,
): TableFacts {
  return {
    name: table.name,
    kind: table.kind,
    created: place(created, 'table'),
    columns: table.columns.map(({ name, type, notNull, primaryKey }) => ({
      name,
      type,
      notNull,
      primaryKey,
      added: place(columns.get(name.toLowerCase()) ?? created, `column ${name.toLowerCase()}`),
    })),
    foreignKeys: table.foreignKeys.map(({ columns: own, parent, parentColumns, onDelete, indexed }) => ({
      columns: own,
      parent,
      ...(parentColumns && { parentColumns }),
      onDelete,
      ...(indexed !== undefined && { indexed }),
    })),
    indexes: table.indexes.map((index) => {
      const key = `index ${index.name.toLowerCase()}`;
      const made = indexes.get(index.name.toLowerCase());
      return {
        ...(!made?.names?.get(key)?.unnamed && { name: index.name }),
        columns: index.columns.map(({ name }) => name),
        unique: index.unique,
        origin: index.origin,
        ...(index.where !== undefined && { where: index.where }),
        ...(made && { created: place(made, key) }),
      };
    }),
    ...(uncertain !== undefined && { uncertain }),
  };
}

function shown(value: string, source: string): SourcedValue {
  return { value, source };
}

function numberOrWord(value: string): string | number {
  return /^-?\d+$/.test(value) ? Number(value) : value;
}

/** A pragma's value as JSON has it: a number, a truth value, or a word. */
function pragma(name: EffectivePragma, fact: Fact<string>): SourcedValue {
  if (!fact.known) return { source: `unknown: ${fact.reason}` };
  const isSwitch = name === 'foreign_keys';
  return { value: isSwitch ? fact.value === 'on' : numberOrWord(fact.value), source: fact.source };
}

function sourced(fact: Fact<string>): SourcedValue {
  return fact.known ? { value: fact.value, source: fact.source } : { source: `unknown: ${fact.reason}` };
}

/** Files of the same folder, dialect and reason together. Reasons that name the file itself are left apart. */
function grouped(files: readonly { path: string; dialect: string; reason: string }[]): FileGroup[] {
  const groups = new Map<string, { dialect: string; folder: string; files: string[]; reason: string }>();
  for (const { path, dialect, reason } of files) {
    const folder = parentOf(path);
    const key = [folder, dialect, reason].join('\n');
    const group = groups.get(key);
    if (group) group.files.push(path);
    else groups.set(key, { dialect, folder: folder || '.', files: [path], reason });
  }
  return [...groups.values()];
}
