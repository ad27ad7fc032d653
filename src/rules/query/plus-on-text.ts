import { type Expr, unwrap } from '../../sql/tree.ts';
import { nodesOf, operandsOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/plus-on-text',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds text that is put together with `+`.',
    why: '`+` adds numbers: text that starts with no number counts as 0, so that the result is a number. Text is put together with `||`.',
    sources: ['https://sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes'],
    bad: [{ 'queries/task.sqlite.sql': "SELECT id FROM task WHERE title LIKE '%' + ? + '%';\n" }],
    good: [
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE title LIKE '%' || ? || '%';\n" },
      { 'queries/task.sqlite.sql': "UPDATE task SET level = level + '1' WHERE id = ?;\n" },
    ],
  },
  proofs: [{ claim: 'Text counts as 0.', sql: ["SELECT 'a' + 'b', '%' + 'sea' + '%'"], expect: [[0, 0]] }],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node, parent } of nodesOf(treeOf(input), 'BinaryExpr')) {
      if (node.op !== 'Add' || (parent?.type === 'BinaryExpr' && parent.op === 'Add')) continue;
      const parts = operandsOf('Add', node);
      const text = parts.find((part) => isText(part));
      if (!text) continue;
      const edits = parts.slice(1).map((part, index) => {
        const between = { start: syntax.rangeOf(parts[index] as Expr).end, end: syntax.rangeOf(part).start };
        const written = syntax.text.slice(between.start, between.end);
        return { range: between, text: written.replace('+', '||') };
      });
      yield {
        range: syntax.rangeOf(node),
        message: `+ adds numbers: ${syntax.textOf(text)} counts as 0 in it.`,
        help: 'Put text together with ||.',
        fixes: [{ title: 'Change + to ||', safe: false, edits }],
      };
    }
  },
});

/** True for a literal that starts with no number. */
function isText(expr: Expr): boolean {
  const inner = unwrap(expr);
  return inner.type === 'StringLiteral' && !/^\s*[+-]?\.?\d/.test(inner.value);
}
