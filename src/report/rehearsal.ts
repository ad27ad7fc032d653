import type { LogicalDatabase } from '../project/databases.ts';
import type { SourceFile } from '../project/source-file.ts';
import type { Rehearsal, RehearsalEvent } from '../schema/rehearsal.ts';
import { count, sizeText } from './count.ts';
import type { Paint } from './pretty.ts';

/** What the migrations of a project did to rows: the form of `rehearse --format json`. */
export interface RehearsalReport {
  readonly version: 1;
  readonly databases: readonly RehearsedDatabase[];
}

export interface RehearsedDatabase {
  readonly name: string;
  readonly tool: string;
  readonly migrations: readonly {
    readonly file: string;
    readonly statements: number;
    readonly bytesWritten: number;
    readonly tables: readonly { readonly name: string; readonly before: number; readonly after: number }[];
    readonly unseeded: readonly string[];
    readonly unknown: readonly string[];
    readonly events: readonly ReportedEvent[];
  }[];
  /** Why another file has the schema, where the migrations do not build it by themselves. */
  readonly note?: string;
  /** Why the rest was not run; absent where all of it was. */
  readonly stopped?: { readonly file?: string; readonly reason: string };
}

/** An event with its place in the migration's file, counted from 1, and what it comes to. */
export type ReportedEvent = {
  readonly line: number;
  readonly column: number;
  /** `failure`: it surely fails or loses something; `risk`: that hangs on the data; `note`: it only tells. */
  readonly level: 'failure' | 'risk' | 'note';
  readonly text: string;
} & WithoutPlace<RehearsalEvent>;

type WithoutPlace<T> = T extends unknown ? Omit<T, 'place' | 'migration'> : never;

/** The report on one database. */
export function describeRehearsal(
  { name, tool }: Pick<LogicalDatabase, 'name' | 'tool'>,
  { events, migrations, stopped }: Rehearsal,
  fileOf: (path: string) => SourceFile | undefined,
): RehearsedDatabase {
  return {
    name,
    tool,
    migrations: migrations.map(({ migration, ...counts }) => ({
      file: migration,
      ...counts,
      events: events
        .filter((event) => event.migration === migration)
        .map((event): ReportedEvent => {
          const { place, migration: _, ...body } = event;
          const at = fileOf(place.file)?.lines.positionAt(place.range.start);
          return {
            line: (at?.line ?? 0) + 1,
            column: (at?.character ?? 0) + 1,
            level: levelOf(event),
            text: textOf(event),
            ...body,
          } as ReportedEvent;
        }),
    })),
    ...(stopped && {
      stopped: { ...(stopped.place && { file: stopped.place.file }), reason: stopped.reason },
    }),
  };
}

function levelOf(event: RehearsalEvent): ReportedEvent['level'] {
  if (event.kind === 'refused') return event.always ? 'failure' : 'risk';
  if (event.kind === 'rewritten' || event.mended) return 'note';
  return event.kind === 'object-lost' && event.object === 'sequence' ? 'risk' : 'failure';
}

/** An event in one sentence. */
function textOf(event: RehearsalEvent): string {
  const end = event.mended ? '; a later migration puts it right' : '';
  switch (event.kind) {
    case 'refused':
      return event.always
        ? `fails as soon as ${event.table} has rows: ${event.message}`
        : `fails on some rows (${causes[event.cause]}): ${event.message}`;
    case 'rows-lost':
      return event.action === 'CASCADE'
        ? `${event.lost} of ${event.rows} rows of ${event.table} are gone: dropping ${event.parent} deletes what refers to it`
        : `${event.lost} of ${event.rows} rows of ${event.table} have lost their reference: dropping ${event.parent} did ${event.action}`;
    case 'object-lost':
      return event.object === 'sequence'
        ? `${event.table} forgets which keys AUTOINCREMENT has given out`
        : `the ${event.unique ? 'unique ' : ''}${event.object} ${event.name} of ${event.table} is gone${end}`;
    case 'constraints-lost':
      return `${event.table} has lost ${event.constraints.join(', ')}: CREATE TABLE AS takes over names and values only${end}`;
    case 'violations-left':
      return `${event.rows} rows of ${event.table} refer to rows of ${event.parent} that are gone${end}`;
    case 'reference-moved':
      return `the foreign key of ${event.table} follows ${event.from} to ${event.to}, which is gone in the end${end}`;
    case 'object-broken':
      return `the ${event.object} ${event.name} can’t be used any more: ${event.message}${end}`;
    case 'shape-kept':
      return `${event.table} is there already, without ${event.missing.join(', ')}: nothing is done${end}`;
    case 'rewritten':
      return `every row of ${event.table} is written again (${event.by})`;
  }
}

const causes: Readonly<Record<string, string>> = {
  duplicates: 'duplicates',
  'null-values': 'NULL',
  check: 'a check',
  'foreign-key': 'references',
};

const signs = { failure: '✖', risk: '▲', note: '·' } as const;
const styles = { failure: 'red', risk: 'yellow', note: 'dim' } as const;

/** The report as text: migrations that did something worth telling, and a line on all. */
export function rehearsalText(
  { databases }: RehearsalReport,
  paint: Paint,
  options: { readonly all?: boolean } = {},
): string {
  return databases.map((database) => databaseText(database, paint, options.all ?? false)).join('\n');
}

function databaseText(
  { name, tool, migrations, note, stopped }: RehearsedDatabase,
  paint: Paint,
  all: boolean,
): string {
  const lines = [`${paint('bold', name)} (${tool})`, ''];
  for (const { file, statements, bytesWritten, tables, unseeded, events } of migrations) {
    const changed = tables.filter(({ before, after }) => before !== after);
    const told = all ? events : events.filter(({ level }) => level !== 'note');
    if (!all && told.length === 0 && changed.every(({ before }) => before === 0)) continue;
    lines.push(
      `  ${file}  ${paint('dim', `${count(statements, 'statement')}, ${sizeText(bytesWritten)} of pages changed`)}`,
    );
    const width = Math.max(0, ...changed.map((table) => table.name.length));
    for (const table of changed)
      lines.push(`      ${table.name.padEnd(width)}  ${table.before} → ${count(table.after, 'row')}`);
    for (const table of unseeded)
      if (all)
        lines.push(
          paint('dim', `      ${table} had no rows: its constraints accept none of the values tried`),
        );
    for (const { line, level, text } of told)
      lines.push(`    ${paint(styles[level], signs[level])} line ${line}: ${text}`);
    lines.push('');
  }
  const events = migrations.flatMap((migration) => migration.events);
  const failures = events.filter(({ level }) => level === 'failure').length;
  const risks = events.filter(({ level }) => level === 'risk').length;
  const unknown = migrations.at(-1)?.unknown ?? [];
  lines.push(
    `  ${count(migrations.length, 'migration')} run on made-up rows: ${
      failures + risks === 0
        ? paint('bold', 'nothing fails, nothing is lost')
        : `${paint('bold', count(failures, 'failure or loss', 'failures or losses'))}, ${count(risks, 'risk')} that the data decides`
    }.`,
  );
  if (note !== undefined) lines.push(paint('dim', `  They do not build the schema by themselves: ${note}.`));
  if (unknown.length > 0)
    lines.push(paint('dim', `  Not known, since a step could not be followed: ${unknown.join(', ')}.`));
  if (stopped)
    lines.push(
      paint(
        'yellow',
        `  Stopped${stopped.file === undefined ? '' : ` at ${stopped.file}`}: ${stopped.reason}.`,
      ),
    );
  return `${lines.join('\n')}\n`;
}
