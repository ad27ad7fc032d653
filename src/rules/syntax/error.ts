import { isForeign } from '../../sql/foreign-syntax.ts';
import { withoutSemicolon } from '../../sql/scan.ts';
import { namedToken } from '../../sql/syntax-error.ts';
import { readUnsupportedAlter } from '../../sql/unsupported-alter.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'syntax/error',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['syntax'],
  fix: 'none',
  docs: {
    what: 'Finds statements that SQLite’s grammar refuses. SQLite itself decides; the place is the token that it stops at.',
    why: 'The statement fails whenever it is run: a migration stops half-way, a query throws.',
    sources: ['https://sqlite.org/lang.html'],
    bad: [
      { 'queries/a.sqlite.sql': 'SELEC 1;\n' },
      { 'queries/a.sqlite.sql': 'SELECT 1;\nSELECT (1;\nSELECT 2;\n' },
      { 'queries/a.sqlite.sql': "SELECT 'open FROM t;\nSELECT 1;\n" },
    ],
    good: [
      { 'queries/a.sqlite.sql': 'SELECT 1;;\n.mode box\n-- SELEC\nVALUES (1), (2);\n' },
      // Names that only the parser takes for keywords.
      { 'queries/a.sqlite.sql': 'SELECT 1 AS over, 2 AS filter, 1_000;\n' },
      // Builds with SQLITE_ENABLE_UPDATE_DELETE_LIMIT accept it, and many drivers are such builds.
      { 'queries/a.sqlite.sql': 'DELETE FROM log WHERE old ORDER BY id LIMIT 100;\n' },
      // Completed by a template engine before SQLite sees it.
      { 'queries/a.sqlite.sql': 'SELECT id FROM {{ table }};\n' },
    ],
  },
  proofs: [
    { claim: 'SQLite names the token it stops at.', sql: ['SELEC 1'], error: 'near "SELEC": syntax error' },
  ],
  *checkStatement({ syntax, syntaxError }) {
    if (!syntaxError || syntax.hasPlaceholder || isForeign(syntax, syntaxError)) return;
    if (readUnsupportedAlter(syntax, syntaxError)) return;
    const token = namedToken(syntaxError.message)?.toUpperCase();
    if (
      (token === 'LIMIT' || token === 'ORDER') &&
      /^\s*(?:WITH\b[\s\S]*)?\b(?:UPDATE|DELETE)\b/i.test(syntax.text)
    )
      return;
    const { start, end } = syntaxError.range;
    const range = start === end ? lastToken(syntax.text, start) : syntaxError.range;
    yield {
      range,
      message: `SQLite refuses this statement: ${syntaxError.message}.`,
      help:
        syntaxError.message === 'incomplete input'
          ? 'Complete the statement: a parenthesis, a quote or an END is missing.'
          : 'Correct the statement at this token, or what stands before it.',
    };
  },
});

/** Something to underline where the statement ends too early. */
function lastToken(text: string, end: number): { start: number; end: number } {
  const before = withoutSemicolon(text.slice(0, end));
  const word = /(?:\w+|[^\w\s])$/.exec(before)?.[0] ?? '';
  return { start: before.length - word.length, end: before.length };
}
