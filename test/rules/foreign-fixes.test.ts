import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { applyEdits } from '../../src/text/edit.ts';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

/** A query as the first fix of a portability rule leaves it; undefined where none is offered. */
async function fixed(query: string): Promise<string | undefined> {
  const path = 'queries/report.sqlite.sql';
  const findings = await lintProject(engine, { [path]: `${query};\n` });
  const [fix] = findings.filter(({ rule }) => rule.startsWith('portability/')).flatMap(({ fixes }) => fixes);
  return fix && applyEdits(`${query};\n`, fix.edits).replace(/;\n$/, '');
}

describe('what takes the place of another database’s functions and casts', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['SELECT right(title, 3) FROM report', 'SELECT substr(title, -3) FROM report'],
    ['SELECT right(title, a + 1) FROM report', 'SELECT substr(title, -(a + 1)) FROM report'],
    // Two signs would start a comment.
    ['SELECT right(title, -2) FROM report', 'SELECT substr(title, -(-2)) FROM report'],
    // A comment would take the parenthesis with it.
    ['SELECT left(title, 3 -- three\n) FROM report', 'SELECT substr(title, 1, 3) FROM report'],
    ['SELECT left(title /* head */, 3) FROM report', 'SELECT substr(title, 1, 3) FROM report'],
    ['SELECT greatest(a, b, c) FROM report', 'SELECT max(a, b, c) FROM report'],
    // Of one value it would be the greatest of all rows.
    ['SELECT greatest(a) FROM report', undefined],
    ['SELECT a, title::text FROM report', 'SELECT a, CAST(title AS TEXT) FROM report'],
    ["SELECT 'it''s'::text FROM report", "SELECT CAST('it''s' AS TEXT) FROM report"],
    ['SELECT report.id::text FROM report', 'SELECT CAST(report.id AS TEXT) FROM report'],
    // What stands before the cast is the rest of a longer value.
    ['SELECT made::date::text FROM report', undefined],
    ['SELECT "report".id::text FROM report', undefined],
    ["SELECT x'41'::text FROM report", undefined],
    ['SELECT 1.5e3::int FROM report', undefined],
  ];
  for (const [query, expected] of cases) {
    test(query.replace(/\s+/g, ' '), async () => assert.equal(await fixed(query), expected));
  }
});
