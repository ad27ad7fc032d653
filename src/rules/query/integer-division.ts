import { columnOf, type Names, referenceOf } from '../../schema/scopes.ts';
import { affinityOf } from '../../sql/affinity.ts';
import {
  type BinaryExpr,
  type Expr,
  type ExprResultColumn,
  type FunctionCallExpr,
  unwrap,
} from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { brief, compiledQuery, functionName, literalValue, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE run (id INTEGER PRIMARY KEY, passed INTEGER NOT NULL, total INTEGER NOT NULL, seconds REAL NOT NULL);\n',
);

export default defineRule({
  id: 'query/integer-division',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds two whole numbers of which one is divided by the other before the result is made a percentage, rounded to decimals, or called a ratio.',
    why: 'The quotient of integers is an integer, without what stands behind the point: 3 of 4 are 0 percent.',
    sources: ['https://sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes'],
    bad: [
      project('SELECT passed / total * 100 FROM run WHERE id = ?;\n'),
      project('SELECT round(sum(passed) / count(*), 2) FROM run;\n'),
      project('SELECT passed / total AS pass_rate FROM run WHERE id = ?;\n'),
    ],
    good: [
      project('SELECT 100.0 * passed / total FROM run WHERE id = ?;\n'),
      project('SELECT passed * 100 / total AS percent FROM run WHERE id = ?;\n'),
      project('SELECT round(seconds / total, 2) FROM run WHERE id = ?;\n'),
      // Whole minutes.
      project('SELECT total / 60 AS minutes FROM run WHERE id = ?;\n'),
      project('SELECT CAST(passed AS REAL) / total AS pass_rate FROM run WHERE id = ?;\n'),
    ],
  },
  proofs: [
    {
      claim: 'The part behind the point is gone before it is multiplied or rounded.',
      sql: ['SELECT 3 / 4 * 100, round(7 / 2, 2), 3 / 4, 100.0 * 3 / 4'],
      expect: [[0, 3, 0, 75]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    const query = compiledQuery(input);
    if (!query) return;
    for (const { node, parent } of nodesOf(
      query.tree,
      'BinaryExpr',
      'FunctionCallExpr',
      'ExprResultColumn',
    )) {
      if (node.type === 'BinaryExpr' && parent?.type === 'BinaryExpr' && parent.op === 'Multiply') continue;
      const quotient = wantedQuotient(node);
      if (quotient?.type !== 'BinaryExpr' || quotient.op !== 'Divide') continue;
      if (!isInteger(quotient.left, query.names) || !isInteger(quotient.right, query.names)) continue;
      const { start } = syntax.rangeOf(quotient.left);
      yield {
        range: syntax.rangeOf(quotient),
        message: `${brief(syntax.textOf(quotient))} is a division of integers: nothing is left behind the point.`,
        help: 'Make one of them a number with a point first: multiply by 1.0, or CAST it AS REAL.',
        fixes: [
          {
            title: 'Multiply by 1.0 first',
            safe: false,
            edits: [{ range: { start, end: start }, text: '1.0 * ' }],
          },
        ],
      };
    }
  },
});

/** The division of which something asks for what stands behind the point. */
function wantedQuotient(node: BinaryExpr | FunctionCallExpr | ExprResultColumn): Expr | undefined {
  if (node.type === 'BinaryExpr') {
    if (node.op !== 'Multiply') return undefined;
    if (isHundred(node.right)) return unwrap(node.left);
    return isHundred(node.left) ? unwrap(node.right) : undefined;
  }
  if (node.type === 'FunctionCallExpr') {
    const [value, digits] = node.args ?? [];
    if (functionName(node) !== 'round' || !value || !digits) return undefined;
    return literalValue(digits) === 0 ? undefined : unwrap(value);
  }
  const isFraction = /(?:^|_)(?:ratio|rate|fraction|percent|percentage|pct)(?:_|$)/i.test(
    node.alias?.name.text ?? '',
  );
  const value = isFraction ? unwrap(node.expr) : undefined;
  // Whole percents are often what is meant.
  const isScaled = value?.type === 'BinaryExpr' && hasProduct(value.left);
  return isScaled ? undefined : value;
}

function hasProduct(expr: Expr): boolean {
  const inner = unwrap(expr);
  return inner.type === 'BinaryExpr' && inner.op === 'Multiply';
}

function isHundred(expr: Expr): boolean {
  return literalValue(expr) === 100;
}

/** True for a count, a sum of integers, a column of integers. A number that is written out has no point either. */
function isInteger(expr: Expr, names: Names): boolean {
  const inner = unwrap(expr);
  switch (inner.type) {
    case 'NumericLiteral':
      return /^\d+$/.test(inner.value);
    case 'FunctionCallStarExpr':
      return functionName(inner) === 'count';
    case 'FunctionCallExpr': {
      const name = functionName(inner);
      if (name === 'count' || name === 'length' || name === 'unixepoch') return true;
      if (name === 'nullif' || name === 'sum' || name === 'max' || name === 'min')
        return (inner.args ?? []).length > 0 && (inner.args ?? []).every((one) => isInteger(one, names));
      return false;
    }
    case 'CaseExpr':
      return (
        inner.whenThenPairs.every(({ then }) => isInteger(then, names)) &&
        (!inner.elseExpr || isInteger(inner.elseExpr, names))
      );
    case 'BinaryExpr':
      return (
        /^(?:Add|Subtract|Multiply)$/.test(inner.op) &&
        isInteger(inner.left, names) &&
        isInteger(inner.right, names)
      );
    case 'Id':
    case 'QualifiedExpr': {
      const reference = referenceOf(inner, names);
      const column = reference && columnOf(reference);
      return column !== undefined && affinityOf(column.type) === 'INTEGER';
    }
    default:
      return false;
  }
}
