import { withoutSemicolon } from '../../sql/scan.ts';
import { nameOf, parentOf } from '../../text/paths.ts';
import type { LogicalDatabase } from '../databases.ts';
import { compareMigrations, type MigrationFile, migrationFileOf } from '../migration-files.ts';
import type { Project } from '../project.ts';
import type { MigrationRequest, NewFile, SchemaChange, WrittenMigration } from './new-migration.ts';
import { classNameOf, nextVersion, slugOf } from './version.ts';

/** A migration of SQL in one file, or in a pair of them. */
export function writeSqlFile({
  change,
  database,
  project,
  now,
}: MigrationRequest): WrittenMigration | undefined {
  const last = lastMigration(database);
  if (!last || last.tool === 'prisma' || last.tool === 'diesel' || isKeptElsewhere(last, project))
    return undefined;
  const { file } = last;
  const named = /^(\D*?)(\d+(?:[._-]\d+)*)(|[^a-z\d].*?)((?:\.up|\.sqlite3?)*\.sql)$/i.exec(
    nameOf(file.path),
  );
  // Folders for the two directions, or for versions of the product, are a habit of their own.
  if (!named || file.folder !== last.home) return undefined;
  const [, front = '', digits = '', words = '', ending = ''] = named;
  const version = nextVersion(digits, versionsIn(database, last.home), now);
  const body = bodyOf(change, last, now, version);
  if (version === undefined || body === undefined) return undefined;
  const path = (end: string): string =>
    at(file.folder, `${front}${version}${worded(words, change.title)}${end}`);
  const files = [{ path: path(ending), text: body }];
  const isPaired = /\.up\.sql$/i.test(ending) && hasFile(project, file.folder, /\.down\.sql$/i);
  if (isPaired)
    files.push({ path: path(ending.replace(/\.up\.sql$/i, '.down.sql')), text: script(change.down) });
  return { files };
}

/** A folder with `up.sql` and, where the others have one, `down.sql` (https://diesel.rs/guides/getting-started). */
export function writeDiesel({
  change,
  database,
  project,
  now,
}: MigrationRequest): WrittenMigration | undefined {
  const folder = nextFolder(database, change, now);
  if (folder === undefined) return undefined;
  const files: NewFile[] = [{ path: `${folder}/up.sql`, text: script(change.up) }];
  if (hasFile(project, parentOf(folder), /\/down\.sql$/))
    files.push({ path: `${folder}/down.sql`, text: script(change.down) });
  return { files };
}

/** The folder of a new migration where each has a folder of its own, named as the last one is. */
export function nextFolder(
  database: LogicalDatabase,
  { title }: SchemaChange,
  now: Date,
): string | undefined {
  const last = lastMigration(database);
  const named = last && /^(\d+(?:-\d+)*)(.*)$/.exec(nameOf(last.file.folder));
  if (!last || !named) return undefined;
  const [, digits = '', words = ''] = named;
  const version = nextVersion(digits, versionsIn(database, last.home), now);
  return version === undefined ? undefined : at(last.home, `${version}${worded(words, title)}`);
}

/** Statements of a file, each with its semicolon. */
export function script(statements: readonly string[]): string {
  return statements.map((sql) => `${withoutSemicolon(sql)};\n`).join('');
}

/** The last file of SQL that has a version; undefined where a program runs behind it. */
function lastMigration({ files }: LogicalDatabase): MigrationFile | undefined {
  const versioned = files.filter((file) => !(file.kind === 'sql' && migrationFileOf(file)?.repeatable));
  const last = versioned.at(-1);
  const migration = last?.kind === 'sql' ? migrationFileOf(last) : undefined;
  if (!migration || migration.direction === 'down') return undefined;
  // A journal or a list may have an order of its own, in which the names play no part.
  const isLast = versioned.every((file) => {
    const other = file.kind === 'sql' ? migrationFileOf(file) : undefined;
    return !other || compareMigrations(other, migration) <= 0;
  });
  return isLast ? migration : undefined;
}

/** The versions of a folder, as they are written. */
function versionsIn({ files }: LogicalDatabase, home: string): string[] {
  return files.flatMap((file) => {
    const migration = file.kind === 'sql' ? migrationFileOf(file) : undefined;
    return migration && migration.home === home && !migration.repeatable
      ? [migration.version.replace(/^\D+/, '')]
      : [];
  });
}

/**
 * True where a new file alone is not enough: a program names each file, each file counts the version up itself, or a
 * checksum of the folder is kept; and where files may be run again whenever the program starts.
 */
function isKeptElsewhere({ file, tool }: MigrationFile, { sources }: Project): boolean {
  const { statements } = file.document;
  const made = statements.flatMap(({ tree }) =>
    tree?.type === 'CreateTableStmt' || tree?.type === 'CreateIndexStmt' ? [tree.ifNotExists] : [],
  );
  if (tool === 'numbered' && made.length > 0 && !made.includes(false)) return true;
  const counts = statements.some(
    ({ tree }) =>
      (tree?.type === 'PragmaStmt' && tree.name.objName.text.toLowerCase() === 'user_version' && tree.body) ||
      ((tree?.type === 'InsertStmt' || tree?.type === 'UpdateStmt') &&
        /version|migration/i.test(tree.tblName.objName.text)),
  );
  const name = nameOf(file.path);
  return (
    counts ||
    sources.some(
      (source) =>
        nameOf(source.path) === 'atlas.hcl' ||
        ((source.kind === 'script' || source.kind === 'text') && source.text.includes(name)),
    )
  );
}

/** What stands behind the number in a new file's name, in the manner of another's: `_add_users`, `-add-users`. */
function worded(sample: string, title: string): string {
  const [, lead = '', words = ''] = /^([^a-z0-9]*)(.*)$/i.exec(sample) ?? [];
  if (words === '') return sample;
  if (/^[A-Z][a-z]+(?:[A-Z][a-z]*)+$/.test(words)) return lead + classNameOf(title);
  const between = /[a-z0-9]([^a-z0-9])[a-z0-9]/i.exec(words)?.[1] ?? (lead === '-' ? '-' : '_');
  return lead + slugOf(title, between);
}

/** The text of a file as its tool reads it; undefined where the way is not known. */
function bodyOf(change: SchemaChange, last: MigrationFile, now: Date, version = ''): string | undefined {
  const up = script(change.up);
  const down = script(change.down);
  const { document, text } = last.file;
  const first = document.markers.find(({ marker }) => marker.kind === 'up');
  switch (first?.marker.tool) {
    case undefined:
      break;
    case 'goose':
    case 'sql-migrate':
    case 'micrate': {
      const { tool } = first.marker;
      const plus = `-- +${tool === 'sql-migrate' ? 'migrate' : tool}`;
      const whole = (sql: string, statements: readonly string[]): string =>
        statements.some((statement) => /;\s*\S/.test(statement))
          ? `${plus} StatementBegin\n${sql}${plus} StatementEnd\n`
          : sql;
      return `${plus} Up\n${whole(up, change.up)}\n${plus} Down\n${whole(down, change.down)}`;
    }
    case 'dbmate':
      return `-- migrate:up\n${up}\n-- migrate:down\n${down}`;
    case 'rambler':
      return `-- rambler up\n${up}\n-- rambler down\n${down}`;
    case 'sqlite':
    case 'play': {
      const second = document.markers.find(({ marker }) => marker.kind === 'down');
      if (!second) return undefined;
      const line = ({ start, end }: { start: number; end: number }): string => text.slice(start, end).trim();
      return `${line(first.range)}\n${up}\n${line(second.range)}\n${down}`;
    }
    default:
      return undefined;
  }
  // As `wrangler d1 migrations create` heads its files.
  const heading = /^-- Migration number: /.test(text)
    ? `-- Migration number: ${version} \t ${now.toISOString()}\n`
    : '';
  return heading + up;
}

function hasFile({ sqlFiles }: Project, folder: string, pattern: RegExp): boolean {
  return [...sqlFiles.keys()].some(
    (path) => (folder === '' || path.startsWith(`${folder}/`)) && pattern.test(path),
  );
}

function at(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
