import { affinityOf, isNumeric } from '../../sql/affinity.ts';
import { defineRule } from '../rule.ts';
import { declaredColumns, knownTables } from '../schema-columns.ts';

const digits =
  /^(?:(?:\w+_)?(?:phone|phone_?num(?:ber)?|mobile|mobile_?number|zip|zip_?code|postal_?code|post_?code|isbn|iban|ssn|ean|barcode))$/i;

export default defineRule({
  id: 'schema/number-for-digits',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds columns for phone numbers, postal codes, ISBNs and the like that are declared as numbers.',
    why: 'They are text that happens to be of digits. As numbers they lose leading zeros and a leading plus, and more than 19 digits become an approximation.',
    sources: ['https://sqlite.org/datatype3.html#type_affinity'],
    bad: [
      { 'schema.sqlite.sql': 'CREATE TABLE customer (id INTEGER PRIMARY KEY, phone INTEGER NOT NULL);\n' },
    ],
    good: [
      { 'schema.sqlite.sql': 'CREATE TABLE customer (id INTEGER PRIMARY KEY, phone TEXT NOT NULL);\n' },
      { 'schema.sqlite.sql': 'CREATE TABLE customer (id INTEGER PRIMARY KEY, phone_id INTEGER NOT NULL);\n' },
    ],
  },
  proofs: [
    {
      claim: 'The leading zero is gone, and so is the plus.',
      sql: [
        'CREATE TABLE customer (phone INTEGER)',
        "INSERT INTO customer VALUES ('0301234'), ('+49301234')",
        'SELECT phone FROM customer',
      ],
      expect: [[301234], [49301234]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      for (const { column, definition, statement, file } of declaredColumns(state)) {
        if (!digits.test(column.name) || !isNumeric(affinityOf(column.type)) || !definition.colType) continue;
        if (/BOOL|DATE|TIME|STRING/i.test(column.type)) continue;
        if (state.table.foreignKeys.some(({ columns }) => columns.includes(column.name))) continue;
        yield {
          file,
          range: statement.rangeOf(definition.colType),
          message: `${state.table.name}.${column.name} is declared as a number, and loses leading zeros. A text of digits that starts with 0 or + is stored without it.`,
          help: `Declare ${column.name} TEXT.`,
        };
      }
    }
  },
});
