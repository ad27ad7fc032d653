import { ScriptCompiler, type ScriptContext } from '../schema/compile-script.ts';
import { statementPlace } from '../schema/place.ts';
import { shapesSchema, statementStep, type TimelineStep } from '../schema/steps.ts';
import type { SyntaxCache } from '../sql/document.ts';
import type { SchemaSource, Scripts } from './databases.ts';
import { upStatements } from './definitions.ts';
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
    const texts = [clashText(source), [...(context.aliases ?? [])].join(), context.laravel];
    const parts = [...source.files, ...source.files.map(({ path }) => scripts.get(path)), ...texts];
    const known = this.#entries.get(source.name);
    if (known?.parts.length === parts.length && known.parts.every((part, at) => part === parts[at]))
      return known.steps;
    const steps = compile(source, scripts, context, cache);
    this.#entries.set(source.name, { parts, steps });
    return steps;
  }
}

function clashText({ clashes }: SchemaSource): string {
  return clashes.map(({ file, tables }) => `${file.path} ${tables.join()}`).join('\n');
}

function compile(
  source: SchemaSource,
  scripts: Scripts,
  context: ScriptContext,
  cache: SyntaxCache,
): TimelineStep[] {
  const compiler = new ScriptCompiler(cache, context);
  return source.files.flatMap((file) => {
    const script = scripts.get(file.path);
    const steps = script ? compiler.compile(file.path, script) : statementSteps(file);
    if (!script) for (const { touches } of steps) compiler.noteSql(touches ?? []);
    const clash = source.clashes.find((candidate) => candidate.file === file);
    return clash ? [...steps, clashStep(file, clash)] : steps;
  });
}

const statementSteps = remember((file: SourceFile): TimelineStep[] =>
  upStatements(file)
    .filter(({ syntax }) => shapesSchema(syntax))
    .map((statement) => statementStep(statement.syntax, statementPlace(file.path, statement))),
);

function clashStep(file: SourceFile, { tables, reason }: SchemaSource['clashes'][number]): TimelineStep {
  return {
    place: { file: file.path, range: { start: 0, end: 0 } },
    run: undefined,
    touches: tables,
    opaque: reason,
  };
}
