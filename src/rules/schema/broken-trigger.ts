import { defineRule } from '../rule.ts';
import { sameName, triggerPlace } from '../schema-places.ts';
import { isCertain } from '../sure-schema.ts';

const tables =
  'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\nCREATE TABLE log (id INTEGER PRIMARY KEY, entry TEXT NOT NULL);\n';

export default defineRule({
  id: 'schema/broken-trigger',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema', 'rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds triggers that SQLite can’t compile against the tables of the schema: a column or table that is not there, a number of values that does not match.',
    why: 'CREATE TRIGGER only stores the text. Every INSERT, UPDATE or DELETE that sets the trigger off fails as a whole, with an error that names something else.',
    sources: ['https://sqlite.org/lang_createtrigger.html'],
    bad: [
      {
        'schema.sqlite.sql': `${tables}CREATE TRIGGER book_log AFTER INSERT ON book BEGIN\n  INSERT INTO log (text) VALUES (NEW.title);\nEND;\n`,
      },
      {
        'schema.sqlite.sql': `${tables}CREATE TRIGGER book_log AFTER UPDATE ON book BEGIN\n  INSERT INTO log (entry) VALUES (NEW.name);\nEND;\n`,
      },
    ],
    good: [
      {
        'schema.sqlite.sql': `${tables}CREATE TRIGGER book_log AFTER INSERT ON book BEGIN\n  INSERT INTO log (entry) VALUES (NEW.title);\nEND;\n`,
      },
      // The table that it writes to comes later.
      {
        'schema.sqlite.sql': `${tables}CREATE TRIGGER book_log AFTER INSERT ON book BEGIN\n  INSERT INTO count (book) VALUES (NEW.id);\nEND;\nCREATE TABLE count (book INTEGER NOT NULL PRIMARY KEY);\n`,
      },
    ],
  },
  proofs: [
    {
      claim: 'The trigger is created, and the INSERT that sets it off fails.',
      sql: [
        'CREATE TABLE book (id)',
        'CREATE TRIGGER t AFTER INSERT ON book BEGIN UPDATE book SET name = NEW.id; END',
        'INSERT INTO book VALUES (1)',
      ],
      error: 'no such column: name',
    },
  ],
  *checkDatabase(database) {
    const { timeline, rehearsal } = database;
    for (const { kind, table, name, message } of timeline?.faults ?? []) {
      if (kind !== 'trigger') continue;
      // What a migration broke is reported there.
      if (rehearsal?.events.some((event) => event.kind === 'object-broken' && sameName(event.name, name)))
        continue;
      const state = timeline?.tables.get(table.toLowerCase());
      if (!state || !isCertain(database, message)) continue;
      const place = triggerPlace(state, name);
      yield {
        ...place,
        message: `The trigger ${name} on ${table} can’t be compiled: ${message}. Every statement that sets it off fails.`,
        help: 'Correct the trigger’s statements, or drop the trigger.',
      };
    }
  },
});
