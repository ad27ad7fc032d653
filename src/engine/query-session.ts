import type { Database, SqlJsStatic, SqlValue, Statement } from 'sql.js';
import { messageOf, stepNote } from './messages.ts';
import { readPlanRows } from './plan.ts';
import type { Cell, QueryAnswer, QueryJob, QuerySource, StatementResult } from './query-protocol.ts';

/** How much text and binary data of one result is kept, whatever the number of its rows. */
const maxKept = 64 * 1024 * 1024;

/** Runs the statements of a job on a database of its own, which is gone afterwards. */
export function runQueryJob(sql: SqlJsStatic, job: QueryJob): QueryAnswer {
  const notes: string[] = [];
  const results: StatementResult[] = [];
  const db = openSource(sql, job.source, notes);
  try {
    for (const [position, { sql: text, parameters }] of job.statements.entries()) {
      try {
        results.push(
          job.mode === 'plan' ? explain(db, text) : runStatement(db, text, parameters ?? [], job.maxRows),
        );
      } catch (error) {
        return { results, notes, error: { message: explainFailure(messageOf(error)), statement: position } };
      }
    }
    return { results, notes };
  } finally {
    db.close();
  }
}

function openSource(sql: SqlJsStatic, source: QuerySource, notes: string[]): Database {
  if (source.kind === 'file') return new sql.Database(source.bytes);
  const db = new sql.Database();
  for (const step of source.steps) {
    try {
      db.run(step.sql);
    } catch (error) {
      try {
        if (step.stub === undefined) throw error;
        db.run(step.stub);
        notes.push(stepNote(step.sql, 'a plain table stands in for it', messageOf(error)));
      } catch {
        notes.push(stepNote(step.sql, 'left out', messageOf(error)));
      }
    }
  }
  return db;
}

function runStatement(
  db: Database,
  sql: string,
  parameters: readonly Cell[],
  maxRows: number,
): StatementResult {
  const start = performance.now();
  const changesBefore = totalChanges(db);
  const statement = db.prepare(sql);
  try {
    if (parameters.length > 0) statement.bind(parameters.map(toSqlValue));
    const columns = statement.getColumnNames();
    const rows: Cell[][] = [];
    let truncated = false;
    let kept = 0;
    while (statement.step()) {
      if (rows.length === maxRows || kept > maxKept) {
        truncated = true;
        break;
      }
      const row = readRow(statement);
      for (const cell of row) kept += sizeOf(cell);
      rows.push(row);
    }
    return {
      sql,
      columns,
      rows,
      truncated,
      changes: totalChanges(db) - changesBefore,
      elapsedMs: performance.now() - start,
      plan: [],
    };
  } finally {
    statement.free();
  }
}

function explain(db: Database, sql: string): StatementResult {
  const start = performance.now();
  return {
    sql,
    columns: [],
    rows: [],
    truncated: false,
    changes: 0,
    plan: readPlanRows(db, sql),
    elapsedMs: performance.now() - start,
  };
}

function totalChanges(db: Database): number {
  return Number(db.exec('SELECT total_changes()')[0]?.values[0]?.[0] ?? 0);
}

/** Integers come as bigint, so that none is rounded and reals can be told apart. */
function readRow(statement: Statement): Cell[] {
  const values = (statement.get as (parameters: null, config: object) => (SqlValue | bigint)[]).call(
    statement,
    null,
    { useBigInt: true },
  );
  return values.map(toCell);
}

function toCell(value: SqlValue | bigint): Cell {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : { integer: value.toString() };
  }
  if (typeof value === 'number') return { real: realText(value) };
  return { blob: hex(value) };
}

function sizeOf(cell: Cell): number {
  if (typeof cell === 'string') return cell.length;
  return cell !== null && typeof cell === 'object' && 'blob' in cell ? cell.blob.length : 8;
}

/** Written so that it can't be taken for an integer. */
function realText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf';
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function toSqlValue(cell: Cell): SqlValue {
  if (cell === null || typeof cell !== 'object') return cell;
  if ('integer' in cell) return BigInt(cell.integer) as unknown as SqlValue;
  if ('real' in cell) return Number(cell.real.replace('Inf', 'Infinity'));
  return Uint8Array.from(cell.blob.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

/** SQLite's message, with the way out where it is this engine that lacks something. */
function explainFailure(message: string): string {
  if (/^no such (?:function|module|collation sequence): /.test(message))
    return `${message}. SQLite in WebAssembly has no FTS5, no R*Tree, no extensions and none of your application's own functions.`;
  return message;
}
