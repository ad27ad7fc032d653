import { columnOf, referenceOf } from '../../schema/scopes.ts';
import { type Expr, unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, functionName, isComparison, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';
import { type TimeFormat, timeFormat, timeFormats } from '../time-format.ts';

const project = withSchema(
  "CREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, seen TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')));\nCREATE INDEX visit_at ON visit (at);\nCREATE INDEX visit_seen ON visit (seen);\n",
);

export default defineRule({
  id: 'query/time-format-mismatch',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds a column whose default writes moments in one format, compared with a moment in another one: with a blank or with a T between day and time.',
    why: 'They are compared as text, and a blank comes before T. All of a day with a blank is before any time of that day with a T, so that rows of up to a day are missing or too many.',
    sources: [
      'https://sqlite.org/lang_datefunc.html#time_values',
      'https://sqlite.org/lang_createtable.html#the_default_clause',
    ],
    bad: [
      project("SELECT id FROM visit WHERE at >= strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-1 hour');\n"),
      project("SELECT id FROM visit WHERE seen >= datetime('now', '-1 hour');\n"),
      project("SELECT id FROM visit WHERE at < '2026-01-31T12:00:00Z';\n"),
    ],
    good: [
      project("SELECT id FROM visit WHERE at >= datetime('now', '-1 hour');\n"),
      project("SELECT id FROM visit WHERE seen >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-1 hour');\n"),
      // The whole day is meant.
      project("SELECT id FROM visit WHERE seen >= date('now');\n"),
      project('SELECT id FROM visit WHERE at >= ?;\n'),
    ],
  },
  proofs: [
    {
      claim: 'A row of this hour is taken for one before it.',
      sql: [
        'CREATE TABLE t (at TEXT)',
        "INSERT INTO t VALUES ('2026-01-31 12:30:00')",
        "SELECT at >= '2026-01-31T12:00:00Z', at >= '2026-01-31 12:00:00' FROM t",
      ],
      expect: [[0, 1]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    const query = compiledQuery(input);
    for (const { node } of nodesOf(query?.tree, 'BinaryExpr')) {
      if (!query || !isComparison(node.op)) continue;
      for (const [side, value] of [
        [node.left, node.right],
        [node.right, node.left],
      ] as const) {
        const reference = referenceOf(side, query.names);
        const column = reference && columnOf(reference);
        const stored = column && timeFormat(column.defaultValue ?? '');
        const asked = formatOf(value, syntax.textOf(value));
        if (!column || !asked || (stored !== 'blank' && stored !== 'T') || stored === asked) continue;
        yield {
          range: syntax.rangeOf(node),
          message: `${column.name} defaults to ${timeFormats[stored]}, and this is of the form ${timeFormats[asked]}.`,
          help: 'Compare with a moment in the format that the column has: as text, a blank comes before every T.',
        };
      }
    }
  },
});

/** The format of a moment with a time of day; undefined for anything else. */
function formatOf(expr: Expr, text: string): Extract<TimeFormat, 'blank' | 'T'> | undefined {
  const inner = unwrap(expr);
  if (inner.type === 'StringLiteral')
    return separatorOf(/^\d{4}-\d\d-\d\d([ T])\d\d:/.exec(inner.value)?.[1]);
  if (inner.type === 'FunctionCallExpr') {
    const [format] = inner.args ?? [];
    if (functionName(inner) === 'datetime') return 'blank';
    if (functionName(inner) !== 'strftime' || format?.type !== 'StringLiteral') return undefined;
    return separatorOf(/^(?:%Y-%m-%d|%F)([ T])%[HT]/.exec(format.value)?.[1]);
  }
  return /^current_timestamp$/i.test(text) ? 'blank' : undefined;
}

function separatorOf(written: string | undefined): 'blank' | 'T' | undefined {
  if (written === undefined) return undefined;
  return written === 'T' ? 'T' : 'blank';
}
