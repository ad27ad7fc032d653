import { isKnownTable } from '../../schema/known-table.ts';
import type { SchemaState } from '../../schema/timeline.ts';
import { type Expr, type Select, type SelectTable, unwrap, walk } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';

const schema =
  'CREATE TABLE team (id INTEGER PRIMARY KEY);\nCREATE TABLE player (id INTEGER PRIMARY KEY, team_id INTEGER);\nCREATE INDEX player_team ON player (team_id);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/not-in-nullable',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds `NOT IN (SELECT column …)` where the column can be NULL.',
    why: 'A single NULL in the list makes `NOT IN` unknown for every row, so that the query finds nothing at all. It works until the first NULL is stored.',
    sources: ['https://sqlite.org/lang_expr.html#in_op'],
    bad: [project('SELECT id FROM team WHERE id NOT IN (SELECT team_id FROM player);\n')],
    good: [
      project(
        'SELECT id FROM team WHERE id NOT IN (SELECT team_id FROM player WHERE team_id IS NOT NULL);\n',
      ),
      project('SELECT id FROM team WHERE id NOT IN (SELECT id FROM player);\n'),
      project('SELECT id FROM team WHERE id IN (SELECT team_id FROM player);\n'),
      project(
        'SELECT id FROM team WHERE NOT EXISTS (SELECT 1 FROM player WHERE player.team_id = team.id);\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'One NULL in the list, and nothing is found.',
      sql: [
        'CREATE TABLE team (id INTEGER PRIMARY KEY)',
        'CREATE TABLE player (team_id INTEGER)',
        'INSERT INTO team VALUES (1), (2)',
        'INSERT INTO player VALUES (1), (NULL)',
        'SELECT id FROM team WHERE id NOT IN (SELECT team_id FROM player)',
      ],
      expect: [],
    },
  ],
  *checkStatement({ syntax, role, query, database }) {
    const timeline = database?.timeline;
    // Only what compiles against the known schema is judged: in other statements the names may mean something else.
    if (!syntax.tree || !timeline || role !== 'query' || !query || query.error !== undefined) return;
    const found: { column: string; table: string; node: Expr }[] = [];
    walk(syntax.tree, (node) => {
      if (node.type !== 'InSelectExpr' || !node.not) return undefined;
      const nullable = nullableResult(node.rhs, timeline.tables);
      if (nullable) found.push({ ...nullable, node });
      return undefined;
    });
    for (const { column, table, node } of found) {
      yield {
        range: syntax.rangeOf(node),
        message: `${table}.${column} can be NULL: one NULL, and this NOT IN finds nothing at all.`,
        help: `Add WHERE ${column} IS NOT NULL to the inner query, or use NOT EXISTS.`,
      };
    }
  },
});

/** The column that a subquery returns, when it comes straight from a table and nothing keeps its NULLs out. */
function nullableResult(select: Select, schema: SchemaState): { column: string; table: string } | undefined {
  const { select: core, compounds, limit } = select;
  if (compounds || limit || core.type !== 'SelectFrom' || core.columns.length !== 1 || core.having)
    return undefined;
  const [result] = core.columns;
  if (result?.type !== 'ExprResultColumn') return undefined;
  const expr = unwrap(result.expr);
  const name = expr.type === 'Id' ? expr.name : expr.type === 'QualifiedExpr' ? expr.column.text : undefined;
  const from = core.from?.select;
  // With several tables, a join's condition may keep the NULLs out.
  if (name === undefined || !from || (core.from?.joins?.length ?? 0) > 0 || from.type !== 'TableSelectTable')
    return undefined;
  if (expr.type === 'QualifiedExpr' && !sameName(expr.table.text, aliasOf(from))) return undefined;
  const state = schema.get(from.tblName.objName.text.toLowerCase());
  if (!isKnownTable(state)) return undefined;
  const column = state.table.columns.find((candidate) => sameName(candidate.name, name));
  // A key that can be NULL is a finding of its own (schema/nullable-primary-key).
  if (!column || column.notNull || column.generated || column.primaryKey > 0) return undefined;
  // Any condition on the column may keep its NULLs out: most do.
  return core.whereClause && mentions(core.whereClause, name)
    ? undefined
    : { column: column.name, table: state.table.name };
}

function aliasOf(from: Extract<SelectTable, { type: 'TableSelectTable' }>): string {
  return from.alias?.name.text ?? from.tblName.objName.text;
}

function mentions(expr: Expr, name: string): boolean {
  let found = false;
  walk(expr, (node) => {
    if (node.type === 'Id' && sameName(node.name, name)) found = true;
    if (node.type === 'QualifiedExpr' && sameName(node.column.text, name)) found = true;
    return undefined;
  });
  return found;
}
