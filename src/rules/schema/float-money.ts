import { affinityOf } from '../../sql/affinity.ts';
import { defineRule } from '../rule.ts';
import { declaredColumns, knownTables } from '../schema-columns.ts';

const money =
  /^(?:(?:\w+_)?(?:price|amount|balance|salary|wage|fee|fees|cost|costs|subtotal|tax|discount_amount|refund|payment)(?:_(?:usd|eur|gbp|net|gross|total|paid|due))?|total_(?:price|amount|cost|paid|due))$/i;

export default defineRule({
  id: 'schema/float-money',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds columns for amounts of money that hold fractions as floating-point numbers: REAL, FLOAT, DOUBLE, and DECIMAL, which is no decimal type in SQLite.',
    why: 'Binary fractions can’t hold a tenth. Sums are off by a little, so that comparisons and balances that should be 0 fail. SQLite stores what is given to a DECIMAL(10,2) as a binary fraction as well.',
    sources: [
      'https://sqlite.org/floatingpoint.html',
      'https://sqlite.org/datatype3.html#determination_of_column_affinity',
    ],
    bad: [
      { 'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, price DECIMAL(10, 2) NOT NULL);\n' },
    ],
    good: [
      { 'schema.sqlite.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, price_cents INTEGER NOT NULL);\n' },
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, price INTEGER NOT NULL, weight REAL);\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'The sum of three dimes is not 0.30.',
      sql: [
        'CREATE TABLE book (price DECIMAL(10, 2))',
        "INSERT INTO book VALUES ('0.10'), ('0.10'), ('0.10')",
        'SELECT sum(price) = 0.3, typeof(price) FROM book',
      ],
      expect: [[0, 'real']],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      for (const { column, definition, statement, file } of declaredColumns(state)) {
        if (!money.test(column.name) || !definition.colType) continue;
        const isFraction =
          /DECIMAL|NUMERIC|MONEY|CURRENCY/i.test(column.type) || affinityOf(column.type) === 'REAL';
        const isWhole = /\(\s*\d+\s*(?:,\s*0\s*)?\)/.test(column.type);
        if (!isFraction || isWhole) continue;
        yield {
          file,
          range: statement.rangeOf(definition.colType),
          message: `${state.table.name}.${column.name} holds money as a floating-point number. ${column.type} has no exact tenths in SQLite, and sums are off by a little.`,
          help: `Store whole cents in an INTEGER column.`,
        };
      }
    }
  },
});
