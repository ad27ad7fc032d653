import { namesIn } from '../../advice/expressions.ts';
import { columnOf, holdsSelect, type Scope, type Source, scopesOf } from '../../advice/obstacles/scope.ts';
import { holdsOneRow } from '../../schema/single-row.ts';
import type { SchemaState } from '../../schema/timeline.ts';
import { type AstNode, conjuncts, type Expr, type SelectFrom, walk } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, title TEXT NOT NULL);\nCREATE INDEX book_author ON book (author_id);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/cartesian-join',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema', 'plans'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds queries of two tables that no condition joins, so that each row of one comes with each row of the other.',
    why: 'A thousand rows here and a thousand there make a million. Mostly a condition was forgotten; where all pairs are meant, CROSS JOIN says so.',
    sources: ['https://sqlite.org/lang_select.html#determination_of_input_data_from_clause_processing_'],
    bad: [project("SELECT author.name, book.title FROM author, book WHERE book.title > 'a';\n")],
    good: [
      project('SELECT author.name, book.title FROM author, book WHERE book.author_id = author.id;\n'),
      project('SELECT author.name, book.title FROM author CROSS JOIN book;\n'),
      // One row on one side.
      project('SELECT author.name, book.title FROM author, book WHERE author.id = ?;\n'),
      project(
        'SELECT book.title, state.version FROM book, state;\n',
        'CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), version INTEGER NOT NULL);\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'Each row comes with each.',
      sql: [
        'CREATE TABLE a (x)',
        'CREATE TABLE b (y)',
        'INSERT INTO a VALUES (1), (2)',
        'INSERT INTO b VALUES (3), (4)',
        'SELECT count(*) FROM a, b',
      ],
      expect: [[4]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    if (!query) return;
    for (const scope of scopesOf(query.tree, query.schema)) {
      const pair = unjoined(scope, query.schema);
      if (!pair) continue;
      const [first, second] = pair;
      yield {
        range: input.syntax.rangeOf((scope.core as SelectFrom).from as AstNode),
        message: `No condition joins ${first.table.name} and ${second.table.name}: each row comes with each.`,
        help: 'Add the condition that joins them, or write CROSS JOIN where all pairs are meant.',
      };
    }
  },
});

/** Two tables of a query that no condition ties to one another, nor to a value. */
function unjoined(scope: Scope, schema: SchemaState): [Source, Source] | undefined {
  const { core, sources, whole } = scope;
  if (core.type !== 'SelectFrom' || !whole || sources.length < 2 || !isPlainlyJoined(core)) return undefined;
  const conditions = [...scope.conditions, ...conjuncts(core.having)];
  if (conditions.some(holdsSelect)) return undefined;
  const groups = new Map(sources.map((source) => [source, new Set([source])]));
  const bound = new Set<Source>();
  for (const condition of conditions) {
    const named = sourcesIn(condition, scope);
    // A name that is none of these tables' may be that of a query around it.
    if (!named) return undefined;
    const [first, ...others] = named;
    if (first && others.length === 0 && isEqual(condition)) bound.add(first);
    for (const other of others) join(groups, first as Source, other);
  }
  const loose = [...new Set(groups.values())].filter((group) =>
    [...group].every((source) => {
      const state = schema.get(source.table.name.toLowerCase());
      return !bound.has(source) && !(state && holdsOneRow(state));
    }),
  );
  const [a, b] = loose;
  const [first] = a ?? [];
  const [second] = b ?? [];
  return first && second ? [first, second] : undefined;
}

function join(groups: Map<Source, Set<Source>>, a: Source, b: Source): void {
  const all = new Set([...(groups.get(a) ?? []), ...(groups.get(b) ?? [])]);
  for (const source of all) groups.set(source, all);
}

function sourcesIn(condition: Expr, scope: Scope): Set<Source> | undefined {
  const found = new Set<Source>();
  for (const name of namesIn(condition)) {
    const column = columnOf(name, scope);
    if (!column) return undefined;
    found.add(column.source);
  }
  return found;
}

/** True for a condition that may leave one row. */
function isEqual(condition: Expr): boolean {
  return (
    (condition.type === 'BinaryExpr' && (condition.op === 'Equals' || condition.op === 'Is')) ||
    condition.type === 'InListExpr'
  );
}

/** True where tables are joined by a comma or by JOIN, and neither NATURAL, USING nor CROSS says more. */
function isPlainlyJoined({ from, columns }: SelectFrom): boolean {
  let plain = true;
  for (const { operator, constraint } of from?.joins ?? []) {
    if (constraint?.type === 'UsingJoinConstraint') plain = false;
    if (operator.type === 'TypedJoinJoinOperator' && ![undefined, 1].includes(operator.joinType))
      plain = false;
  }
  // A count of pairs is a count, and one row of them is one.
  for (const column of columns)
    walk(column, (node) => {
      if (node.type === 'FunctionCallStarExpr') plain = false;
      return undefined;
    });
  return plain;
}
