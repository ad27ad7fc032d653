import { d1MigrationOf } from '../../project/d1/use.ts';
import type { Statement } from '../../sql/statement.ts';
import { d1Migration } from '../d1-examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'd1/transaction-in-migration',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'unsafe',
  docs: {
    what: 'Finds BEGIN, COMMIT, ROLLBACK and SAVEPOINT in migrations that wrangler applies to D1.',
    why: 'wrangler runs each migration in a transaction of its own, and D1 refuses statements that open or end one: the migration fails. A single `BEGIN TRANSACTION;`, in capitals, with its `COMMIT;` is taken out before it runs, as dumps have it; every other form is not.',
    sources: [
      'https://developers.cloudflare.com/d1/reference/migrations/',
      'https://developers.cloudflare.com/d1/best-practices/import-export-data/',
      'https://github.com/nuxt-hub/core/issues/81',
    ],
    bad: [
      d1Migration('BEGIN;\nCREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\nCOMMIT;\n'),
      d1Migration(
        'SAVEPOINT a;\nCREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\nRELEASE a;\n',
      ),
      d1Migration('CREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\nCOMMIT;\n'),
    ],
    good: [
      d1Migration('CREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\n'),
      // wrangler takes this pair out.
      d1Migration(
        'BEGIN TRANSACTION;\nCREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\nCOMMIT;\n',
      ),
      // The body of a trigger is no transaction.
      d1Migration(
        "CREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\nCREATE TRIGGER visit_kept BEFORE DELETE ON visit BEGIN SELECT raise(ABORT, 'kept'); END;\n",
      ),
    ],
  },
  *checkFile(file, project) {
    const { statements, text } = file.source.document;
    const found = statements.filter(controls);
    const [first] = found;
    if (!first || !d1MigrationOf(file, project) || isTakenOut(found, text)) return;
    yield {
      range: first.range,
      message: `D1 refuses ${wordOf(first)}: wrangler runs the migration in a transaction of its own.`,
      help: 'Leave out the statements that begin and end the transaction: all of the migration or none of it is applied anyway.',
      fixes: [
        {
          title: 'Leave out the statements of the transaction',
          safe: false,
          edits: found.map(({ start, end }) => ({ range: { start, end: endOfLine(text, end) }, text: '' })),
        },
      ],
    };
  },
});

const controls = ({ tree }: Statement): boolean =>
  /^(?:Begin|Commit|Rollback|Savepoint|Release)Stmt$/.test(tree?.type ?? '');

const wordOf = ({ text }: Statement): string => /^\w+/.exec(text)?.[0].toUpperCase() ?? 'it';

/** wrangler takes out the first `BEGIN TRANSACTION;` and the first `COMMIT;`, where both are spelt so. */
function isTakenOut(found: readonly Statement[], text: string): boolean {
  const [begin, commit] = found;
  return (
    found.length === 2 &&
    begin !== undefined &&
    commit !== undefined &&
    text.startsWith('BEGIN TRANSACTION;', begin.start) &&
    text.startsWith('COMMIT;', commit.start)
  );
}

/** Behind the end of a statement and of its line. */
function endOfLine(text: string, end: number): number {
  const rest = /^;?[ \t]*\n?/.exec(text.slice(end))?.[0] ?? '';
  return end + rest.length;
}
