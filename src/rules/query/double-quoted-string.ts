import type { Range } from '../../text/range.ts';
import { withSchema } from '../examples.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT NOT NULL);\nCREATE INDEX task_state ON task (state);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/double-quoted-string',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema'],
  inPrograms: true,
  fix: 'safe',
  docs: {
    what: 'Finds double-quoted text that SQLite takes for a string because no column has that name.',
    why: 'Double quotes are for names. SQLite’s old leniency turns a misspelt column into a constant, so that the query answers wrongly without an error; and node:sqlite, better-sqlite3 and the sqlite3 shell refuse it: the same query works in one program and fails in the next.',
    sources: ['https://sqlite.org/quirks.html#dblquote'],
    bad: [project('SELECT id FROM task WHERE state = "open";\n')],
    good: [
      project("SELECT id FROM task WHERE state = 'open';\n"),
      project('SELECT "id" FROM "task" WHERE "state" = \'open\';\n'),
      project('SELECT id AS "open" FROM task ORDER BY "open";\n'),
      // A default is a string in any build.
      {
        'schema.sqlite.sql':
          'CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT NOT NULL DEFAULT "open");\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'A name that no column has is read as a string.',
      sql: ['CREATE TABLE t (a)', 'INSERT INTO t VALUES (1)', 'SELECT "nosuch" FROM t'],
      expect: [['nosuch']],
    },
  ],
  *checkStatement({ syntax, query }) {
    const strings = (query?.strings ?? []).map((start) => readString(syntax.text, start));
    const [first, ...others] = strings;
    if (!first) return;
    const more = others.length === 0 ? '' : ` So are ${others.length} more in this statement.`;
    yield {
      range: first.range,
      message: `${first.written} is a string here, for no column is called so.${more}`,
      help: `Write ${first.literal} for a string, or correct the column’s name.`,
      fixes: [
        {
          title:
            others.length === 0
              ? `Change to ${first.literal}`
              : `Write ${strings.length} strings in single quotes`,
          safe: true,
          edits: strings.map(({ range, literal }) => ({ range, text: literal })),
        },
      ],
    };
  },
});

/** The string in double quotes at an offset, and as it is written in single ones. */
function readString(text: string, start: number): { range: Range; written: string; literal: string } {
  const range = { start, end: closingQuote(text, start) };
  const written = text.slice(range.start, range.end);
  const content = written.slice(1, -1).replaceAll('""', '"');
  return { range, written, literal: `'${content.replaceAll("'", "''")}'` };
}

function closingQuote(text: string, at: number): number {
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] !== '"') continue;
    if (text[end + 1] !== '"') return end + 1;
    end++;
  }
  return text.length;
}
