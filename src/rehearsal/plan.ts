import type { ScriptTool } from '../embedded/migrations/operations.ts';
import type { RehearsalItem, RehearsalMode, RehearsalStep } from '../engine/rehearsal-protocol.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import { upStatements } from '../project/definitions.ts';
import { mayKeepReferences } from '../project/legacy-alter.ts';
import type { Project } from '../project/project.ts';
import { remember } from '../project/remember.ts';
import type { SourceFile } from '../project/source-file.ts';
import { type Place, statementPlace } from '../schema/place.ts';
import type { TimelineStep } from '../schema/steps.ts';
import type { Statement } from '../sql/statement.ts';
import { hashText } from '../text/hash.ts';
import { foreignKeysAtStart, foreignKeysWithin, isWrapped } from './foreign-keys.ts';
import { rehearsalStep } from './statement-step.ts';

/** What the engine runs to rehearse the migrations of a database, and where that is written. */
export interface RehearsalPlan {
  /** The same for the same migrations, run in the same states. */
  readonly key: string;
  readonly items: readonly RehearsalItem[];
  /** One for each item. */
  readonly migrations: readonly PlannedMigration[];
}

export interface PlannedMigration {
  readonly file: SourceFile;
  /** The tool whose script it is; undefined for SQL. */
  readonly tool: ScriptTool | undefined;
  /** The place of each step. */
  readonly places: readonly Place[];
}

interface PlacedStep {
  readonly step: RehearsalStep;
  readonly place: Place;
}

/** How the migrations of a database are rehearsed; undefined for one that is not built by migrations. */
export function planRehearsal(database: LogicalDatabase, project: Project): RehearsalPlan | undefined {
  const { tool, files, steps } = database;
  if (tool === 'schema' || tool === 'program' || files.length < 2) return undefined;
  if (files.some(({ path }) => project.scripts.get(path)?.whole)) return undefined;
  const byFile = stepsByFile(steps);
  const items: Omit<RehearsalItem, 'key' | 'unfilled'>[] = [];
  const texts: string[] = [];
  const migrations: PlannedMigration[] = [];
  const start = foreignKeysAtStart(database, project);
  let foreignKeys = start;
  let hasKeys = false;
  for (const file of files) {
    const own = byFile.get(file.path) ?? [];
    const script = project.scripts.get(file.path);
    const isSql = file.kind === 'sql' && !script;
    const placed = isSql ? [...sqlSteps(file), ...doubts(own)] : scriptSteps(own, script?.tool);
    hasKeys ||= isSql ? mentionsKeys(file) : false;
    const modes = isSql ? modesOf(file, { database, project, foreignKeys, hasKeys }) : scriptModes;
    if (isSql && leavesForeignKeys(file, modes, start)) foreignKeys = undefined;
    const delicate = isSql
      ? isDelicate(file)
      : placed.some(({ step }) => /^CREATE UNIQUE INDEX/i.test(step.sql ?? ''));
    items.push({ steps: placed.map(({ step }) => step), modes, delicate });
    texts.push([textKey(file, placed, isSql), JSON.stringify(modes), delicate].join('\n'));
    migrations.push({ file, tool: script?.tool, places: placed.map(({ place }) => place) });
  }
  let key = '';
  const unfilled = copyTargets(items);
  const keyed = items.map((item, at): RehearsalItem => {
    const own = [...(unfilled[at] ?? [])];
    key = hashText([key, texts[at], own.join()].join('\n'));
    return { ...item, key, unfilled: own };
  });
  return { key, items: keyed, migrations };
}

/**
 * For each migration, the tables that stand empty before it for certain: an earlier one has made them, and this or a later
 * one is the first that copies rows into them from other tables.
 */
function copyTargets(items: readonly Pick<RehearsalItem, 'steps'>[]): ReadonlySet<string>[] {
  const empty = items.map(() => new Set<string>());
  const made = new Map<string, number>();
  for (const [at, { steps }] of items.entries()) {
    for (const { creates, expects, copies, renames, changesRows, touches, reads } of steps) {
      if (creates !== undefined) made.set(creates, at);
      if (expects && !made.has(expects.table)) made.set(expects.table, at);
      if (copies !== undefined) made.delete(copies);
      if (renames) made.delete(renames.to);
      const [target] = touches ?? [];
      const since = target === undefined ? undefined : made.get(target);
      if (!changesRows || target === undefined || since === undefined || !reads?.length) continue;
      for (let between = since + 1; between <= at; between++) empty[between]?.add(target);
      made.delete(target);
    }
  }
  return empty;
}

/** Tools change tables with foreign keys off, or in ways of their own: what hangs on that is not known. */
const scriptModes: readonly RehearsalMode[] = [{ foreignKeys: false, transaction: true, legacyAlter: false }];

function stepsByFile(steps: readonly TimelineStep[]): Map<string, TimelineStep[]> {
  const byFile = new Map<string, TimelineStep[]>();
  for (const step of steps) {
    const list = byFile.get(step.place.file);
    if (list) list.push(step);
    else byFile.set(step.place.file, [step]);
  }
  return byFile;
}

const sqlSteps = remember((file: SourceFile): PlacedStep[] =>
  upStatements(file).flatMap((statement) => {
    const place = statementPlace(file.path, statement);
    const step = rehearsalStep(statement, place);
    return step ? [{ step, place }] : [];
  }),
);

/** Tables of which something is not known behind a file. */
function doubts(steps: readonly TimelineStep[]): PlacedStep[] {
  return steps.flatMap(({ run, touches, place }) => (run ? [] : [{ step: { touches }, place }]));
}

function scriptSteps(steps: readonly TimelineStep[], tool: ScriptTool | undefined): PlacedStep[] {
  return steps.map(({ run, touches, place, perhaps, renames, continues, creates, drops }) => {
    const [table] = touches ?? [];
    const step: RehearsalStep = {
      sql: run?.sql,
      stub: run?.stub,
      touches,
      perhaps,
      renames,
      continues,
      creates,
      ...(drops === 'table' && table !== undefined && { drops: { kind: 'table', name: table } }),
      // Django gives the rows the default of the model.
      lenient: tool === 'django',
    };
    return { step, place };
  });
}

const mentionsKeys = remember(({ text }: SourceFile): boolean => /\breferences\b/i.test(text));

/** True for a script that does something in which foreign keys have a say. */
const touchesRows = remember(({ text }: SourceFile): boolean =>
  /\bDROP\s+TABLE\b|\b(?:INSERT|REPLACE)\b|(?<!\bON\s)\b(?:DELETE|UPDATE)\b|\bADD\b[^;]*\bREFERENCES\b/i.test(
    text,
  ),
);

/** Where rows with duplicates or NULLs may be refused: a unique index, or a table that is filled from others. */
const isDelicate = remember(
  ({ text }: SourceFile): boolean =>
    /\bUNIQUE\s+INDEX\b/i.test(text) ||
    (/\bCREATE\s+TABLE\b/i.test(text) && /\bINSERT\b[\s\S]*\bSELECT\b/i.test(text)),
);

/** The states in which a script may run: each that is not known to be none. */
function modesOf(
  file: SourceFile,
  {
    database,
    project,
    foreignKeys,
    hasKeys,
  }: {
    readonly database: LogicalDatabase;
    readonly project: Project;
    readonly foreignKeys: boolean | undefined;
    readonly hasKeys: boolean;
  },
): RehearsalMode[] {
  const statements = upStatements(file);
  const wrapped = isWrapped(file, statements[0], database, project);
  const begins = statements.some(({ tree }) => tree?.type === 'BeginStmt' || tree?.type === 'CommitStmt');
  const matters = /\bforeign_keys\b|\bdeferr/i.test(file.text);
  const transactions = wrapped !== undefined ? [wrapped] : begins || !matters ? [false] : [false, true];
  const keys =
    foreignKeys !== undefined ? [foreignKeys] : hasKeys && touchesRows(file) ? [false, true] : [false];
  // A program may switch it on in order to migrate.
  const legacy = /\bRENAME\s+TO\b/i.test(file.text) && mayKeepReferences(project) ? [false, true] : [false];
  const first = statements.find((statement) => !isPreparation(statement));
  return transactions.flatMap((transaction) => {
    // Where the script says it before it does anything, what was before it is all the same.
    const isSaid = keys.length > 1 && foreignKeysWithin(statements, first, transaction) !== undefined;
    return (isSaid ? [false] : keys).flatMap((on) =>
      legacy.map((legacyAlter) => ({ foreignKeys: on, transaction, legacyAlter })),
    );
  });
}

/** True for a statement that changes nothing of a database: pragmas and the bounds of transactions. */
function isPreparation({ tree }: Statement): boolean {
  return tree?.type === 'PragmaStmt' || tree?.type === 'BeginStmt' || tree?.type === 'CommitStmt';
}

/** True for a script that leaves foreign keys in another state than the migrations start with. */
function leavesForeignKeys(
  file: SourceFile,
  modes: readonly RehearsalMode[],
  start: boolean | undefined,
): boolean {
  return modes.some(({ transaction }) => {
    const left = foreignKeysWithin(upStatements(file), undefined, transaction);
    return left !== undefined && left !== start;
  });
}

/** What of a migration is run, as a short text. */
function textKey(file: SourceFile, placed: readonly PlacedStep[], isSql: boolean): string {
  return isSql
    ? `${sqlKey(file)} ${doubtKey(placed)}`
    : hashText(JSON.stringify(placed.map(({ step }) => step)));
}

const sqlKey = remember((file: SourceFile): string =>
  hashText(JSON.stringify(sqlSteps(file).map(({ step }) => step))),
);

function doubtKey(placed: readonly PlacedStep[]): string {
  return placed
    .filter(({ step }) => step.sql === undefined)
    .map(({ step }) => step.touches?.join() ?? '*')
    .join(' ');
}
