import { withSchema } from '../examples.ts';
import { isServedByIndex, obstaclesOf, rewriteFixes, servedBy } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE product (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, name TEXT NOT NULL);\nCREATE TABLE sale (id INTEGER PRIMARY KEY, product_code INTEGER NOT NULL);\n';
const query = 'SELECT name FROM sale JOIN product ON product.code = sale.product_code WHERE sale.id = ?;\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/type-mismatch',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds joins of a column of text with a column of numbers, where the index of the text would be used if both had one type.',
    why: 'SQLite compares the two as numbers, so that ‘7’ and ‘007’ are the same; the index is in the order of the text, and of no use for that. All rows are read.',
    sources: ['https://sqlite.org/datatype3.html#comparison_expressions'],
    bad: [project(query)],
    good: [
      withSchema(schema.replace('product_code INTEGER', 'product_code TEXT'))(query),
      // A value without a type of its own is taken for text.
      project('SELECT name FROM product WHERE code = 7;\n'),
      project('SELECT name FROM sale JOIN product ON product.id = sale.product_code WHERE sale.id = ?;\n'),
    ],
  },
  proofs: [
    {
      claim: 'The index of the text is not used.',
      sql: [schema, query],
      plan: ['SEARCH sale USING INTEGER PRIMARY KEY (rowid=?)', 'SCAN product'],
    },
    {
      claim: 'It is, where both are text.',
      sql: [schema, query.replace('sale.product_code ', 'CAST(sale.product_code AS TEXT) ')],
      plan: [
        'SEARCH sale USING INTEGER PRIMARY KEY (rowid=?)',
        'SEARCH product USING INDEX sqlite_autoindex_product_1 (code=?)',
      ],
    },
    {
      claim: 'The difference: as numbers, 007 and 7 are the same.',
      sql: [
        'CREATE TABLE t (a TEXT, b INTEGER)',
        "INSERT INTO t VALUES ('007', 7)",
        'SELECT a = b, a = CAST(b AS TEXT) FROM t',
      ],
      expect: [[1, 0]],
    },
  ],
  *checkStatement(input) {
    for (const { obstacle } of obstaclesOf(input, 'affinity')) {
      const { table, column, rewrite, range } = obstacle;
      if (isServedByIndex(input, table)) continue;
      yield {
        range,
        message: `${column} is text compared with a number: ${servedBy(obstacle)} is not used. All of ${table} is read.`,
        help: `Declare both columns with one type${rewrite ? `, or compare with ${rewrite.edits[0]?.text}: that is the same unless the text has leading zeros or blanks` : ''}.`,
        fixes: rewriteFixes(obstacle),
      };
    }
  },
});
