import { readSqlDocument, type SyntaxCache } from '../../sql/document.ts';
import { readPragma } from '../../sql/pragma.ts';
import { overlaps, type Range } from '../../text/range.ts';
import type { HostFile } from '../host-file.ts';
import { type EmbeddedSql, hostRange } from '../sql/embedded-sql.ts';
import type { ConnectionSite, LooseSetting, Setting } from './site.ts';

/** A pragma that SQL in a program sets. */
export interface PragmaStatement {
  readonly pragma: string;
  /** Undefined where the program fills it in at run time. */
  readonly value: string | undefined;
  /** The statement in the host file. */
  readonly range: Range;
  readonly sql: EmbeddedSql;
}

/** The pragmas that SQL sets, in its order; those that it only asks for are left out. */
export function pragmasSetBy(sql: EmbeddedSql, cache: SyntaxCache): PragmaStatement[] {
  if (!/\bpragma\b/i.test(sql.text)) return [];
  return readSqlDocument(sql.text, cache).statements.flatMap((statement): PragmaStatement[] => {
    const pragma = statement.tree && readPragma(statement.tree);
    if (!statement.tree) {
      // With a hole for its value it is no statement that SQLite takes, nor are digits in groups in older versions
      // (`60_000`), yet either sets that pragma.
      const [, schema, name, by] =
        /^\s*pragma\s+(?:(\w+)\.)?(\w+)\s*(=|\()\s*[^\s;]/i.exec(statement.text) ?? [];
      const range = { start: statement.start, end: statement.end };
      const isFilled = sql.holes.some((hole) => overlaps(hole.range, range));
      if (name === undefined || isOfAnother(schema, name) || !(isFilled || by === '=')) return [];
      return [{ pragma: name.toLowerCase(), value: undefined, range: hostRange(sql, range), sql }];
    }
    if (!pragma?.valueNode || isOfAnother(pragma.schema, pragma.name)) return [];
    const { start, end } = statement.syntax.rangeOf(pragma.valueNode);
    const value = { start: start + statement.start, end: end + statement.start };
    const filled = sql.holes.some(({ range }) => overlaps(range, value));
    return [
      {
        pragma: pragma.name,
        value: filled ? undefined : pragma.value,
        range: hostRange(sql, { start: statement.start, end: statement.end }),
        sql,
      },
    ];
  });
}

/** Pragmas that each database of a connection has a value of. https://sqlite.org/pragma.html */
const ofEachDatabase =
  /^(?:journal_mode|synchronous|cache_size|mmap_size|journal_size_limit|locking_mode|default_cache_size)$/i;

/** True for a pragma that is set for an attached database alone: `PRAGMA archive.synchronous = OFF`. */
export function isOfAnother(schema: string | undefined, pragma: string): boolean {
  return schema !== undefined && schema.toLowerCase() !== 'main' && ofEachDatabase.test(pragma);
}

/** What stands before the last dot of a callee: `this.db` of `this.db.exec`; undefined where nothing does. */
export function receiverOf(callee: string | undefined): string | undefined {
  const at = callee?.search(/(?:\.|\?\.|->|::)[^.>:]*$/) ?? -1;
  return at <= 0 ? undefined : callee?.slice(0, at);
}

/** A pragma statement as a setting of the handle that it is run on. */
export function settingOf(
  { pragma, value, range }: PragmaStatement,
  how: Pick<Setting, 'by' | 'everyConnection'>,
): Setting {
  return { pragma, value, range, written: `PRAGMA ${pragma}`, ...how };
}

/** The same where the handle is opened elsewhere. */
export function looseSettingOf(statement: PragmaStatement, handle: LooseSetting['handle']): LooseSetting {
  return { ...settingOf(statement, { by: 'statement', everyConnection: handle === 'connection' }), handle };
}

/**
 * The pragmas that a file sets on handles which it does not open: those that are no site's.
 * @param handleOf what the receiver of a call is, where its type tells
 */
export function looseSettings(
  { sql, cache }: HostFile,
  sites: readonly ConnectionSite[],
  handleOf: (receiver: string | undefined, sql: EmbeddedSql) => LooseSetting['handle'],
): LooseSetting[] {
  const taken = new Set(sites.flatMap(({ settings }) => settings.map(({ range }) => range.start)));
  return sql
    .flatMap((one) => pragmasSetBy(one, cache))
    .filter(({ range }) => !taken.has(range.start))
    .map((statement) => looseSettingOf(statement, handleOf(receiverOf(statement.sql.callee), statement.sql)));
}
