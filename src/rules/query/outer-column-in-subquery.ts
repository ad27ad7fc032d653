import type { Reference, Scope } from '../../schema/scopes.ts';
import { type Select, unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE book (isbn TEXT NOT NULL PRIMARY KEY, author_id INTEGER NOT NULL);\nCREATE INDEX book_author ON book (author_id);\n',
);

export default defineRule({
  id: 'query/outer-column-in-subquery',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds `IN (SELECT column FROM table)` where the table has no such column, but the query around it has.',
    why: 'SQLite then takes the outer column, without an error: each row is compared with itself. With IN every row is found as soon as the inner table has one; a DELETE empties the table.',
    sources: [
      'https://sqlite.org/lang_expr.html#scalar_subqueries',
      'https://sqlite.org/lang_expr.html#in_op',
    ],
    bad: [
      project('DELETE FROM author WHERE id IN (SELECT id FROM book);\n'),
      project("SELECT name FROM author WHERE id NOT IN (SELECT id FROM book WHERE isbn = '1');\n"),
    ],
    good: [
      project('DELETE FROM author WHERE id IN (SELECT author_id FROM book);\n'),
      // Written with its table, the outer column is meant.
      project("SELECT name FROM author WHERE 'x' IN (SELECT author.name FROM book);\n"),
      project('SELECT name FROM author WHERE EXISTS (SELECT id FROM book WHERE author_id = id);\n'),
    ],
  },
  proofs: [
    {
      claim: 'A misspelt column deletes every row.',
      sql: [
        'CREATE TABLE author (id)',
        'CREATE TABLE book (author_id)',
        'INSERT INTO author VALUES (1), (2), (3)',
        'INSERT INTO book VALUES (2)',
        'DELETE FROM author WHERE id IN (SELECT id FROM book)',
        'SELECT count(*) FROM author',
      ],
      expect: [[0]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    if (!query) return;
    for (const { node } of nodesOf(query.tree, 'InSelectExpr')) {
      const found = outerResult(node.rhs, query.names.references);
      const inner = found?.scope.sources.map(({ name }) => name).join(' nor ');
      if (!found || !inner) continue;
      yield {
        range: input.syntax.rangeOf(found.node),
        message: `${inner} has no column ${found.column}, so this is ${found.source.name}.${found.column} of the outer query.`,
        help: `Name a column of ${inner}, with its table before it: ${inner}.….`,
      };
    }
  },
});

/** The only result of a subquery, when it is an outer column written without its table. */
function outerResult(
  { select: core, compounds }: Select,
  references: ReadonlyMap<unknown, Reference>,
): Reference | undefined {
  if (compounds || core.type !== 'SelectFrom' || core.columns.length !== 1) return undefined;
  const [result] = core.columns;
  if (result?.type !== 'ExprResultColumn') return undefined;
  const expr = unwrap(result.expr);
  const reference = expr.type === 'Id' ? references.get(expr) : undefined;
  return reference &&
    reference.owner !== reference.scope &&
    reference.scope.sources.every(isSure) &&
    reference.scope.sources.length > 0
    ? reference
    : undefined;
}

function isSure({ state, columns }: Scope['sources'][number]): boolean {
  return columns !== undefined && state?.uncertain === undefined;
}
