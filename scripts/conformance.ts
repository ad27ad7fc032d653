/**
 * Compares our verdict on statements with SQLite's own.
 *
 *   npm run -s conformance -- FILE.jsonl…
 *
 * A row is `{sql, verdict[, offset]}`: `verdict` is `ok`, `syntax_error` or `other_error`, `offset` is where SQLite
 * stopped, in bytes. The last line printed is JSON, described by docs/conformance.schema.json.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EngineClient } from '../src/engine/client.ts';
import { nodeWorkerHost } from '../src/host/node/workers.ts';
import { readSqlDocument, SyntaxCache } from '../src/sql/document.ts';
import { locateSyntaxError } from '../src/sql/syntax-error.ts';
import { utf16OffsetOfByte } from '../src/text/bytes.ts';

interface Row {
  readonly sql: string;
  readonly verdict: 'ok' | 'syntax_error' | 'other_error';
  readonly offset?: number;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: 'boolean', short: 'v' } },
});
if (positionals.length === 0) {
  console.error('usage: npm run -s conformance -- [-v] FILE.jsonl…');
  process.exit(2);
}

const engine = new EngineClient(
  nodeWorkerHost(
    new URL('../src/engine/engine.process.ts', import.meta.url),
    new URL('../node_modules/sql.js/dist/sql-wasm.wasm', import.meta.url).pathname,
  ),
);
const totals = { rows: 0, falseErrors: 0, missedErrors: 0, wrongPlace: 0, crashes: 0 };
let placed = 0;

/** The offset of the first syntax error that we report for a text, or undefined. */
async function verdictOf(sql: string): Promise<number | undefined> {
  const { statements } = readSqlDocument(sql, new SyntaxCache(10));
  const messages = await engine.judge(statements.map((statement) => statement.text));
  for (const [index, statement] of statements.entries()) {
    const message = messages[index];
    if (message !== undefined)
      return statement.start + locateSyntaxError(statement.syntax, message).range.start;
  }
  return undefined;
}

function show(kind: string, row: Row, extra = ''): void {
  if (values.verbose) console.error(`${kind} ${extra} ${JSON.stringify(row)}`);
}

async function check(row: Row): Promise<void> {
  totals.rows++;
  let at: number | undefined;
  try {
    at = await verdictOf(row.sql);
  } catch (error) {
    totals.crashes++;
    show('crash', row, String(error));
    return;
  }
  if (row.verdict !== 'syntax_error') {
    if (at !== undefined) {
      totals.falseErrors++;
      show('false error', row, `at ${at}`);
    }
  } else if (at === undefined) {
    totals.missedErrors++;
    show('missed error', row);
  } else if (row.offset !== undefined && row.offset >= 0) {
    placed++;
    const expected = utf16OffsetOfByte(row.sql, row.offset);
    if (expected !== at) {
      totals.wrongPlace++;
      show('wrong place', row, `at ${at}, not ${expected}`);
    }
  }
}

for (const file of positionals) {
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Row);
  // Several rows at once: the engine takes one after the other, and no row waits for a round trip.
  for (let at = 0; at < rows.length; at += 64) await Promise.all(rows.slice(at, at + 64).map(check));
}
console.error(`${placed} errors have a place to compare`);
console.log(JSON.stringify(totals));
await engine.dispose();
