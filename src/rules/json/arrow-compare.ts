import { type Expr, unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, isEquality, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const schema =
  "CREATE TABLE event (id INTEGER PRIMARY KEY, payload TEXT NOT NULL);\nCREATE INDEX event_kind ON event (payload -> '$.kind');\nCREATE INDEX event_kind_value ON event (payload ->> '$.kind');\n";
const project = withSchema(schema);

export default defineRule({
  id: 'json/arrow-compare',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: "Finds what `->` gives compared with a value that it can never be equal to: `payload -> '$.kind' = 'login'`.",
    why: '`->` gives JSON as text: a string with its double quotes around it. It never equals the string without them, so that `=` is never true and `<>` always, without an error. `->>` gives the value.',
    sources: ['https://sqlite.org/json1.html#the_and_operators'],
    bad: [
      project("SELECT id FROM event WHERE payload -> '$.kind' = 'login';\n"),
      project("SELECT id FROM event WHERE payload -> '$.kind' IN ('login', 'logout');\n"),
    ],
    good: [
      project("SELECT id FROM event WHERE payload ->> '$.kind' = 'login';\n"),
      // As JSON writes them.
      project("SELECT id FROM event WHERE payload -> '$.kind' = '\"login\"';\n"),
      project("SELECT id FROM event WHERE payload -> '$.kind' = 'true';\n"),
      // Nothing is known of a parameter.
      project("SELECT id FROM event WHERE payload -> '$.kind' = ?;\n"),
    ],
  },
  proofs: [
    {
      claim: 'As JSON a string has quotes, and a number is text.',
      sql: [
        'CREATE TABLE t (doc)',
        `INSERT INTO t VALUES ('{"kind":"login","n":1}')`,
        `SELECT doc -> '$.kind' = 'login', doc -> '$.kind' = '"login"', doc -> '$.n' = 1, doc -> '$.n' > 5, doc ->> '$.n' = 1 FROM t`,
      ],
      expect: [[0, 1, 0, 1, 1]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    for (const { node } of nodesOf(query?.tree, 'BinaryExpr', 'InListExpr')) {
      const found = node.type === 'InListExpr' ? inList(node.lhs, node.rhs) : compared(node);
      if (!found) continue;
      const { arrow, value } = found;
      const range = input.syntax.rangeOf(node);
      const left = input.syntax.rangeOf(arrow.left).end;
      const at = input.syntax.text.indexOf('->', left) + 2;
      yield {
        range,
        message: `-> gives JSON as text, which is never ${input.syntax.textOf(value)}. A string has its double quotes there.`,
        help: 'Use ->>, which gives the value.',
        fixes: [
          { title: 'Change -> to ->>', safe: false, edits: [{ range: { start: at, end: at }, text: '>' }] },
        ],
      };
    }
  },
});

type Arrow = Extract<Expr, { type: 'BinaryExpr' }>;

function compared({ op, left, right }: Arrow): { arrow: Arrow; value: Expr } | undefined {
  if (!isEquality(op)) return undefined;
  const sides: readonly (readonly [Expr, Expr])[] = [
    [unwrap(left), unwrap(right)],
    [unwrap(right), unwrap(left)],
  ];
  for (const [arrow, value] of sides) {
    if (isArrow(arrow) && isNoJson(value)) return { arrow, value };
  }
  return undefined;
}

function inList(lhs: Expr, list: readonly Expr[] | undefined): { arrow: Arrow; value: Expr } | undefined {
  const arrow = unwrap(lhs);
  const values = (list ?? []).map(unwrap);
  const [value] = values;
  if (!isArrow(arrow) || !value || !values.every(isNoJson)) return undefined;
  return { arrow, value };
}

function isArrow(expr: Expr): expr is Arrow {
  return expr.type === 'BinaryExpr' && expr.op === 'ArrowRight';
}

/** True for a text that is no JSON by itself. */
function isNoJson(expr: Expr): boolean {
  if (expr.type !== 'StringLiteral') return false;
  try {
    JSON.parse(expr.value);
    return false;
  } catch {
    return true;
  }
}
