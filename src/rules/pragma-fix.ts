import { type AdvisedPragma, advisedPragmas } from '../facts/effective-pragmas.ts';
import type { Connection } from '../project/connections/connection.ts';
import type { Fix } from './rule.ts';

/** The fix that sets a pragma where the driver takes it, at the place that opens the connection. */
export function pragmaFix({ site }: Connection, pragma: AdvisedPragma): Fix[] {
  const value = advisedPragmas[pragma];
  const edit = site.fix?.(pragma, value);
  return edit ? [{ title: `Set ${pragma} = ${value}`, safe: false, edits: [edit] }] : [];
}
