import type { QueryAdvice } from '../../advice/advice.ts';
import type { Table } from '../../engine/catalog.ts';
import type { PlanStep } from '../../engine/plan.ts';
import type { StatementSyntax } from '../../sql/statement.ts';
import { mindsCase } from '../case-sensitive-like.ts';
import { withSchema } from '../examples.ts';
import { findsOnlyStates } from '../fixed-conditions.ts';
import { addProposedHelp } from '../index-help.ts';
import { addition, missingIndexes } from '../missing-index.ts';
import { accessesOf, asksForRowid, hasCondition, slowReading } from '../plan-sources.ts';
import { defineRule } from '../rule.ts';

const schema = 'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT NOT NULL, title TEXT NOT NULL);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/full-scan',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds queries that read a whole table although an index would lead them to their rows. The index is proposed, and proven: SQLite plans the query again with it in place.',
    why: 'Reading every row is fast on the developer’s ten rows, and slower with each row that production adds; while it runs, other work waits for the same disk and cache.',
    sources: ['https://sqlite.org/queryplanner.html', 'https://sqlite.org/eqp.html'],
    bad: [project('SELECT id, title FROM book WHERE isbn = ?;\n')],
    good: [
      project('SELECT id, title FROM book WHERE isbn = ?;\n', 'CREATE INDEX book_isbn ON book (isbn);\n'),
      // The whole table is what is asked for.
      project('SELECT id, title FROM book;\n'),
      // No index helps a pattern that starts with a wildcard.
      project("SELECT id FROM book WHERE title LIKE '%sea%';\n"),
      // A table of one row.
      {
        'schema.sqlite.sql':
          'CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL);\n',
        'queries/state.sqlite.sql': 'UPDATE state SET version = version + 1 WHERE version = ?;\n',
      },
      // A program that asks for one state: how few rows are in it is not known, often it is most of them.
      {
        'schema.sqlite.sql': schema,
        'book.js':
          "import { db } from './db.js';\n\nexport const unknown = () =>\n  db.prepare(\"SELECT id FROM book WHERE title = 'unknown'\").all();\n",
      },
      // Run once, by a migration.
      {
        'migrations/001_init.sqlite.sql': schema,
        'migrations/002_fix.sqlite.sql': "UPDATE book SET title = 'unknown' WHERE title = '';\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'Without an index the plan is a scan.',
      sql: [schema, 'SELECT id, title FROM book WHERE isbn = ?'],
      plan: ['SCAN book'],
    },
    {
      claim: 'With one it is a search.',
      sql: [schema, 'CREATE INDEX book_isbn ON book (isbn)', 'SELECT id, title FROM book WHERE isbn = ?'],
      plan: ['SEARCH book USING INDEX book_isbn (isbn=?)'],
    },
  ],
  *checkStatement(input) {
    const { syntax, advice, database } = input;
    const tables = database?.timeline?.tables;
    if (!advice || !tables || isJson(advice)) return;
    const searched = missingIndexes(input).filter(({ index, state }) => {
      // A rule of its own tells of tables that are read again and again.
      if (index.use !== 'search' || !isScan(advice, syntax, state.table)) return false;
      if (index.terms.some((term) => / COLLATE NOCASE$/i.test(term)) && mindsCase(input.project))
        return false;
      return !findsOnlyStates(index, input, state, tables);
    });
    for (const state of new Set(searched.map((one) => one.state))) {
      const [missing, ...more] = searched.filter((one) => one.state === state);
      if (!missing) continue;
      const { range, index } = missing;
      const all = [index, ...more.map((one) => one.index)];
      const terms = all.map((one) => `(${one.terms.join(', ')})`);
      yield {
        range,
        message: `This query reads all of ${index.table}. With ${more.length > 0 ? 'indexes' : 'an index'} on ${terms.join(' and ')} SQLite would search it.`,
        // One of several alone changes nothing.
        ...(more.length > 0 ? { help: addProposedHelp(database, all) } : addition(missing, input)),
      };
    }
  },
});

/** True where all of a table is read once, also for the least or greatest value of those rows that fit a condition. */
function isScan({ before }: QueryAdvice, syntax: StatementSyntax, table: Table): boolean {
  const reading = slowReading(before, syntax, table.name);
  if (reading === 'scan') return !stopsEarly(before, syntax, table.name);
  return reading === 'extreme' && hasCondition(syntax) && !asksForRowid(syntax, table);
}

/** True for a table that is read in the order that is asked for, until a LIMIT is reached. */
function stopsEarly(plan: readonly PlanStep[], syntax: StatementSyntax, table: string): boolean {
  const { tree } = syntax;
  if (tree?.type !== 'SelectStmt' || !tree.body.limit || !tree.body.orderBy) return false;
  if (plan.some(({ kind }) => kind === 'sort')) return false;
  return accessesOf(plan, syntax, table).some(({ kind, by }) => kind === 'scan' && by === 'index');
}

/** Queries over JSON have a rule of their own. */
function isJson(advice: QueryAdvice): boolean {
  return advice.indexes.some(({ json }) => json);
}
