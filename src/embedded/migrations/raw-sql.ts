import type { Range } from '../../text/range.ts';
import type { SchemaOperation } from './operations.ts';

/** SQL that a script runs: written out, or known up to the first part that is put together at run time. */
export type RawSql =
  | { readonly text: string; readonly range: Range; readonly verbatim: boolean }
  | { readonly prefix: string };

/** SQL that is put together at run time is opaque, unless its first words say that it is about rows. */
export function rawSqlOperations(sql: RawSql, range: Range): SchemaOperation[] {
  if ('text' in sql) {
    return [{ kind: 'sql', range, sql: sql.text, textRange: sql.range, verbatim: sql.verbatim }];
  }
  if (isAboutRows(sql.prefix)) return [];
  const table = tableStart.exec(sql.prefix)?.[1];
  return [
    {
      kind: 'opaque',
      range,
      reason: 'it runs SQL that is put together at run time',
      tables: table === undefined ? undefined : [table],
    },
  ];
}

const tableStart = /^\s*(?:alter|create|drop)\s+table\s+(?:if\s+(?:not\s+)?exists\s+)?["`]?(\w+)["`]?[\s(]/i;

/** True for SQL that changes or reads rows only, all statements of it. */
export function isAboutRows(sql: string): boolean {
  return (
    /^\s*(?:update|insert|delete|select|replace|with|explain|analyze|set|show)\b/i.test(sql) &&
    !mayChangeSchema(sql)
  );
}

/** True for SQL that may change the schema: anything but a data fix. */
export function mayChangeSchema(sql: string): boolean {
  return /\b(?:create|alter|drop)\b/i.test(sql);
}
