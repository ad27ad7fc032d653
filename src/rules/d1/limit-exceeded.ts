import { d1Limits } from '../../facts/d1/sql.ts';
import { d1MigrationOf } from '../../project/d1/use.ts';
import type { Statement } from '../../sql/statement.ts';
import { type AstNode, type Expr, unwrap, walk } from '../../sql/tree.ts';
import type { Range } from '../../text/range.ts';
import { d1Migration } from '../d1-examples.ts';
import { defineRule } from '../rule.ts';

const columns = (count: number): string =>
  Array.from({ length: count }, (_, at) => `c${at + 1} TEXT`).join(', ');
const unions = (count: number): string =>
  Array.from({ length: count }, (_, at) => `SELECT ${at + 1}`).join(' UNION ALL ');
const numbers = 'CREATE TABLE number (value INTEGER PRIMARY KEY);\n';

export default defineRule({
  id: 'd1/limit-exceeded',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds statements in migrations for D1 beyond its limits: 100 columns of a table, 100,000 bytes of a statement, 50 bytes of a pattern, 5 parts of a compound SELECT.',
    why: 'D1 has lower limits than SQLite has by itself. The statement runs on the developer’s SQLite, and fails in D1.',
    sources: ['https://developers.cloudflare.com/d1/platform/limits/'],
    bad: [
      d1Migration(`CREATE TABLE wide (id INTEGER PRIMARY KEY, ${columns(100)});\n`),
      d1Migration(`${numbers}INSERT INTO number (value) ${unions(6)};\n`),
    ],
    good: [
      d1Migration(`CREATE TABLE wide (id INTEGER PRIMARY KEY, ${columns(99)});\n`),
      d1Migration(`${numbers}INSERT INTO number (value) ${unions(5)};\n`),
      // Rows of VALUES are no compound.
      d1Migration(`${numbers}INSERT INTO number (value) VALUES (1), (2), (3), (4), (5), (6), (7);\n`),
    ],
  },
  *checkFile(file, project) {
    if (!d1MigrationOf(file, project)) return;
    for (const statement of file.source.document.statements) {
      const [found] = excesses(statement);
      if (!found) continue;
      yield {
        range: found.range,
        message: `${found.what}: D1 takes at most ${found.limit}, and the migration fails.`,
        help: found.help,
      };
    }
  },
});

interface Excess {
  readonly range: Range;
  readonly what: string;
  readonly limit: string;
  readonly help: string;
}

function* excesses(statement: Statement): Iterable<Excess> {
  const { tree, text, range, syntax, start } = statement;
  const bytes = text.length > d1Limits.statementBytes / 4 ? new TextEncoder().encode(text).length : 0;
  if (bytes > d1Limits.statementBytes)
    yield {
      range: { start: range.start, end: range.start + (/^[^\n]{0,60}/.exec(text)?.[0].length ?? 0) },
      what: `The statement has ${bytes.toLocaleString('en')} bytes`,
      limit: `${d1Limits.statementBytes.toLocaleString('en')}`,
      help: 'Divide it into several, such as one INSERT for some hundred rows each.',
    };
  if (!tree) return;
  const place = (node: AstNode): Range => {
    const within = syntax.rangeOf(node);
    return { start: start + within.start, end: start + within.end };
  };
  if (tree.type === 'CreateTableStmt' && tree.body.type === 'ColumnsAndConstraintsCreateTableBody') {
    const count = tree.body.columns.length;
    if (count > d1Limits.columns)
      yield {
        range: place(tree.tblName),
        what: `${tree.tblName.objName.text} has ${count} columns`,
        limit: `${d1Limits.columns}`,
        help: 'Divide the table, or keep rarely used columns in one of JSON.',
      };
  }
  const found: Excess[] = [];
  walk(tree, (node) => {
    if (node.type === 'Select' && (node.compounds?.length ?? 0) + 1 > d1Limits.compoundTerms)
      found.push({
        range: place(node),
        what: `This SELECT has ${(node.compounds?.length ?? 0) + 1} parts`,
        limit: `${d1Limits.compoundTerms}`,
        help: 'Write rows as VALUES (…), (…), which have no such limit, or divide the statement.',
      });
    const pattern = node.type === 'LikeExpr' ? textOf(node.rhs) : undefined;
    if (
      pattern !== undefined &&
      node.type === 'LikeExpr' &&
      (node.op === 'Like' || node.op === 'Glob') &&
      new TextEncoder().encode(pattern).length > d1Limits.patternBytes
    )
      found.push({
        range: place(node.rhs),
        what: `The pattern has ${new TextEncoder().encode(pattern).length} bytes`,
        limit: `${d1Limits.patternBytes}`,
        help: 'Use instr(), or FTS5 for texts.',
      });
    return undefined;
  });
  yield* found;
}

function textOf(expr: Expr): string | undefined {
  const inner = unwrap(expr);
  return inner.type === 'StringLiteral' ? inner.value : undefined;
}
