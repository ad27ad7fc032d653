import { type EmbeddedSql, hostRange, standsAsItIs } from '../embedded/sql/embedded-sql.ts';
import type { Fix, Problem } from '../rules/rule.ts';
import { shift } from '../text/range.ts';

/** A problem whose ranges count from a place `by` further back: from the start of the file instead of a statement's. */
export function moved(problem: Problem, by: number): Problem {
  return {
    ...problem,
    range: shift(problem.range, by),
    ...(problem.fixes && {
      fixes: problem.fixes.map((fix) =>
        fix.file === undefined
          ? { ...fix, edits: fix.edits.map((edit) => ({ ...edit, range: shift(edit.range, by) })) }
          : fix,
      ),
    }),
  };
}

/**
 * A problem of SQL in a program at its place there. An edit of the SQL itself is kept where the SQL stands in the program
 * as it is, and the new text needs no quotes or escapes, which are the program's.
 */
export function inProgram(problem: Problem, sql: EmbeddedSql): Problem {
  const fixes = problem.fixes?.flatMap((fix): Fix[] => {
    if (fix.file !== undefined || fix.migration) return [fix];
    const isPlain = fix.edits.every(({ range, text }) => standsAsItIs(sql, range) && /^[\w -]*$/.test(text));
    if (!isPlain) return [];
    return [{ ...fix, edits: fix.edits.map((edit) => ({ ...edit, range: hostRange(sql, edit.range) })) }];
  });
  const { fixes: _, ...rest } = problem;
  return { ...rest, range: hostRange(sql, problem.range), ...(fixes?.length && { fixes }) };
}
