import { affinityOf, isNumeric } from '../../sql/affinity.ts';
import { copiedValues, rebuildsOf } from '../rebuilds.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';

const init = 'CREATE TABLE address (id INTEGER PRIMARY KEY, zip TEXT NOT NULL, age);\n';
const project = (type: string, value = 'zip'): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': `CREATE TABLE address_new (id INTEGER PRIMARY KEY, zip ${type} NOT NULL, age);\nINSERT INTO address_new (id, zip, age) SELECT id, ${value}, age FROM address;\nDROP TABLE address;\nALTER TABLE address_new RENAME TO address;\n`,
});

export default defineRule({
  id: 'migration/type-narrowing',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds a rebuild of a table that turns a column of text into one of numbers, and copies its values as they are.',
    why: 'SQLite turns each text that looks like a number into one: leading zeros, signs and trailing zeros are gone for good. What does not look like one stays text in a column of numbers; in a STRICT table it makes the copy fail.',
    sources: ['https://sqlite.org/datatype3.html#type_affinity', 'https://sqlite.org/stricttables.html'],
    bad: [project('INTEGER'), project('NUMERIC')],
    good: [
      project('VARCHAR(10)'),
      // The migration says what it wants.
      project('INTEGER', 'CAST(zip AS INTEGER)'),
    ],
  },
  proofs: [
    {
      claim: 'Leading zeros are lost.',
      sql: [
        init,
        "INSERT INTO address (id, zip) VALUES (1, '00742')",
        'CREATE TABLE address_new (id INTEGER PRIMARY KEY, zip INTEGER NOT NULL)',
        'INSERT INTO address_new SELECT id, zip FROM address',
        'SELECT CAST(zip AS TEXT) FROM address_new',
      ],
      expect: [['742']],
    },
  ],
  *checkDatabase(database, project) {
    for (const rebuild of rebuildsOf(database, project)) {
      const { table, before, after, source } = rebuild;
      for (const copy of rebuild.copies) {
        for (const { column, from } of copiedValues(copy, rebuild) ?? []) {
          const old = before.table.columns.find(({ name }) => from !== undefined && sameName(name, from));
          const now = after.table.columns.find(({ name }) => sameName(name, column));
          if (!old || !now || affinityOf(old.type) !== 'TEXT' || !isNumeric(affinityOf(now.type))) continue;
          yield {
            file: source.path,
            range: copy.statement.rangeOf(copy.insert.tblName),
            message: `${table}.${old.name}${sameName(old.name, column) ? '' : ` (now ${column})`} turns from ${old.type} into ${now.type}: '007' becomes 7. What does not look like a number ${after.table.strict ? 'makes the copy fail' : 'stays text'}.`,
            help: 'Say what is wanted: copy CAST(column AS INTEGER), or keep the type.',
          };
        }
      }
    }
  },
});
