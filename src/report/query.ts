import Table from 'cli-table3';
import { stringify } from 'csv-stringify/sync';
import type { PlanNode } from '../advice/plan-tree.ts';
import type { Cell, StatementResult } from '../engine/query-protocol.ts';
import type { Paint } from './pretty.ts';

/** A value as text: blobs as SQL writes them, NULL by its name. */
export function cellText(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell !== 'object') return String(cell);
  if ('integer' in cell) return cell.integer;
  if ('real' in cell) return cell.real;
  return `x'${cell.blob}'`;
}

const maxCellLength = 120;

/** The rows as a table for a terminal, one line for each; long values are cut, line breaks shown as ⏎. */
export function tableOf({ columns, rows }: StatementResult, paint: Paint): string {
  const table = new Table({
    head: columns.map((name) => paint('bold', oneLine(name))),
    style: { head: [], border: [], compact: true },
    colAligns: columns.map((_, column) =>
      rows.some((row) => row[column] !== null) && rows.every((row) => isNumber(row[column] ?? null))
        ? 'right'
        : 'left',
    ),
  });
  for (const row of rows) {
    table.push(row.map((cell) => (cell === null ? paint('dim', 'NULL') : oneLine(cellText(cell)))));
  }
  return `${table.toString()}\n`;
}

/** The rows as CSV (RFC 4180); NULL is an empty field, as the sqlite3 shell writes it. */
export function csvOf({ columns, rows }: StatementResult): string {
  return stringify(
    rows.map((row) => row.map((cell) => (cell === null ? '' : cellText(cell)))),
    { header: true, columns: [...columns], record_delimiter: 'windows' },
  );
}

/**
 * The rows as objects by column name; of columns with the same name the later ones get a number. What JSON has no number
 * for (large integers, infinities) and blobs are texts, as SQL writes them.
 */
export function objectsOf({ columns, rows }: StatementResult): Record<string, string | number | null>[] {
  const seen = new Map<string, number>();
  const names = columns.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}:${count}`;
  });
  return rows.map((row) =>
    Object.fromEntries(names.map((name, column) => [name, plainValue(row[column] ?? null)])),
  );
}

/** The plan as an indented tree, with a note behind each step that costs. */
export function planText(nodes: readonly PlanNode[], paint: Paint, prefix = ''): string {
  return nodes
    .map(({ detail, warning, children }, position) => {
      const last = position === nodes.length - 1;
      const note = warning === undefined ? '' : `  ${paint('yellow', `← ${warning}`)}`;
      const line = `${prefix}${last ? '└─ ' : '├─ '}${detail}${note}\n`;
      return line + planText(children, paint, `${prefix}${last ? '   ' : '│  '}`);
    })
    .join('');
}

function plainValue(cell: Cell): string | number | null {
  if (cell !== null && typeof cell === 'object' && 'real' in cell && !cell.real.endsWith('Inf'))
    return Number(cell.real);
  return cell === null || typeof cell !== 'object' ? cell : cellText(cell);
}

function isNumber(cell: Cell): boolean {
  return (
    cell === null ||
    typeof cell === 'number' ||
    (typeof cell === 'object' && ('integer' in cell || 'real' in cell))
  );
}

function oneLine(text: string): string {
  const flat = text
    .replace(/\r\n|\r|\n/g, '⏎')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would carry them out
    .replace(/[\u0000-\u001F\u007F-\u009F]/g, '·');
  return flat.length > maxCellLength ? `${flat.slice(0, maxCellLength - 1)}…` : flat;
}
