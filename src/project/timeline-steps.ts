import { pragmaBoolean } from '../facts/pragmas.ts';
import { ScriptCompiler, type ScriptContext } from '../schema/compile-script.ts';
import { statementPlace } from '../schema/place.ts';
import { shapesSchema, statementStep, type TimelineStep } from '../schema/steps.ts';
import type { SyntaxCache } from '../sql/document.ts';
import { readPragma } from '../sql/pragma.ts';
import type { SchemaSource, Scripts } from './databases.ts';
import { shapedBy, upStatements } from './definitions.ts';
import { type ProgramIndex, shapedByProgram } from './programs.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** Remembers the steps of each source as long as its files and scripts are the same. */
export class StepsCache {
  readonly #entries = new Map<string, { parts: readonly unknown[]; steps: readonly TimelineStep[] }>();

  /** The steps that build a schema, in order: the statements of its `.sql` files on the way up, and what its scripts do. */
  get(
    source: SchemaSource,
    scripts: Scripts,
    context: ScriptContext,
    cache: SyntaxCache,
  ): readonly TimelineStep[] {
    const texts = [
      doubtText(source),
      (source.programIndexes ?? [])
        .map(({ file, range, columns }) => `${file.path} ${range.start} ${columns}`)
        .join('\n'),
      [...(context.aliases ?? [])].join(),
      context.laravel,
    ];
    const parts = [...source.files, ...source.files.map(({ path }) => scripts.get(path)), ...texts];
    const known = this.#entries.get(source.name);
    if (known?.parts.length === parts.length && known.parts.every((part, at) => part === parts[at]))
      return known.steps;
    const steps = compile(source, scripts, context, cache);
    this.#entries.set(source.name, { parts, steps });
    return steps;
  }
}

function doubtText({ doubts }: SchemaSource): string {
  return doubts.map(({ file, tables }) => `${file.path} ${tables.join()}`).join('\n');
}

function compile(
  source: SchemaSource,
  scripts: Scripts,
  context: ScriptContext,
  cache: SyntaxCache,
): TimelineStep[] {
  const compiler = new ScriptCompiler(cache, context);
  const steps = source.files.flatMap((file) => {
    const script = scripts.get(file.path);
    const own = script
      ? compiler.compile(file.path, script)
      : file.kind === 'sql'
        ? statementSteps(file)
        : programSteps(file);
    if (!script) for (const { touches } of own) compiler.noteSql(touches ?? []);
    const doubts = source.doubts.filter((candidate) => candidate.file === file);
    return [...own, ...doubts.map((doubt) => doubtStep(doubt))];
  });
  return [...steps, ...(source.programIndexes ?? []).map(programIndexStep)];
}

/** An index that may be there: it counts where one is missed, and is no reason to drop another. */
function programIndexStep({ file, range, name, table, unique, columns }: ProgramIndex): TimelineStep {
  return {
    place: {
      file: file.path,
      range,
      names: new Map([[`index ${name.toLowerCase()}`, { range, implied: true, perhaps: true }]]),
    },
    run: { sql: `CREATE ${unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS "${name}" ON "${table}" (${columns})` },
    touches: [],
    perhaps: true,
  };
}

/** A step in a language that is not read: what it touches is known by its words at best. */
const programSteps = remember((file: SourceFile): TimelineStep[] => {
  const touched = shapedByProgram(file);
  if (touched?.size === 0) return [];
  return [
    {
      place: { file: file.path, range: { start: 0, end: 0 } },
      run: undefined,
      touches: touched && [...touched],
      opaque: 'a step in a language that is not read',
    },
  ];
});

const statementSteps = remember((file: SourceFile): TimelineStep[] => {
  const steps: TimelineStep[] = [];
  /** How many steps there were where the open transaction began. */
  let begun: number | undefined;
  let isLegacy = false;
  for (const statement of upStatements(file)) {
    const { syntax, tree } = statement;
    if (tree?.type === 'BeginStmt') begun = steps.length;
    if (tree?.type === 'CommitStmt') begun = undefined;
    // What a transaction takes back was never there.
    if (tree?.type === 'RollbackStmt' && !tree.savepointName && begun !== undefined) steps.length = begun;
    const pragma = tree && readPragma(tree);
    if (pragma?.name === 'legacy_alter_table' && pragma.value !== undefined)
      isLegacy = pragmaBoolean(pragma.value) ?? isLegacy;
    if (!shapesSchema(syntax)) continue;
    const step = statementStep(syntax, statementPlace(file.path, statement));
    steps.push(isLegacy && step.renames ? asLegacy(step) : step);
  }
  if (file.templated && steps.length > 0) {
    const reason = 'a template decides which of its statements are run';
    steps.push(doubtStep({ file, tables: [...shapedBy(file)], reason }));
  }
  return steps;
});

/** A renaming that other tables do not follow (https://sqlite.org/pragma.html#pragma_legacy_alter_table). */
function asLegacy(step: TimelineStep): TimelineStep {
  const sql = `PRAGMA legacy_alter_table = ON;\n${step.run?.sql.replace(/;\s*$/, '')};\nPRAGMA legacy_alter_table = OFF`;
  return { ...step, run: { ...step.run, sql } };
}

function doubtStep({ file, tables, reason }: SchemaSource['doubts'][number]): TimelineStep {
  return {
    place: { file: file.path, range: { start: 0, end: 0 } },
    run: undefined,
    touches: tables,
    opaque: reason,
  };
}

const tablesRemembered = new WeakMap<readonly TimelineStep[], ReadonlySet<string>>();

/** The tables that a schema has at some time. */
export function tablesTouched(steps: readonly TimelineStep[]): ReadonlySet<string> {
  let tables = tablesRemembered.get(steps);
  if (!tables) {
    tables = new Set(steps.flatMap(({ touches }) => touches ?? []));
    tablesRemembered.set(steps, tables);
  }
  return tables;
}
