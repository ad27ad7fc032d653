import { type ColumnName, columnOf, isColumnName, type Reference } from '../../schema/scopes.ts';
import { affinityOf, isNumeric } from '../../sql/affinity.ts';
import { conjuncts, type Expr, unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { brief, compiledQuery, literalValue } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT NOT NULL, level INTEGER, due TEXT);\nCREATE INDEX task_state ON task (state);\nCREATE INDEX task_level ON task (level);\n',
);

export default defineRule({
  id: 'query/contradiction',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds conditions joined by AND that can’t hold of one row: two values for one column, bounds without anything between them, a value and IS NULL.',
    why: 'No row is ever found, changed or deleted, and nothing fails. Most often OR is meant, or another column.',
    sources: ['https://sqlite.org/lang_select.html#whereclause'],
    bad: [
      project("SELECT id FROM task WHERE state = 'new' AND state = 'open';\n"),
      project('SELECT id FROM task WHERE level > 5 AND level < 3;\n'),
      project('SELECT id FROM task WHERE level = 3 AND level IS NULL;\n'),
    ],
    good: [
      project("SELECT id FROM task WHERE state IN ('new', 'open');\n"),
      project('SELECT id FROM task WHERE level > 3 AND level < 5;\n'),
      project(
        "SELECT a.id FROM task AS a JOIN task AS b ON b.level = a.level WHERE a.state = 'new' AND b.state = 'open';\n",
      ),
      // With a collation the two may be equal.
      project("SELECT id FROM task WHERE state = 'new' AND state = 'NEW';\n"),
    ],
  },
  proofs: [
    {
      claim: 'None of the conditions holds of a row.',
      sql: [
        'CREATE TABLE t (a)',
        'INSERT INTO t VALUES (1), (4), (6), (NULL)',
        'SELECT a FROM t WHERE (a = 1 AND a = 4) OR (a > 5 AND a < 3) OR (a = 1 AND a IS NULL)',
      ],
      expect: [],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    const query = compiledQuery(input);
    const wheres = [...(query?.names.scopes.keys() ?? [])].map(({ whereClause }) => whereClause);
    if (query?.tree.type === 'UpdateStmt' || query?.tree.type === 'DeleteStmt')
      wheres.push(query.tree.whereClause);
    for (const where of wheres) {
      const bounds = conjuncts(where).flatMap((condition) => {
        const bound = boundOf(condition);
        const column = bound && query?.names.references.get(bound.column);
        return bound && column && isComparedAsIs(bound, column) ? [{ ...bound, condition, of: column }] : [];
      });
      const found = bounds.flatMap((one, index) => {
        const other = bounds
          .slice(0, index)
          .find((before) => isSame(before.of, one.of) && excludes(before, one));
        return other ? [{ one, other }] : [];
      })[0];
      if (!found) continue;
      yield {
        range: syntax.rangeOf(found.one.condition),
        message: `No row is found: ${brief(syntax.textOf(found.other.condition))} stands in the same AND.`,
        help: `Write OR or IN where either is meant for ${found.one.of.column}, or name the column that is meant.`,
      };
    }
  },
});

/** What a condition says of a column's value; without a value: that there is none. */
interface Bound {
  readonly column: ColumnName;
  readonly op: 'Equals' | 'Less' | 'LessEquals' | 'Greater' | 'GreaterEquals' | 'IsNull' | 'NotNull';
  readonly value: number | string | undefined;
}

const mirrored = {
  Equals: 'Equals',
  Less: 'Greater',
  LessEquals: 'GreaterEquals',
  Greater: 'Less',
  GreaterEquals: 'LessEquals',
} as const;

function boundOf(condition: Expr): Bound | undefined {
  if (condition.type === 'IsNullExpr' || condition.type === 'NotNullExpr') {
    const column = columnIn(condition.expr);
    const op = condition.type === 'IsNullExpr' ? 'IsNull' : 'NotNull';
    return column && { column, op, value: undefined };
  }
  if (condition.type !== 'BinaryExpr') return undefined;
  const op = condition.op === 'Is' ? 'Equals' : condition.op;
  if (!(op in mirrored)) return undefined;
  const { left, right } = condition;
  const [column, value] = columnIn(left)
    ? [columnIn(left), literalValue(right)]
    : [columnIn(right), literalValue(left)];
  if (!column || value === undefined) {
    const isNull = condition.op === 'Is' && unwrap(right).type === 'NullLiteral';
    return column && isNull ? { column, op: 'IsNull', value: undefined } : undefined;
  }
  const own = op as keyof typeof mirrored;
  return { column, op: columnIn(left) ? own : mirrored[own], value };
}

function columnIn(expr: Expr): ColumnName | undefined {
  const inner = unwrap(expr);
  return isColumnName(inner) ? inner : undefined;
}

/** Text is compared with a column of text, and a number with one of numbers: neither is converted. */
function isComparedAsIs({ value }: Bound, reference: Reference): boolean {
  const column = columnOf(reference);
  if (!column) return false;
  const affinity = affinityOf(column.type);
  return value === undefined || (typeof value === 'string' ? affinity === 'TEXT' : isNumeric(affinity));
}

function isSame(a: Reference, b: Reference): boolean {
  return a.source === b.source && a.column === b.column;
}

function excludes(a: Bound, b: Bound): boolean {
  if (a.op === 'IsNull' || b.op === 'IsNull') return a.op !== b.op;
  if (typeof a.value === 'string' && typeof b.value === 'string') {
    const plain = [a.value, b.value].map((value) => value.trim().toLowerCase());
    return a.op === 'Equals' && b.op === 'Equals' && plain[0] !== plain[1];
  }
  if (typeof a.value !== 'number' || typeof b.value !== 'number') return false;
  return !hasCommon(a.op, a.value, b.op, b.value) && !hasCommon(b.op, b.value, a.op, a.value);
}

/** True where some number meets both bounds; asked of the pair in both orders. */
function hasCommon(op: Bound['op'], value: number, otherOp: Bound['op'], other: number): boolean {
  const isUpper = (one: Bound['op']): boolean => one === 'Less' || one === 'LessEquals';
  const isStrict = (one: Bound['op']): boolean => one === 'Less' || one === 'Greater';
  if (op === 'Equals') {
    if (otherOp === 'Equals') return value === other;
    const isInside = isUpper(otherOp) ? value < other : value > other;
    return isInside || (value === other && !isStrict(otherOp));
  }
  if (otherOp === 'Equals') return false;
  if (isUpper(op) === isUpper(otherOp)) return true;
  const [low, high] = isUpper(op) ? [other, value] : [value, other];
  return low < high || (low === high && !isStrict(op) && !isStrict(otherOp));
}
