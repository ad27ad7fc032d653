import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { planTree } from '../src/advice/plan-tree.ts';
import { readSnapshot, SnapshotError } from '../src/database/snapshot.ts';
import type { QueryAnswer, QueryJob, QuerySource, StatementResult } from '../src/engine/query-protocol.ts';
import { QueryStopped, runQuery } from '../src/engine/query-runner.ts';
import type { DatabaseFiles } from '../src/host/database-files.ts';
import type { WorkerHost } from '../src/host/workers.ts';
import { csvOf, objectsOf } from '../src/report/query.ts';
import { engineSteps } from '../src/schema/timeline.ts';
import { readLiteral } from '../src/sql/literal.ts';
import { readParameters } from '../src/sql/parameters.ts';
import { splitScript } from '../src/sql/split.ts';
import type {
  ExportRowsParams,
  PlanResult,
  QueryParams,
  QueryRowsParams,
  QueryRowsResult,
  QueryStatementsResult,
  QueryTarget,
  RunQueryResult,
} from './protocol.ts';
import type { Folder } from './workspace.ts';

/** What running queries needs beyond linting. */
export interface QueryServices {
  /** Starts the query worker, one for each run. */
  readonly queryHost: WorkerHost;
  readonly databaseFiles: DatabaseFiles;
}

/** How many rows of one statement are kept, and of how many runs. */
const maxRows = 100_000;
const keptRuns = 8;

/** The targets that mean a schema of the project, built without rows, start with this; the database's name follows. */
const schemaTarget = 'schema:';

/** Runs queries that the user asks for, and keeps their rows until the client has shown them. */
export class Queries {
  readonly #services: QueryServices;
  readonly #runs = new Map<number, readonly StatementResult[]>();
  #nextId = 1;

  constructor(services: QueryServices) {
    this.#services = services;
  }

  /** @throws ResponseError with a message for the user */
  async run(params: QueryParams, folder: Folder, token: CancellationToken): Promise<RunQueryResult> {
    const statements = params.statements.map(({ sql, values }) => ({
      sql,
      parameters: readParameters(sql).reduce<ReturnType<typeof readLiteral>[]>(
        (list, { number }, position) => {
          while (list.length < number) list.push(null);
          list[number - 1] = readLiteral(values?.[position] ?? 'NULL');
          return list;
        },
        [],
      ),
    }));
    const answer = await this.#answer(params, folder, token, { statements, mode: 'run', maxRows });
    const id = this.#nextId++;
    this.#runs.set(id, answer.results);
    for (const oldest of this.#runs.keys()) if (this.#runs.size > keptRuns) this.#runs.delete(oldest);
    return {
      id,
      results: answer.results.map(({ sql, columns, rows, truncated, changes, elapsedMs }) => ({
        sql,
        columns,
        rowCount: rows.length,
        truncated,
        changes,
        elapsedMs,
      })),
      notes: answer.notes,
      ...(answer.error && { error: answer.error.message }),
    };
  }

  async plan(params: QueryParams, folder: Folder, token: CancellationToken): Promise<PlanResult> {
    const answer = await this.#answer(params, folder, token, {
      statements: params.statements.map(({ sql }) => ({ sql })),
      mode: 'plan',
      maxRows: 0,
    });
    return {
      plans: answer.results.map(({ sql, plan }) => ({ sql, steps: planTree(plan) })),
      notes: answer.notes,
      ...(answer.error && { error: answer.error.message }),
    };
  }

  /** A window of the rows of a run. */
  rows({ id, result, start, count }: QueryRowsParams): QueryRowsResult {
    return { rows: this.#result(id, result).rows.slice(start, start + count) };
  }

  /** All rows of a result, as a file of the format. */
  export({ id, result, format }: ExportRowsParams): string {
    const rows = this.#result(id, result);
    return format === 'csv' ? csvOf(rows) : `${JSON.stringify(objectsOf(rows), null, 2)}\n`;
  }

  /** Lets go of the rows of a run. */
  forget(id: number): void {
    this.#runs.delete(id);
  }

  #result(id: number, position: number): StatementResult {
    const result = this.#runs.get(id)?.[position];
    if (!result) throw failure('The rows are no longer kept. Run the query again.');
    return result;
  }

  async #answer(
    { target, timeoutMs }: QueryParams,
    folder: Folder,
    token: CancellationToken,
    job: Omit<QueryJob, 'source'>,
  ): Promise<QueryAnswer> {
    const abort = new AbortController();
    const listener = token.onCancellationRequested(() => abort.abort());
    try {
      const source = await this.#source(target, folder);
      return await runQuery(
        this.#services.queryHost,
        { ...job, source },
        { signal: abort.signal, deadlineMs: timeoutMs },
      );
    } catch (error) {
      if (error instanceof QueryStopped && error.reason === 'cancelled')
        throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The query was cancelled.');
      if (error instanceof QueryStopped) throw failure(`The query was ${error.message}.`);
      if (error instanceof SnapshotError) throw failure(error.message);
      throw error;
    } finally {
      listener.dispose();
    }
  }

  async #source(target: string, folder: Folder): Promise<QuerySource> {
    if (!target.startsWith(schemaTarget))
      return { kind: 'file', bytes: await readSnapshot(target, this.#services.databaseFiles) };
    await folder.ready;
    const name = target.slice(schemaTarget.length);
    const database = folder.linter.project.databases.find((candidate) => candidate.name === name);
    if (!database || database.steps.length === 0)
      throw failure(`The schema of ${name} is not known. Choose another, or a database file.`);
    return { kind: 'schema', steps: engineSteps(database.steps) };
  }
}

/** The statements of a text, each with its parameters. */
export function queryStatements(text: string): QueryStatementsResult {
  return {
    statements: splitScript(text).pieces.map(({ range }) => {
      const sql = text.slice(range.start, range.end);
      return { sql, end: range.end, parameters: readParameters(sql).map(({ name }) => name) };
    }),
  };
}

/** What the queries of a folder can run on: its schema, and the database files in it. */
export async function queryTargets(folder: Folder): Promise<QueryTarget[]> {
  await folder.ready;
  const { project } = folder.linter;
  const schemas = project.databases.filter(({ steps }) => steps.length > 0);
  const targets = schemas.map(
    ({ name, steps }): QueryTarget => ({
      target: `${schemaTarget}${name}`,
      label: schemas.length === 1 ? "The project's schema" : `The schema of ${name}`,
      description: `${steps.length} ${steps.length === 1 ? 'statement' : 'statements'}, no rows`,
    }),
  );
  for (const path of folder.databases)
    targets.push({ target: `${folder.root}/${path}`, label: path, description: 'a copy in memory' });
  return targets;
}

function failure(message: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
