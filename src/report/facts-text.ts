import { plainName } from '../advice/advise.ts';
import { commonFolder } from '../text/paths.ts';
import { count } from './count.ts';
import type { ConnectionFacts, DatabaseFacts, FileGroup, ProjectFacts, TableFacts } from './facts.ts';
import { transactionLine } from './transaction-facts.ts';

/** How a text is laid out: for a terminal, or as Markdown. */
export interface FactsLayout {
  title(text: string): string;
  section(text: string): string;
  item(text: string, depth?: number): string;
}

export const terminalFacts: FactsLayout = {
  title: (text) => `${text}\n`,
  section: (text) => `\n  ${text}`,
  item: (text, depth = 0) => `    ${'  '.repeat(depth)}${text}`,
};

export const markdownFacts: FactsLayout = {
  title: (text) => `# ${text}\n`,
  section: (text) => `\n## ${text}\n`,
  item: (text, depth = 0) => `${'  '.repeat(depth)}- ${text}`,
};

/** What is known of a project, as text: each fact with where it is known from, and what stays unknown. */
export function factsText(facts: ProjectFacts, layout: FactsLayout): string {
  const { title, section, item } = layout;
  const lines: string[] = [];
  for (const database of facts.databases) {
    lines.push(title(`${database.name}: a database of SQLite`), ...databaseLines(database, layout), '');
  }
  if (facts.databases.length === 0) {
    const what = facts.usesSqlite
      ? 'No schema of a SQLite database was found'
      : 'Nothing here speaks of SQLite';
    lines.push(title(what));
  }
  const rest: string[] = [];
  const part = (name: string, items: readonly string[]): void => {
    if (items.length > 0) rest.push(section(name), ...items.map((text) => item(text)));
  };
  part(
    'Signs of databases',
    facts.signs.map(({ dialect, reason }) => `${dialect}: ${reason}`),
  );
  part('Connections', facts.connections.flatMap(connectionLines));
  part('Transactions of programs', facts.transactions.map(transactionLine));
  part('SQL of other databases, left alone', groupLines(facts.otherDialects));
  part('SQL of which the database is not known, left alone', groupLines(facts.undecided));
  part('Set apart, not judged', summarize(facts.apart));
  part(
    'Unknown',
    facts.unknown.map(
      ({ files, reason }) =>
        `${files.length > 3 ? `${files.length} files (${files[0]}, …)` : files.join(', ')}: ${reason}`,
    ),
  );
  if (rest.length > 0) lines.push(title('The project'), ...rest, '');
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

function databaseLines(database: DatabaseFacts, { section, item }: FactsLayout): string[] {
  const lines = [
    item(`why: ${database.reason}`),
    item(`built by: ${database.tool === 'schema' ? 'a schema file' : database.tool}`),
  ];
  lines.push(section('Timeline'));
  for (const { file, changes } of database.timeline)
    lines.push(item(changes.length > 0 ? `${file}: ${changes.join(', ')}` : file));
  for (const { file, reason } of database.others) lines.push(item(`${file}, not run: ${reason}`));
  if (database.tables.length > 0) lines.push(section('Tables'));
  for (const table of database.tables) {
    lines.push(item(tableLine(table)));
    for (const text of tableDetails(table)) lines.push(item(text, 1));
  }
  const part = (name: string, items: readonly string[]): void => {
    if (items.length > 0) lines.push(section(name), ...items.map((text) => item(text)));
  };
  part(
    'Queries',
    database.queries.map(({ file, reason }) => `${file} (${reason})`),
  );
  part(
    'Replaced to build the schema',
    database.replaced.map(({ file, line, reason }) => `${file}:${line}: ${reason}`),
  );
  part('Unknown', unknownLines(database.unknown));
  return lines;
}

/** Steps that fail for the same reason together: one missing table can stop many. */
function unknownLines(unknown: DatabaseFacts['unknown']): string[] {
  const byReason = new Map<string, string[]>();
  for (const { file, line, reason } of unknown) {
    const places = byReason.get(reason) ?? [];
    if (file !== undefined) places.push(`${file}:${line}`);
    byReason.set(reason, places);
  }
  return [...byReason].map(([reason, places]) => {
    if (places.length === 0) return reason;
    const more = places.length > 2 ? ` and ${places.length - 2} more` : '';
    return `not replayed (${reason}): ${places.slice(0, 2).join(', ')}${more}`;
  });
}

function tableLine({ name, kind, created, columns, uncertain }: TableFacts): string {
  const what = kind === 'table' ? '' : ` (${kind === 'stub' ? 'virtual' : kind})`;
  const doubt = uncertain === undefined ? '' : `, uncertain: ${uncertain}`;
  return `${plainName(name)}${what}: ${count(columns.length, 'column')}, ${created.file}:${created.line}${doubt}`;
}

function tableDetails({ columns, created, foreignKeys, indexes }: TableFacts): string[] {
  const later = columns.filter(({ added }) => added.file !== created.file);
  return [
    ...later.map(({ name, added }) => `column ${plainName(name)}: ${added.file}:${added.line}`),
    ...foreignKeys.map(({ columns: own, parent, onDelete, indexed }) => {
      const action = onDelete === 'NO ACTION' ? '' : ` on delete ${onDelete.toLowerCase()}`;
      const lookup = indexed === undefined ? '' : indexed ? ', indexed' : ', not indexed';
      return `foreign key (${own.map(plainName).join(', ')}) to ${plainName(parent)}${action}${lookup}`;
    }),
    ...indexes.map(({ name, columns: own, unique, origin, where, created: made }) => {
      const kind =
        origin === 'create'
          ? unique
            ? 'unique index'
            : 'index'
          : origin === 'unique'
            ? 'unique constraint'
            : 'primary key';
      const partial = where === undefined ? '' : ` where ${where}`;
      const place = made ? `: ${made.file}:${made.line}` : '';
      return `${kind} ${origin === 'create' && name !== undefined ? `${plainName(name)} ` : ''}(${own.join(', ')})${partial}${place}`;
    }),
  ];
}

function connectionLines(connection: ConnectionFacts): string[] {
  const { file, line, driver, driverVersion, sqlite, database, begin, pragmas } = connection;
  const version =
    driverVersion?.value === undefined ? '' : ` ${driverVersion.value} (${driverVersion.source})`;
  return [
    `${file}:${line}: ${driver}${version} opens ${database}`,
    ...(sqlite?.value === undefined ? [] : [`  SQLite ${sqlite.value} (${sqlite.source})`]),
    ...Object.entries({ ...pragmas, BEGIN: begin }).map(
      ([name, { value, source }]) =>
        `  ${name} = ${value ?? 'unknown'} (${source.replace(/^unknown: /, '')})`,
    ),
  ];
}

/** Files that are left alone for the same reason, in as few lines as that takes. */
function groupLines(groups: readonly FileGroup[]): string[] {
  const byReason = new Map<string, { dialect: string; reason: string; files: string[] }>();
  for (const { dialect, reason, files } of groups) {
    const key = `${dialect}\n${reason}`;
    const known = byReason.get(key);
    if (known) known.files.push(...files);
    else byReason.set(key, { dialect, reason, files: [...files] });
  }
  return [...byReason.values()].map(({ dialect, reason, files }) => {
    const [only] = files;
    const where =
      files.length === 1 ? only : `${count(files.length, 'file')} in ${commonFolder(files) || '.'}`;
    return `${where}: ${dialect === 'unknown' ? '' : `${dialect}, `}${reason}`;
  });
}

/** Files that were set apart, counted by reason: there may be many. */
function summarize(groups: readonly FileGroup[]): string[] {
  const byReason = new Map<string, { number: number; folders: string[] }>();
  for (const { reason, folder, files } of groups) {
    const known = byReason.get(reason) ?? { number: 0, folders: [] };
    byReason.set(reason, { number: known.number + files.length, folders: [...known.folders, folder] });
  }
  return [...byReason].map(([reason, { number, folders }]) => {
    const shown = folders.slice(0, 4).join(', ');
    return `${reason}: ${count(number, 'file')} (${shown}${folders.length > 4 ? ', …' : ''})`;
  });
}
