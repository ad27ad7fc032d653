import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import type { EmbeddedSql } from '../../sql/embedded-sql.ts';
import type { Setting } from '../site.ts';
import { pragmasSetBy, receiverOf, settingOf } from '../statements.ts';
import { type Holder, isConditional, isHolder, isOfOpening, valueOfName } from '../values.ts';
import { argumentsOf } from './types.ts';

/** The pragmas that are run on a connection, through its commands as well. */
export function runOn(holder: Holder | undefined, file: HostFile, place: Node): Setting[] {
  if (!holder) return [];
  return file.sql.flatMap((sql): Setting[] => {
    if (!/\bpragma\b/i.test(sql.text)) return [];
    const at = file.root.descendantForIndex(sql.range.start, sql.range.end);
    const connection = at ? connectionOf(sql, at) : undefined;
    if (!at || connection === undefined || !isHolder(holder, connection, at)) return [];
    if (!isOfOpening(holder, at, place)) return [];
    const maybe = isConditional(at, place) || undefined;
    return pragmasSetBy(sql, file.cache).map((statement) => {
      return { ...settingOf(statement, { by: 'statement', everyConnection: true }), maybe };
    });
  });
}

/** The connection that SQL is run on: `c` of `c.Execute`, of a command that `c` created, or that is given it. */
function connectionOf(sql: EmbeddedSql, at: Node): string | undefined {
  const receiver = receiverOf(sql.callee);
  if (receiver === undefined) {
    // new SqliteCommand("PRAGMA …", connection)
    let around: Node | null = at;
    while (around && around.type !== 'object_creation_expression') around = around.parent;
    return around ? argumentsOf(around)[1]?.text : undefined;
  }
  const chained = /^(.*?)\.CreateCommand\(\)$/s.exec(receiver)?.[1];
  if (chained !== undefined) return chained;
  const value = valueOfName(receiver, at);
  const creator = value && /^(.*?)\s*\.\s*CreateCommand\s*\(\s*\)$/s.exec(value.text)?.[1];
  if (creator !== undefined) return creator.replace(/^\(\w+\)/, '');
  if (value && /^new\s+(?:\w+\.)*S(?:QL|ql)iteCommand\b/.test(value.text))
    return argumentsOf(value).at(-1)?.text ?? receiver;
  return receiver;
}
