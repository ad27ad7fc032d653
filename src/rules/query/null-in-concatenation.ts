import { columnOf, type Names, referenceOf } from '../../schema/scopes.ts';
import { affinityOf } from '../../sql/affinity.ts';
import { conjuncts, type Expr, joinConditions, unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE person (id INTEGER PRIMARY KEY, first TEXT NOT NULL, middle TEXT, last TEXT NOT NULL);\n',
);

export default defineRule({
  id: 'query/null-in-concatenation',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds a result that `||` puts together from text of its own and a column that can be NULL.',
    why: 'One NULL makes all of it NULL: of a person without a middle name no name at all is left.',
    sources: ['https://sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes'],
    bad: [project("SELECT first || ' ' || middle || ' ' || last FROM person WHERE id = ?;\n")],
    good: [
      project("SELECT first || ' ' || last FROM person WHERE id = ?;\n"),
      project("SELECT first || ifnull(' ' || middle, '') || ' ' || last FROM person WHERE id = ?;\n"),
      project("SELECT first || ' ' || middle FROM person WHERE id = ? AND middle IS NOT NULL;\n"),
      project("SELECT CASE WHEN middle <> '' THEN first || middle END FROM person WHERE id = ?;\n"),
    ],
  },
  proofs: [{ claim: 'One NULL makes all of it NULL.', sql: ["SELECT 'a' || NULL || 'b'"], expect: [[null]] }],
  *checkStatement(input) {
    const { syntax } = input;
    const query = compiledQuery(input);
    for (const [{ columns, from, whereClause }] of query?.names.scopes ?? []) {
      const conditions = [...conjuncts(whereClause), ...joinConditions(from)];
      const asked = new Set(conditions.flatMap((condition) => columnsIn(condition, query?.names)));
      for (const column of columns) {
        if (!query || column.type !== 'ExprResultColumn') continue;
        const parts = operands(unwrap(column.expr));
        if (parts.length < 2 || parts.every((part) => part.type !== 'StringLiteral')) continue;
        const part = parts.find((one) => isNullable(one, query.names, asked));
        if (!part) continue;
        const range = syntax.rangeOf(part);
        const text = syntax.textOf(part);
        yield {
          range,
          message: `${text} can be NULL, which makes all of this text NULL.`,
          help: `Give what stands for it then: ifnull(${text}, '').`,
          fixes: [
            { title: 'Take NULL for no text', safe: false, edits: [{ range, text: `ifnull(${text}, '')` }] },
          ],
        };
      }
    }
  },
});

function operands(expr: Expr): Expr[] {
  if (expr.type !== 'BinaryExpr' || expr.op !== 'Concat') return [expr];
  return [...operands(unwrap(expr.left)), ...operands(unwrap(expr.right))];
}

/** The names of the columns that a condition asks for, of whatever table. */
function columnsIn(condition: Expr, names: Names | undefined): string[] {
  return [...nodesOf(condition, 'Id', 'QualifiedExpr')].flatMap(
    ({ node }) => names?.references.get(node)?.column ?? [],
  );
}

/** True for a column of text that can be NULL, and of which no condition says anything. */
function isNullable(expr: Expr, names: Names, asked: ReadonlySet<string>): boolean {
  const reference = referenceOf(expr, names);
  const column = reference && columnOf(reference);
  if (!reference || !column || column.notNull || column.generated || column.primaryKey > 0) return false;
  const hasDefault = column.defaultValue !== null && !/^null$/i.test(column.defaultValue);
  return affinityOf(column.type) === 'TEXT' && !hasDefault && !asked.has(reference.column);
}
