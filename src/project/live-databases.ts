import { isComputed } from '../config/litestream/read.ts';
import type { ShellCommand, ShellWord } from '../embedded/shell/command.ts';
import { nameOf } from '../text/paths.ts';
import { commandsIn, commandsWith, type FileCommands } from './commands.ts';
import { effective, isWritableFile } from './connections/connection.ts';
import { filePathOf } from './connections/database-path.ts';
import { databasesOf } from './deployment/databases.ts';
import { servicesOf } from './deployment/services.ts';
import { litestreamUses } from './litestream/use.ts';
import type { Project } from './project.ts';
import { remember } from './remember.ts';
import { textHas } from './text-has.ts';

/** A database file that the project surely writes to while it runs. */
export interface LiveDatabase {
  /** As it is written, without `.` and double slashes; absolute, or relative to some folder. */
  readonly path: string;
  /** What says so, as a sentence without its end: `db.js opens it`. */
  readonly why: string;
  /** The journal mode that all that open it have; undefined where that is not known. */
  readonly journalMode: string | undefined;
}

/** The database files that a project is known to write to. */
export const liveDatabases = remember((project: Project): readonly LiveDatabase[] => {
  const found = new Map<string, LiveDatabase>();
  const add = (path: string, why: string, journalMode: string | undefined): void => {
    const plain = plainPath(path);
    if (plain === undefined) return;
    const known = found.get(plain);
    if (!known) found.set(plain, { path: plain, why, journalMode });
    else if (known.journalMode !== journalMode) found.set(plain, { ...known, journalMode: undefined });
  };
  for (const { file, config } of litestreamUses(project))
    for (const { path } of config.databases)
      if (path && !path.isFolder && !isComputed(path.value))
        add(path.value, `${file.path} replicates it`, 'wal');
  for (const placed of servicesOf(project))
    for (const { path, why, connection } of databasesOf(placed, project))
      add(path, why, connection && effective(connection, 'journal_mode'));
  for (const connection of project.connections) {
    const { site, file, isOwn } = connection;
    if (!isWritableFile(connection) || site.when) continue;
    const { database } = site;
    const mode = effective(connection, 'journal_mode');
    if (database.kind === 'text' && isOwn) add(filePathOf(database.text), `${file.path} opens it`, mode);
    if (database.kind === 'env' && database.otherwise && isOwn)
      add(filePathOf(database.otherwise), `${file.path} opens it where ${database.name} is not set`, mode);
    // `os.path.join(BASE_DIR, 'db.sqlite3')`
    const joined =
      database.kind === 'path' ? /['"]([^'"]+)['"][\s)]*$/.exec(database.written)?.[1] : undefined;
    if (joined !== undefined) add(joined.replace(/^(?:\.{0,2}\/)+/, ''), `${file.path} opens it`, mode);
  }
  return [...found.values()].filter(({ path }) => !aside.test(path));
});

/** Variables of the environment that name a database which the project writes to. */
const liveVariables = remember(
  (project: Project): ReadonlyMap<string, string> =>
    new Map(
      project.connections.flatMap((connection): [string, string][] => {
        const { database } = connection.site;
        return database.kind === 'env' && isWritableFile(connection) && connection.isOwn
          ? [[database.name, `${connection.file.path} opens it`]]
          : [];
      }),
    ),
);

const commandsWithDatabases = commandsWith(/\.(?:db3?|sqlite3?)\b/i);

/** The commands of the files that may name a live database; other files are not parsed. */
export const commandsNearDatabases = remember((project: Project): readonly FileCommands[] => {
  const variables = [...liveVariables(project).keys()];
  const near = liveDatabases(project).length > 0 ? commandsWithDatabases(project) : [];
  if (variables.length === 0) return near;
  const known = new Set(near.map(([file]) => file));
  const others = project.sources.filter(
    (file) => !known.has(file) && variables.some((name) => textHas(file, name)),
  );
  return [...near, ...commandsIn(others)];
});

/** The live database that a word of a command names. */
export interface NamedDatabase extends LiveDatabase {
  /** As the command has it: `/data/app.db`, `$DATABASE_PATH`. */
  readonly named: string;
}

/**
 * The live database that a word surely names: by its path, by that which a variable has by default, or by a variable that
 * the project's own code opens.
 * @param all the commands of the text that it stands in
 */
export function databaseNamedBy(
  word: ShellWord,
  all: readonly ShellCommand[],
  project: Project,
): NamedDatabase | undefined {
  const text = word.text ?? word.byDefault;
  if (text !== undefined) {
    // A path in a container, or on another machine: `web:/data/app.db`.
    const path = plainPath(text.replace(/^[\w.@-]{2,}:(?=\/)/, ''));
    const live = path === undefined || aside.test(path) ? undefined : liveDatabaseAt(path, project);
    return live && { ...live, named: path ?? text };
  }
  const { below } = word;
  if (below && ownFolder.test(below.variable)) {
    const path = plainPath(below.tail.replace(/^(?:\/\.{1,2}(?=\/))*\//, ''));
    const live = path === undefined || aside.test(path) ? undefined : liveDatabaseAt(path, project);
    if (live) return { ...live, named: live.path };
  }
  const name = /^"?\$\{?(\w+)\}?"?$/.exec(word.written)?.[1];
  if (name === undefined || all.some(({ assignments }) => assignments.some((one) => one.name === name)))
    return undefined;
  const why = liveVariables(project).get(name);
  return why === undefined ? undefined : { path: `$${name}`, why, journalMode: undefined, named: `$${name}` };
}

/** The live database that a path leads to: the same path, or one of which the other is the end. */
function liveDatabaseAt(path: string, project: Project): LiveDatabase | undefined {
  return liveDatabases(project).find((live) => {
    if (live.path === path) return true;
    const [longer, shorter] = live.path.length > path.length ? [live.path, path] : [path, live.path];
    if (shorter.startsWith('/') || !longer.endsWith(`/${shorter}`)) return false;
    return /^[/~]/.test(longer) || shorter.includes('/');
  });
}

/** Variables for the folder of the project, or for that of its data. */
const ownFolder =
  /^(?:\w+_)?(?:ROOT|PROJECT|REPO|APP|SCRIPT|BASE|DATA|INSTALL|DEPLOY|PWD)(?:_?(?:DIR|PATH|HOME|FOLDER|ROOT|DIRECTORY))?$|^(?:PWD|HOME)$/i;

/** In paths: copies of databases, and databases of tests and of development. */
export const aside =
  /backup|\bbak\b|snapshot|dump|archive|\bold\b|restore|\bt(?:e?mp|ests?)\b|[._-]test|fixture|seed|sample|example|template|demo|\bdevelopment\b/i;

/** Undefined for what is no path of a database file. */
function plainPath(path: string): string | undefined {
  if (!/\.(?:db3?|sqlite3?)$/i.test(nameOf(path)) || /[$*?{}<>%]/.test(path)) return undefined;
  const plain = path.replace(/\/(?:\.?\/)+/g, '/').replace(/^\.\//, '');
  return plain.includes('../') ? undefined : plain;
}
