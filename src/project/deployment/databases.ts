import type { EnvironmentVariable } from '../../config/deployment.ts';
import { nameOf, plainPath } from '../../text/paths.ts';
import type { Range } from '../../text/range.ts';
import { type Connection, isWritableFile } from '../connections/connection.ts';
import { filePathOf } from '../connections/database-path.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';
import { textHas } from '../text-has.ts';
import { isBuiltFrom, type PlacedService, runningOf, servicesOf } from './services.ts';

/** A database that a service surely opens and writes to. */
export interface DatabaseUse {
  /** Absolute, as the service sees it, without `.` and double slashes. */
  readonly path: string;
  /** What says so, as a clause: `DATABASE_PATH names it`. */
  readonly why: string;
  /** Where it is written. */
  readonly file: SourceFile;
  readonly range: Range;
  /** The connection that opens it, where one is known. */
  readonly connection: Connection | undefined;
}

/** The databases that a service surely opens, each once. */
export function databasesOf(placed: PlacedService, project: Project): readonly DatabaseUse[] {
  return databasesIn(project)(placed);
}

const databasesIn = remember((project: Project) =>
  remember((placed: PlacedService): readonly DatabaseUse[] => {
    const found = [
      ...opened(placed, project),
      ...namedByVariables(placed, project),
      ...namedByCommands(placed),
    ];
    const paths = new Set<string>();
    return found.filter(({ path }) => !paths.has(path) && paths.add(path));
  }),
);

/** What the code that a service is built from opens. */
function opened(placed: PlacedService, project: Project): DatabaseUse[] {
  const { environment } = runningOf(placed);
  const own = project.connections.filter(
    (connection) => isWritableFile(connection) && isBuiltFrom(placed, connection.file.path, project),
  );
  const isShared = servicesOf(project).some(
    (other) =>
      other.service !== placed.service &&
      other.file === placed.file &&
      other.service.isBuilt &&
      other.service.dockerfile === placed.service.dockerfile &&
      other.service.context === placed.service.context,
  );
  return own.flatMap((connection): DatabaseUse[] => {
    const { file, site } = connection;
    const { database } = site;
    const name =
      database.kind === 'env' ? database.name : database.kind === 'text' ? database.env : undefined;
    const variable = name === undefined ? undefined : environment.get(name);
    if (database.kind === 'env' || variable) {
      const path = variable?.value === undefined ? undefined : pathIn(variable.value, connection, placed);
      if (!variable || path === undefined) return [];
      return [
        {
          path,
          why: `${variable.name}, which ${file.path} opens`,
          file: variable.file,
          range: variable.range,
          connection,
        },
      ];
    }
    // Which of several services of one image runs the code is not known.
    if (database.kind !== 'text' || isShared || site.when) return [];
    // A variable may be set where no file shows it: a secret of the platform, `docker run --env`.
    if (database.env !== undefined && !placed.service.environmentIsWhole) return [];
    const path = pathIn(database.text, connection, placed);
    return path === undefined
      ? []
      : [{ path, why: `${file.path} opens it`, file, range: site.range, connection }];
  });
}

/** Databases that need not outlast the service, and data that is only read. */
const aside =
  /cache|scratch|te?mp\b|temporary|test|seed|template|geo|maxmind|asn|lookup|fixture|demo|example|sample/i;

const databaseFile = /\.(?:db|db3|sqlite|sqlite3)$/i;

/** Variables whose value is the path of a database, and whose name the code reads, or says so by itself. */
function namedByVariables(placed: PlacedService, project: Project): DatabaseUse[] {
  return [...runningOf(placed).environment.values()].flatMap((variable): DatabaseUse[] => {
    const { name, value, file, range } = variable;
    const path = value === undefined ? undefined : absolutePath(value);
    if (path === undefined || aside.test(name) || aside.test(nameOf(path))) return [];
    if (!/(?:^|_)(?:DB|DATABASE|SQLITE3?)|(?:DB|DATABASE|SQLITE3?)(?:_|$)/i.test(name)) return [];
    if (placed.service.isBuilt && placed.service.context !== undefined && !isRead(variable, placed, project))
      return [];
    return [{ path, why: `${name} names it`, file, range, connection: undefined }];
  });
}

/** True where code of the service reads a variable. */
function isRead({ name }: EnvironmentVariable, placed: PlacedService, project: Project): boolean {
  const { context = '' } = placed.service;
  return project.sources.some(
    (file) =>
      (file.kind === 'script' ||
        /\.(?:py|go|rs|rb|php|java|kt|cs|exs?)$|^[\w.]*Program\.cs$/.test(file.path)) &&
      (context === '' || file.path.startsWith(`${context}/`)) &&
      textHas(file, name),
  );
}

/** Paths among the arguments of what a service starts. */
function namedByCommands(placed: PlacedService): DatabaseUse[] {
  const file = placed.service.start.length > 0 ? placed.file : (placed.image?.file ?? placed.file);
  return runningOf(placed).start.flatMap(({ commands }) =>
    commands.flatMap(({ words, program }) =>
      words.slice(1).flatMap((word): DatabaseUse[] => {
        const path = word.text === undefined ? undefined : absolutePath(word.text.replace(/^--?[\w-]+=/, ''));
        if (
          path === undefined ||
          aside.test(nameOf(path)) ||
          /^(?:cp|mv|rm|ls|test|chown|chmod|touch)$/.test(program ?? '')
        )
          return [];
        return [{ path, why: 'its command names it', file, range: word.range, connection: undefined }];
      }),
    ),
  );
}

/** The absolute path of a database file that a text is; undefined for others, and where readers of URLs differ. */
function absolutePath(text: string): string | undefined {
  const [, scheme, rest = ''] =
    /^(?:jdbc:)?((?:sqlite3?(?:\+\w+)?|file):)?(\/[\w@%+./ -]*)(?:\?.*)?$/i.exec(text) ?? [];
  // Three slashes are an absolute path to some, and a relative one to others.
  if (scheme && scheme !== 'file:' && /^\/\/\/(?!\/)/.test(rest)) return undefined;
  return databaseFile.test(rest) ? plainPath(rest) : undefined;
}

/** Frameworks that look for a relative path in a folder of their own. */
const ownFolder =
  /^(?:flask-sqlalchemy|django|prisma|@prisma\/|doctrine|laravel|ecto|spring|cakephp|codeigniter|drizzle)/;

/** The path that a connection opens in a service; undefined where it is not known for sure. */
function pathIn(text: string, { driver, file }: Connection, placed: PlacedService): string | undefined {
  if (/^(?::memory:|libsql:\/\/|https?:|wss?:)/.test(text) || text === '' || /[$%{}]/.test(text))
    return undefined;
  const isPython = file.path.endsWith('.py');
  const relative = /^sqlite(?:\+\w+)?:\/\/\/(?!\/)(.*)$/.exec(text)?.[1];
  const path = isPython && relative !== undefined ? relative : filePathOf(text);
  if (/^[A-Za-z]:[\\/]|^~/.test(path)) return undefined;
  if (path.startsWith('/')) return plainPath(path);
  const folder = workingDirectoryOf(placed);
  if (folder === undefined || ownFolder.test(driver.id)) return undefined;
  const { context = '' } = placed.service;
  // Rails takes it from its root, which is where it is started.
  if (
    driver.id === 'activerecord' &&
    file.path !== `${context === '' ? '' : `${context}/`}config/database.yml`
  )
    return undefined;
  return plainPath(`${folder}/${path}`);
}

/** The folder that the program of a service surely runs in. */
function workingDirectoryOf(placed: PlacedService): string | undefined {
  const { workingDirectory, start } = runningOf(placed);
  const commands = start.flatMap((text) => text.commands);
  const moves = commands.some(
    ({ program, words }) =>
      program === undefined ||
      /^(?:cd|pushd|pnpm|turbo|nx|supervisord|s6-svscan|init)$/.test(program) ||
      words.some(
        ({ text, written }) => text === undefined || /^(?:-C|--cwd|--prefix|--chdir)\b|\bcd\s/.test(written),
      ),
  );
  return commands.length === 0 || moves ? undefined : workingDirectory;
}
