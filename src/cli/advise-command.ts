import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { WorkloadAnswer } from '../advice/workload/protocol.ts';
import { defaultMeasureMs, runWorkload } from '../advice/workload/runner.ts';
import { adviceJson, adviceText } from '../report/advise.ts';
import { withoutSemicolon } from '../sql/scan.ts';
import { splitScript } from '../sql/split.ts';
import { LineIndex } from '../text/lines.ts';
import {
  type Command,
  type CommandContext,
  choose,
  interruptible,
  parseOptions,
  print,
  readTimeout,
  UsageError,
} from './command.ts';
import { bundledWorkers } from './engine.ts';
import { openSource, readProject } from './query-source.ts';
import { readSettings } from './settings.ts';
import { ProgressLine, paintFor } from './terminal.ts';

export const adviseCommand: Command = {
  help: `sqlite-preflight advise --database <file> --queries <file>   the fewest indexes that serve queries

  --database <file>           a database file: it is copied into memory, where indexes are made, queries run, and sizes
                              and writes measured; the file itself is never written
  --schema <path>             instead of a database: a .sql file, or a project's folder; what indexes are worth is then
                              estimated, with the "rows" of sqlite-preflight.json where they are there. --database
                              names one of a project's databases, where it has several
  --queries <file>            statements with ; between them. Without it, a project's own queries
  --format text|json          the form of the advice (text)
  --timeout <seconds>         how long one run of a query may take (${defaultMeasureMs / 1000})
`,
  run,
};

type Job = Parameters<typeof runWorkload>[1];

/** A statement of the file of queries, with its place for messages. */
interface Asked {
  readonly sql: string;
  /** `queries.sql:3:1`; undefined for a query of a project. */
  readonly place: string | undefined;
}

async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const { values, positionals } = parseOptions(args, {
    database: { type: 'string' },
    schema: { type: 'string' },
    queries: { type: 'string' },
    format: { type: 'string' },
    timeout: { type: 'string' },
  });
  if (positionals.length > 0)
    throw new UsageError(
      `advise takes no ${positionals[0]}; name files with --database, --schema and --queries`,
    );
  const format = choose(values.format, ['text', 'json'], '--format') ?? 'text';
  const measureMs = readTimeout(values.timeout, defaultMeasureMs);
  const asked = values.queries === undefined ? undefined : readQueries(values.queries);
  const { source, own, rows } = await openTarget(values, context);
  const queries = asked ?? own.map((sql) => ({ sql, place: undefined }));
  if (queries.length === 0)
    throw new UsageError(
      asked || own.length > 0 || values.schema !== undefined
        ? 'no queries are known; name a file of them with --queries'
        : 'name a file of queries with --queries',
    );
  const answer = await work({ source, rows, queries: queries.map(({ sql }) => sql) }, measureMs, context);
  for (const note of answer.notes) process.stderr.write(`${note}\n`);
  const failed = answer.queries.flatMap(({ error }, position) =>
    error === undefined ? [] : [`${queries[position]?.place ?? `query ${position + 1}`}: ${error}`],
  );
  if (failed.length > 0) {
    const lines = failed.map((line) => `sqlite-preflight: ${line}`).join('\n');
    process.stderr.write(
      `${lines}\nSQLite does not compile ${failed.length === 1 ? 'this statement' : 'these statements'} against the schema; correct or remove ${failed.length === 1 ? 'it' : 'them'}.\n`,
    );
  }
  await print(format === 'json' ? adviceJson(answer) : adviceText(answer, paintFor(process.stdout)));
  return failed.length > 0 ? 1 : 0;
}

async function openTarget(
  { database, schema }: { database?: string | undefined; schema?: string | undefined },
  context: CommandContext,
): Promise<Omit<Job, 'queries'> & { own: readonly string[] }> {
  if (schema === undefined) {
    if (database === undefined)
      throw new UsageError('advise takes --database <file> or --schema <path>, and --queries <file>');
    if (statSync(database, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`${database} is a folder; for a project's schema use --schema ${database}`);
    return { source: await openSource(database, undefined, context), own: [], rows: {} };
  }
  const info = statSync(schema, { throwIfNoEntry: false });
  if (!info) throw new UsageError(`${schema}: no such file or folder`);
  if (info.isDirectory()) {
    const { source, queries, rows } = await readProject(resolve(schema), database, context);
    return { source, own: queries, rows };
  }
  if (database !== undefined)
    throw new UsageError('--schema with a file stands alone: leave out --database, or --schema');
  const text = readText(schema);
  if (text.startsWith('SQLite format 3\u0000'))
    throw new UsageError(`${schema} is a database file; use --database ${schema}`);
  const steps = splitScript(text).pieces.map(({ range }) => ({ sql: text.slice(range.start, range.end) }));
  if (steps.length === 0) throw new UsageError(`${schema}: there is no statement in it`);
  const root = dirname(resolve(schema));
  const { rows } = readSettings({ root });
  return { source: { kind: 'schema', steps }, own: [], rows };
}

function readQueries(path: string): Asked[] {
  const text = readText(path);
  const lines = new LineIndex(text);
  const { pieces } = splitScript(text);
  if (pieces.length === 0)
    throw new UsageError(`${path}: there is no statement in it; write queries with ; between them`);
  return pieces.map(({ range }) => {
    const { line, character } = lines.positionAt(range.start);
    const sql = withoutSemicolon(text.slice(range.start, range.end));
    return { sql, place: `${path}:${line + 1}:${character + 1}` };
  });
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UsageError(
      code === 'ENOENT' ? `${path}: no such file` : code === 'EISDIR' ? `${path} is a folder` : message,
    );
  }
}

async function work(job: Job, measureMs: number, context: CommandContext): Promise<WorkloadAnswer> {
  const host = bundledWorkers(context.bundleFolder, 'workload.cjs');
  const progress = new ProgressLine();
  const onProgress = (measured: number): void => progress.update(`${measured} measurements made`);
  try {
    return await interruptible((signal) => runWorkload(host, job, { measureMs, signal, onProgress }));
  } finally {
    progress.clear();
  }
}
