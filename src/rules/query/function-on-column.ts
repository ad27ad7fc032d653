import { withSchema } from '../examples.ts';
import { addProposedHelp } from '../index-help.ts';
import { indexFixes, obstaclesOf, rewriteFixes, servedBy } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE member (id INTEGER PRIMARY KEY, email TEXT NOT NULL, joined_at TEXT NOT NULL, team TEXT);\nCREATE INDEX member_email ON member (email);\nCREATE INDEX member_joined ON member (joined_at);\nCREATE INDEX member_team ON member (team);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/function-on-column',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'safe',
  docs: {
    what: 'Finds conditions that compare what is computed from a column, `lower(email) = ?` or `date(at) = ?`, where the column itself has an index that SQLite can’t use for it. An index on the expression, or another way to write the condition, is proposed, and proven by planning again.',
    why: 'The index that was made for such lookups is passed over, and every row is read. An index serves a condition on the very term that it stands on.',
    sources: [
      'https://sqlite.org/expridx.html',
      'https://sqlite.org/optoverview.html#where_clause_analysis',
      'https://sqlite.org/lang_datefunc.html',
    ],
    bad: [
      project('SELECT id FROM member WHERE lower(email) = ?;\n'),
      project("SELECT id FROM member WHERE coalesce(team, '') = 'blue';\n"),
      project("SELECT id FROM member WHERE strftime('%Y', joined_at) = '2026';\n"),
      project('SELECT id FROM member WHERE CAST(id AS TEXT) = ?;\n'),
    ],
    good: [
      project(
        'SELECT id FROM member WHERE lower(email) = ?;\n',
        'CREATE INDEX member_lower_email ON member (lower(email));\n',
      ),
      project('SELECT id FROM member WHERE email = lower(?);\n'),
      // A plus before the column says that no index shall be used for it.
      project("SELECT id FROM member WHERE +team = 'blue';\n"),
      // The other condition leads to the rows.
      project('SELECT id FROM member WHERE email = ? AND lower(team) = ?;\n'),
      project("SELECT id FROM member WHERE joined_at >= '2026-01-01' AND joined_at < '2027-01-01';\n"),
    ],
  },
  proofs: [
    {
      claim: 'An index on the column does not serve what is computed from it.',
      sql: [schema, 'SELECT joined_at FROM member WHERE lower(email) = ?'],
      plan: ['SCAN member'],
    },
    {
      claim: 'An index on the expression does.',
      sql: [
        schema,
        'CREATE INDEX i ON member (lower(email))',
        'SELECT joined_at FROM member WHERE lower(email) = ?',
      ],
      plan: ['SEARCH member USING INDEX i (<expr>=?)'],
    },
    {
      claim: 'A range of days is the same as a date only where all times have the form that date() reads.',
      sql: [
        'CREATE TABLE t (at)',
        "INSERT INTO t VALUES ('2026-03-05 10:00:00'), ('2026-03-05T23:30:00-02:00')",
        "SELECT at FROM t WHERE date(at) <> '2026-03-05' AND at >= '2026-03-05' AND at < '2026-03-06'",
      ],
      expect: [['2026-03-05T23:30:00-02:00']],
    },
  ],
  *checkStatement(input) {
    for (const { obstacle, state } of obstaclesOf(input, 'function-on-column', 'date-function')) {
      const { range, rewrite, indexes, table, column, index, rowid } = obstacle;
      const condition = input.syntax.text.slice(range.start, range.end);
      const first =
        index === undefined && !rowid
          ? `No index on ${column} can serve this condition, and all of ${table} is read.`
          : `This condition keeps SQLite from using ${servedBy(obstacle)}, and all of ${table} is read.`;
      const note = rewrite && !rewrite.safe ? ` ${doubtOf(obstacle.kind, column)}` : '';
      const [serving] = indexes;
      const added = rewrite?.indexes[0];
      const toAdd = rewrite ? added : serving;
      const helps = [
        ...(rewrite ? [`Instead of ${condition} write ${written(rewrite.edits)}.${note}`] : []),
        ...(toAdd ? [addProposedHelp(input.database, [toAdd])] : []),
      ];
      yield {
        range,
        message: `${first} An index serves a condition on the very term that it stands on.`,
        help: helps.join(' ') || 'Compare the column itself, with a value that was computed before.',
        fixes: [
          ...rewriteFixes(obstacle),
          ...indexFixes(input, state, rewrite?.safe ? [] : [...(added ? [added] : []), ...indexes]),
        ],
      };
    }
  },
});

function written(edits: readonly { readonly text: string }[]): string {
  return edits.map(({ text }) => text).join(', ');
}

function doubtOf(kind: string, column: string | undefined): string {
  return kind === 'date-function'
    ? `That is the same where ${column} holds text in one form, without a time zone.`
    : `That is the same where ${column} holds nothing but numbers.`;
}
