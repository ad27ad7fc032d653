import { type PlanNode, planTree } from '../advice/plan-tree.ts';
import type { Cell, QueryAnswer, QueryStatement, StatementResult } from '../engine/query-protocol.ts';
import { defaultQueryDeadlineMs, QueryStopped, runQuery } from '../engine/query-runner.ts';
import { count } from '../report/count.ts';
import { csvOf, objectsOf, planText, tableOf } from '../report/query.ts';
import { readLiteral } from '../sql/literal.ts';
import { readParameters } from '../sql/parameters.ts';
import { splitScript } from '../sql/split.ts';
import {
  type Command,
  type CommandContext,
  choose,
  interruptible,
  parseOptions,
  positiveNumber,
  print,
  readTimeout,
  UsageError,
} from './command.ts';
import { bundledWorkers } from './engine.ts';
import { openSource } from './query-source.ts';
import { paintFor } from './terminal.ts';

const common = `  <database>                  a database file, which is copied into memory and never written; or a project's folder,
                              whose schema is then built without rows
  --database <name>           which of a project's databases, where it has several
  --timeout <seconds>         how long it may take (${defaultQueryDeadlineMs / 1000})`;

export const queryCommand: Command = {
  help: `sqlite-preflight query <database> "<sql>"   run a query on a copy of a database

${common}
  --param <name>=<value>      a parameter: --param id=42, --param :name='x', --param 1=NULL
  --format table|csv|json     the form of the rows (table)
  --limit <rows>              how many rows of each statement are kept (1000)
`,
  run: (args, context) => runCommand('run', args, context),
};

export const planCommand: Command = {
  help: `sqlite-preflight plan <database> "<sql>"    how SQLite would run a query, its expensive steps marked

${common}
  --format table|json         the form of the plan (table)
`,
  run: (args, context) => runCommand('plan', args, context),
};

async function runCommand(
  mode: 'run' | 'plan',
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  const { values, positionals } = parseOptions(args, {
    param: { type: 'string', multiple: true },
    format: { type: 'string' },
    limit: { type: 'string' },
    timeout: { type: 'string' },
    database: { type: 'string' },
  });
  const [target, sql, ...more] = positionals;
  if (target === undefined || sql === undefined || more.length > 0)
    throw new UsageError(`${mode === 'run' ? 'query' : 'plan'} takes a database and one argument with SQL`);
  const format = choose(
    values.format,
    mode === 'run' ? ['table', 'csv', 'json'] : ['table', 'json'],
    '--format',
  );
  const maxRows = positiveNumber(values.limit, '--limit') ?? 1000;
  const deadlineMs = readTimeout(values.timeout, defaultQueryDeadlineMs);
  const statements = readStatements(sql, mode === 'run' ? readParams(values.param ?? []) : undefined);
  const source = await openSource(target, values.database, context);
  const host = bundledWorkers(context.bundleFolder, 'query.cjs');
  let answer: QueryAnswer;
  try {
    answer = await interruptible((signal) =>
      runQuery(host, { source, statements, mode, maxRows }, { deadlineMs, signal }),
    );
  } catch (error) {
    if (!(error instanceof QueryStopped)) throw error;
    process.stderr.write(`sqlite-preflight: ${error.message}\n`);
    return 1;
  }
  for (const note of answer.notes) process.stderr.write(`${note}\n`);
  await print(
    mode === 'run' ? reportRows(answer, format ?? 'table') : reportPlans(answer, format ?? 'table'),
  );
  for (const { truncated } of answer.results)
    if (truncated) process.stderr.write(`Only the first ${maxRows} rows; --limit keeps more.\n`);
  if (!answer.error) return 0;
  process.stderr.write(`sqlite-preflight: ${answer.error.message}\n`);
  return 1;
}

function readStatements(sql: string, values: ReadonlyMap<string, Cell> | undefined): QueryStatement[] {
  const { pieces } = splitScript(sql);
  if (pieces.length === 0) throw new UsageError('there is no statement in the SQL');
  const unused = new Set(values?.keys());
  const statements = pieces.map(({ range }): QueryStatement => {
    const text = sql.slice(range.start, range.end);
    if (!values) return { sql: text };
    const parameters: Cell[] = [];
    for (const { number, name } of readParameters(text)) {
      const key = [name, name.slice(1), String(number)].find((candidate) => values.has(candidate));
      // SQLite would take NULL for it, and the answer would be to another question.
      if (key === undefined)
        throw new UsageError(
          `the parameter ${name} has no value: add --param ${name === '?' ? number : name}=…`,
        );
      unused.delete(key);
      parameters[number - 1] = values.get(key) ?? null;
    }
    return { sql: text, parameters: Array.from(parameters, (value) => value ?? null) };
  });
  for (const name of unused) throw new UsageError(`the SQL has no parameter ${name}`);
  return statements;
}

function readParams(entries: readonly string[]): Map<string, Cell> {
  return new Map(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      if (at <= 0) throw new UsageError(`--param takes name=value, not ${entry}`);
      return [entry.slice(0, at), readLiteral(entry.slice(at + 1))];
    }),
  );
}

function reportRows(answer: QueryAnswer, format: 'table' | 'csv' | 'json'): string {
  if (format === 'json') {
    const results = answer.results.map((result) => {
      const { sql, columns, truncated, changes, elapsedMs } = result;
      return { sql, columns, rows: objectsOf(result), truncated, changes, elapsedMs };
    });
    return `${JSON.stringify({ version: 1, results, ...(answer.error && { error: answer.error }) }, null, 2)}\n`;
  }
  const withRows = answer.results.filter(({ columns }) => columns.length > 0);
  if (format === 'csv') return withRows.map(csvOf).join('\r\n');
  const paint = paintFor(process.stdout);
  return answer.results
    .map((result) => (result.columns.length > 0 ? tableOf(result, paint) : '') + countOf(result))
    .join('\n');
}

function countOf({ columns, rows, changes, truncated, elapsedMs }: StatementResult): string {
  const rowsText =
    columns.length > 0
      ? `${truncated ? 'first ' : ''}${count(rows.length, 'row')}`
      : `${count(changes, 'row')} changed in the copy`;
  return `${rowsText}, ${elapsedMs.toFixed(1)} ms in memory\n`;
}

function reportPlans(answer: QueryAnswer, format: 'table' | 'csv' | 'json'): string {
  const plans = answer.results.map(({ sql, plan }): { sql: string; plan: PlanNode[] } => ({
    sql,
    plan: planTree(plan),
  }));
  if (format === 'json') {
    return `${JSON.stringify({ version: 1, plans, ...(answer.error && { error: answer.error }) }, null, 2)}\n`;
  }
  const paint = paintFor(process.stdout);
  return plans
    .map(({ plan }) =>
      plan.length === 0 ? 'SQLite says of this statement no plan.\n' : planText(plan, paint),
    )
    .join('\n');
}
