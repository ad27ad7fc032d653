import { type Expr, unwrap } from '../../sql/tree.ts';
import { nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/wrong-wildcard',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds LIKE with the wildcards of GLOB, and GLOB with those of LIKE.',
    why: 'LIKE knows % and _, GLOB knows * and ?. The other one’s are plain characters: the pattern finds only text that has them in it.',
    sources: ['https://sqlite.org/lang_expr.html#the_like_glob_regexp_match_and_extract_operators'],
    bad: [
      { 'queries/file.sqlite.sql': "SELECT id FROM file WHERE path LIKE 'src/*';\n" },
      { 'queries/file.sqlite.sql': "SELECT id FROM file WHERE path GLOB 'src/%';\n" },
    ],
    good: [
      { 'queries/file.sqlite.sql': "SELECT id FROM file WHERE path GLOB 'src/*';\n" },
      // A star that is looked for, and a percent sign.
      { 'queries/file.sqlite.sql': "SELECT id FROM file WHERE path LIKE 'src/*%';\n" },
      { 'queries/file.sqlite.sql': "SELECT id FROM file WHERE path LIKE '*';\n" },
      { 'queries/file.sqlite.sql': "SELECT id FROM file WHERE share GLOB '[0-9]*%';\n" },
    ],
  },
  proofs: [
    {
      claim: 'The wildcards of the other operator are plain characters.',
      sql: ["SELECT 'src/a' LIKE 'src/*', 'src/a' GLOB 'src/%', 'src/a' LIKE 'src/%', 'src/a' GLOB 'src/*'"],
      expect: [[0, 0, 1, 1]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'LikeExpr')) {
      if ((node.op !== 'Like' && node.op !== 'Glob') || node.escape) continue;
      const pattern = patternOf(node.rhs);
      const isLike = node.op === 'Like';
      if (pattern === undefined || !(isLike ? isGlob(pattern) : isLikePattern(pattern))) continue;
      const range = syntax.rangeOf(node.rhs);
      const [wrong, right] = isLike ? ['*', '%'] : ['%', '*'];
      const text = syntax.textOf(node.rhs).replaceAll(wrong, right);
      yield {
        range,
        message: `${wrong} is no wildcard of ${node.op.toUpperCase()}: only text that has a ${wrong} in it is found.`,
        help: `Write ${right}, or ${isLike ? 'GLOB, which is for * and compares with case' : 'LIKE, which is for %'}.`,
        fixes: [{ title: `Write ${right} for ${wrong}`, safe: false, edits: [{ range, text }] }],
      };
    }
  },
});

function patternOf(expr: Expr): string | undefined {
  const inner = unwrap(expr);
  return inner.type === 'StringLiteral' ? inner.value : undefined;
}

/** True for a star at an end of a text without a wildcard of LIKE. */
function isGlob(pattern: string): boolean {
  return /^\*[^*%_]+\*?$|^[^*%_]+\*$/.test(pattern) && /\w/.test(pattern);
}

function isLikePattern(pattern: string): boolean {
  return /^%[^%*?[]+%?$|^[^%*?[]+%$/.test(pattern) && /[A-Za-z_]/.test(pattern);
}
