import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import type { EmbeddedSql } from '../../sql/embedded-sql.ts';
import type { IgnoredParameter, Setting } from '../site.ts';
import { type PragmaStatement, pragmasSetBy, receiverOf, settingOf } from '../statements.ts';
import { type Holder, isConditional, isHolder, isOfOpening, valueOfName } from '../values.ts';

/** What statements that are run on a connection set, and those that are never run. */
export type Run = { readonly settings: readonly Setting[]; readonly ignored: readonly IgnoredParameter[] };

/** Of several statements in one text JDBC's `execute` and `prepareStatement` run the first; `executeUpdate` runs all. */
const runsAll = /(?:^|\.)execute(?:Large)?Update$/;

/** The pragmas that are run on a connection, through its statements as well. */
export function runOn(holder: Holder | undefined, file: HostFile, place: Node): Run {
  const settings: Setting[] = [];
  const ignored: IgnoredParameter[] = [];
  if (!holder) return { settings, ignored };
  for (const one of file.sql) {
    if (!/\bpragma\b/i.test(one.text)) continue;
    const at = file.root.descendantForIndex(one.range.start, one.range.end);
    if (!at) continue;
    const connection = connectionOf(receiverOf(one.callee), at);
    if (connection === undefined || !isHolder(holder, connection, at)) continue;
    if (!isOfOpening(holder, at, place)) continue;
    const { run, left } = statementsOf(one, file);
    const maybe = isConditional(at, place) || undefined;
    settings.push(
      ...run.map((statement) => ({
        ...settingOf(statement, { by: 'statement', everyConnection: true }),
        maybe,
      })),
    );
    ignored.push(
      ...left.map((statement) => neverRun(statement, one.callee?.replace(/^.*\./s, '') ?? 'execute')),
    );
  }
  return { settings, ignored };
}

/** The statements of a text that are run, and those that are left. */
export function statementsOf(
  sql: EmbeddedSql,
  { cache }: HostFile,
  all = runsAll.test(sql.callee ?? ''),
): { run: PragmaStatement[]; left: PragmaStatement[] } {
  const found = pragmasSetBy(sql, cache);
  if (all || sql.callee === undefined) return { run: found, left: [] };
  const firstEnds = sql.text.indexOf(';');
  const isFirst = (statement: PragmaStatement, at: number): boolean =>
    at === 0 &&
    (firstEnds < 0 || !/^[^;]*;[\s\S]*\bpragma\b/i.test(sql.text) || startsWithPragma(sql, statement));
  return {
    run: found.filter((statement, at) => isFirst(statement, at)),
    left: found.filter((statement, at) => !isFirst(statement, at)),
  };
}

function startsWithPragma(sql: EmbeddedSql, { pragma }: PragmaStatement): boolean {
  return new RegExp(`^\\s*pragma\\s+(?:\\w+\\.)?${pragma}\\b`, 'i').test(sql.text);
}

/** A pragma behind the first statement of a text, which a method of JDBC leaves out. */
export function neverRun({ pragma, range }: PragmaStatement, method: string): IgnoredParameter {
  return {
    name: `PRAGMA ${pragma}`,
    range,
    reason: `sqlite-jdbc runs only the first statement of a text that ${method} is given`,
    instead: 'a call for each statement',
  };
}

/** The connection that a receiver is, or that its statement was created by. */
function connectionOf(receiver: string | undefined, at: Node): string | undefined {
  if (receiver === undefined) return undefined;
  const chained = /^(.*?)\.(?:createStatement|prepareStatement|prepareCall)\(.*\)$/s.exec(receiver)?.[1];
  if (chained !== undefined) return chained;
  const value = valueOfName(receiver, at);
  const creator = value && /^(.*?)\s*\.\s*(?:createStatement|prepareStatement)\s*\(/s.exec(value.text)?.[1];
  return creator ?? receiver;
}
