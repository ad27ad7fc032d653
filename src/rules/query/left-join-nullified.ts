import { type Names, referenceOf, type Source } from '../../schema/scopes.ts';
import { conjuncts, type Expr, joinKind, unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { brief, compiledQuery, isComparison } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, state TEXT);\nCREATE INDEX book_author ON book (author_id);\n',
);

export default defineRule({
  id: 'query/left-join-nullified',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds a LEFT JOIN whose right table WHERE compares with something, so that rows without a partner are lost after all.',
    why: 'Of a row without a partner the right table’s columns are NULL, and a comparison with NULL is never true. The query gives what a plain JOIN gives: either the LEFT says something wrong, or the condition was meant for ON.',
    sources: [
      'https://sqlite.org/optoverview.html#the_outer_join_strength_reduction_optimization',
      'https://sqlite.org/lang_select.html#fromclause',
    ],
    bad: [
      // The first of two joins.
      project(
        "SELECT a.name, c.state FROM author AS a LEFT JOIN book AS b ON b.author_id = a.id LEFT JOIN book AS c ON c.author_id = a.id WHERE a.id = ? AND b.state = 'new';\n",
      ),
      project(
        "SELECT author.name FROM author LEFT JOIN book ON book.author_id = author.id WHERE book.state = 'new';\n",
      ),
      project(
        "SELECT name FROM author AS a LEFT JOIN book AS b ON b.author_id = a.id WHERE a.id > ? AND b.state IN ('new', 'old');\n",
      ),
    ],
    good: [
      project(
        "SELECT author.name FROM author LEFT JOIN book ON book.author_id = author.id AND book.state = 'new' WHERE author.id = ?;\n",
      ),
      project(
        "SELECT name FROM author AS a LEFT JOIN book AS b ON b.author_id = a.id WHERE a.id = ? AND (b.id IS NULL OR b.state = 'new');\n",
      ),
      project(
        "SELECT name FROM author AS a LEFT JOIN book AS b ON b.author_id = a.id WHERE a.id = ? AND ifnull(b.state, '') = '';\n",
      ),
      project(
        'SELECT name FROM author AS a LEFT JOIN book AS b ON b.author_id = a.id WHERE a.id = ? AND b.state IS NOT ?;\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'The row without a partner is lost, also for a condition that says <>.',
      sql: [
        'CREATE TABLE a (x)',
        'CREATE TABLE b (x, y)',
        'INSERT INTO a VALUES (1), (2)',
        'INSERT INTO b VALUES (1, 1)',
        'SELECT a.x FROM a LEFT JOIN b ON b.x = a.x WHERE b.y <> 5',
      ],
      expect: [[1]],
    },
    {
      claim: 'In ON the condition keeps it.',
      sql: [
        'CREATE TABLE a (x)',
        'CREATE TABLE b (x, y)',
        'INSERT INTO a VALUES (1), (2)',
        'INSERT INTO b VALUES (1, 1)',
        'SELECT a.x, y FROM a LEFT JOIN b ON b.x = a.x AND b.y <> 5',
      ],
      expect: [
        [1, 1],
        [2, null],
      ],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    const { names } = compiledQuery(input) ?? {};
    for (const [{ from, whereClause }, { sources }] of names?.scopes ?? []) {
      const joins = from?.joins ?? [];
      if (!names || !whereClause || joins.some((join) => joinKind(join).right)) continue;
      for (const { operator, table } of joins) {
        const source = sources.find(({ optional, node }) => optional && node === table);
        if (!source) continue;
        const condition = conjuncts(whereClause).find((one) => neverOfNull(one, source, names));
        if (!condition) continue;
        const range = syntax.rangeOf(operator);
        const written = syntax.textOf(operator);
        const inner = written.replace(/\bLEFT(?:\s+OUTER)?\s+/i, '');
        yield {
          range,
          message: `This is no LEFT JOIN: ${brief(syntax.textOf(condition))} is not true of a missing row.`,
          help: `Move the condition on ${source.name} to ON where rows without a partner are to be kept, else write JOIN.`,
          ...(inner !== written && {
            fixes: [{ title: 'Write a plain JOIN', safe: false, edits: [{ range, text: inner }] }],
          }),
        };
      }
    }
  },
});

/** True for a condition that can't be true where all columns of a table are NULL. */
function neverOfNull(condition: Expr, source: Source, names: Names): boolean {
  const isOwn = (expr: Expr): boolean =>
    referenceOf(expr, names)?.source === source && source.columns !== undefined;
  switch (condition.type) {
    case 'BinaryExpr': {
      const { op, left, right } = condition;
      if (op === 'Is') return (isOwn(left) && isValue(right)) || (isOwn(right) && isValue(left));
      return isComparison(op) && op !== 'IsNot' && (isOwn(left) || isOwn(right));
    }
    case 'LikeExpr':
      return (condition.op === 'Like' || condition.op === 'Glob') && isOwn(condition.lhs);
    case 'BetweenExpr':
      return isOwn(condition.lhs);
    case 'InListExpr':
      // NULL is neither in nor not in a list, but it is not in an empty one.
      return isOwn(condition.lhs) && (condition.rhs?.length ?? 0) > 0;
    case 'InSelectExpr':
      return isOwn(condition.lhs) && !condition.not;
    case 'NotNullExpr':
      return isOwn(condition.expr);
    default:
      return false;
  }
}

function isValue(expr: Expr): boolean {
  return /^(?:String|Numeric|Blob)Literal$/.test(unwrap(expr).type);
}
