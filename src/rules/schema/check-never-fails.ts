import { checksOf, definitionOf } from '../../engine/definition.ts';
import { conjuncts, type Expr, unwrap } from '../../sql/tree.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { columnPlace, headRange } from '../schema-places.ts';

export default defineRule({
  id: 'schema/check-never-fails',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: "Finds CHECKs, and parts of them, that no row can break, because they compare with NULL: `CHECK (state IN ('a', 'b', NULL))`, `CHECK (name <> NULL)`.",
    why: 'A comparison with NULL is NULL and never false, and a CHECK refuses only what is false. With NULL in the list, any value passes. (NULL itself passes a CHECK without being listed.)',
    sources: ['https://sqlite.org/lang_createtable.html#ckconst', 'https://sqlite.org/lang_expr.html#in_op'],
    bad: [
      {
        'schema.sqlite.sql':
          "CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT CHECK (state IN ('queued', 'done', NULL)));\n",
      },
      { 'schema.sqlite.sql': 'CREATE TABLE job (id INTEGER PRIMARY KEY, name TEXT CHECK (name <> NULL));\n' },
    ],
    good: [
      // It refuses what is in the list, and NULL makes no difference.
      {
        'schema.sqlite.sql':
          "CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT CHECK (state NOT IN ('none', NULL)));\n",
      },
      {
        'schema.sqlite.sql':
          "CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT CHECK (state IN ('queued', 'done')), name TEXT CHECK (name IS NOT NULL));\n",
      },
      {
        'schema.sqlite.sql':
          "CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT CHECK (state IS NULL OR state IN ('queued', 'done')));\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'With NULL in the list any value passes.',
      sql: [
        "CREATE TABLE job (state TEXT CHECK (state IN ('queued', 'done', NULL)))",
        "INSERT INTO job VALUES ('lost')",
        'SELECT count(*) FROM job',
      ],
      expect: [[1]],
    },
    {
      claim: 'Without it, NULL passes all the same.',
      sql: [
        "CREATE TABLE job (state TEXT CHECK (state IN ('queued', 'done')))",
        'INSERT INTO job VALUES (NULL)',
        'SELECT count(*) FROM job',
      ],
      expect: [[1]],
    },
    {
      claim: 'With NOT IN it refuses what is in the list.',
      sql: [
        "CREATE TABLE job (state TEXT CHECK (state NOT IN ('none', NULL)))",
        "INSERT INTO job VALUES ('none')",
      ],
      error: "CHECK constraint failed: state NOT IN ('none', NULL)",
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const { syntax } = definitionOf(state.table) ?? {};
      for (const { expr, column } of checksOf(state.table)) {
        const parts = conjuncts(expr);
        const useless = parts.find(isNeverFalse);
        if (!useless || !syntax) continue;
        const place =
          column === undefined
            ? { file: state.created.file, range: headRange(state.created) }
            : columnPlace(state, column);
        const name = column === undefined ? state.table.name : `${state.table.name}.${column}`;
        const what = parts.length === 1 ? 'This CHECK' : 'A part of the CHECK';
        yield {
          ...place,
          message: `${what} of ${name} refuses nothing: it compares with NULL. ${syntax.textOf(useless)} is never false.`,
          help: 'Leave NULL out of the list, which a CHECK lets pass anyway; use IS NULL or IS NOT NULL for a comparison.',
        };
      }
    }
  },
});

const comparisons = new Set(['Equals', 'NotEquals', 'Less', 'LessEquals', 'Greater', 'GreaterEquals']);

/** True for an expression that is true or NULL, whatever the row. */
function isNeverFalse(expr: Expr): boolean {
  const inner = unwrap(expr);
  if (inner.type === 'InListExpr')
    return !inner.not && (inner.rhs ?? []).some((item) => unwrap(item).type === 'NullLiteral');
  if (inner.type !== 'BinaryExpr') return false;
  if (inner.op === 'Or') return isNeverFalse(inner.left) || isNeverFalse(inner.right);
  if (inner.op === 'And') return isNeverFalse(inner.left) && isNeverFalse(inner.right);
  return (
    comparisons.has(inner.op) && [inner.left, inner.right].some((side) => unwrap(side).type === 'NullLiteral')
  );
}
