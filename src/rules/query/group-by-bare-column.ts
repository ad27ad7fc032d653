import { isColumnName, type Names, type Reference } from '../../schema/scopes.ts';
import type { AstNode, Expr, SelectFrom } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { GroupKeys } from '../group-keys.ts';
import { compiledQuery, functionName, hasAggregate, isAggregate, nodesOf, ownNodes } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, title TEXT NOT NULL, year INTEGER NOT NULL);\nCREATE INDEX book_author ON book (author_id);\n',
);

export default defineRule({
  id: 'query/group-by-bare-column',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds columns beside aggregates that are not grouped by and may differ within a group.',
    why: 'SQLite takes the value of one row of the group, and does not say which: another index, or another version, and it is another row. Other databases refuse such a query.',
    sources: [
      'https://sqlite.org/lang_select.html#bareagg',
      'https://sqlite.org/quirks.html#aggregate_queries_can_contain_non_aggregate_result_columns_that_are_not_in_the_group_by_clause',
    ],
    bad: [
      project('SELECT author_id, title, count(*) FROM book GROUP BY author_id;\n'),
      project('SELECT title, count(*) FROM book;\n'),
    ],
    good: [
      project('SELECT author_id, count(*) FROM book GROUP BY author_id;\n'),
      // The title of the row with the maximum.
      project('SELECT author_id, title, max(year) FROM book GROUP BY author_id;\n'),
      project('SELECT author_id, title FROM book GROUP BY author_id ORDER BY max(year);\n'),
      // One author has one name.
      project(
        'SELECT author.name, count(*) FROM book JOIN author ON author.id = book.author_id GROUP BY book.author_id;\n',
      ),
      project('SELECT author_id, count(*) FROM book WHERE author_id = ?;\n'),
    ],
  },
  proofs: [
    {
      claim: 'SQLite takes one of the values.',
      sql: [
        'CREATE TABLE t (a, b)',
        "INSERT INTO t VALUES (1, 'x'), (1, 'y')",
        'SELECT count(*) FROM (SELECT a, b, count(*) FROM t GROUP BY a)',
      ],
      expect: [[1]],
    },
    {
      claim: 'Beside max() it is that of the row with the maximum.',
      sql: [
        'CREATE TABLE t (a, b)',
        "INSERT INTO t VALUES (1, 'x'), (3, 'y'), (2, 'z')",
        'SELECT b, max(a) FROM t',
      ],
      expect: [['y', 3]],
    },
    {
      claim: 'So it is where only ORDER BY names the maximum.',
      sql: [
        'CREATE TABLE t (a, b)',
        "INSERT INTO t VALUES (1, 'x'), (3, 'y'), (2, 'z')",
        'SELECT b FROM t GROUP BY true ORDER BY max(a)',
      ],
      expect: [['y']],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    if (!query) return;
    const { names } = query;
    for (const { node, parent } of nodesOf(query.tree, 'SelectFrom')) {
      const scope = names.scopes.get(node);
      if (
        !scope ||
        !isGrouped(node) ||
        hasExtreme(node, parent?.type === 'Select' ? parent.orderBy : undefined)
      )
        continue;
      const keys = new GroupKeys(node, scope, names);
      const bare = node.columns.flatMap((column) =>
        column.type === 'ExprResultColumn' &&
        !isGroupedBy(column.expr, node, input.syntax.textOf.bind(input.syntax))
          ? [...bareColumns(column.expr, names)]
          : [],
      );
      const found = bare.find((one) => !keys.has(one));
      if (!found) continue;
      const { column, source } = found;
      yield {
        range: input.syntax.rangeOf(found.node),
        message: `${source.name}.${column} may differ within a group: SQLite takes the value of any of its rows.`,
        help: `Group by ${column} as well, or say which one is meant: min(${column}), max(${column}).`,
      };
    }
  },
});

function isGrouped({ groupBy, columns }: SelectFrom): boolean {
  return (
    groupBy !== undefined ||
    columns.some((column) => column.type === 'ExprResultColumn' && hasAggregate(column.expr))
  );
}

/** With a min() or max(), the other columns are those of its row, also where only ORDER BY names it. */
function hasExtreme({ columns, having }: SelectFrom, orderBy: readonly AstNode[] = []): boolean {
  return [...columns, ...(having ? [having] : []), ...orderBy].some((part) =>
    [...ownNodes(part)].some(
      (node) =>
        node.type === 'FunctionCallExpr' && isAggregate(node) && /^(?:min|max)$/.test(functionName(node)),
    ),
  );
}

/** True for a result that is one of the terms of GROUP BY, by its text, its alias or its number. */
function isGroupedBy(
  expr: Expr,
  { groupBy, columns }: SelectFrom,
  textOf: (node: AstNode) => string,
): boolean {
  const position = columns.findIndex((column) => column.type === 'ExprResultColumn' && column.expr === expr);
  const column = columns[position];
  const alias = column?.type === 'ExprResultColumn' ? column.alias?.name.text.toLowerCase() : undefined;
  return (groupBy ?? []).some((term) => {
    const text = textOf(term).toLowerCase();
    return text === textOf(expr).toLowerCase() || text === alias || text === String(position + 1);
  });
}

/** The columns of an expression outside of aggregates, window functions and subqueries. */
function* bareColumns(expr: Expr, { references }: Names): Generator<Reference> {
  const inside = new Set<AstNode>();
  for (const node of ownNodes(expr)) {
    const isCall = node.type === 'FunctionCallExpr' && (isAggregate(node) || node.filterOver?.overClause);
    if (isCall) for (const below of ownNodes(node)) inside.add(below);
  }
  for (const node of ownNodes(expr)) {
    if (!isColumnName(node) || inside.has(node)) continue;
    const reference = references.get(node);
    if (reference) yield reference;
  }
}
