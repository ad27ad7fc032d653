import { defineRule } from '../rule.ts';
import { sameName, triggerPlace } from '../schema-places.ts';

export default defineRule({
  id: 'schema/trigger-named-by-keyword',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds triggers whose name is missing, so that AFTER, BEFORE or INSTEAD became the name: `CREATE TRIGGER AFTER INSERT ON book`.',
    why: 'Without a time of its own the trigger is run BEFORE. An AFTER INSERT trigger that looks for the new row does not find it, and does nothing; and a second one of the kind is refused because the name is taken.',
    sources: ['https://sqlite.org/lang_createtrigger.html'],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, slug TEXT);\nCREATE TRIGGER AFTER INSERT ON book BEGIN\n  UPDATE book SET slug = NEW.id WHERE id = NEW.id;\nEND;\n',
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, slug TEXT);\nCREATE TRIGGER after_insert AFTER INSERT ON book BEGIN\n  UPDATE book SET slug = NEW.id WHERE id = NEW.id;\nEND;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'The trigger is run before the row is there.',
      sql: [
        'CREATE TABLE book (id INTEGER PRIMARY KEY, slug TEXT)',
        'CREATE TRIGGER AFTER INSERT ON book BEGIN UPDATE book SET slug = NEW.id WHERE id = NEW.id; END',
        'INSERT INTO book (id) VALUES (1)',
        'SELECT slug FROM book',
      ],
      expect: [[null]],
    },
  ],
  *checkDatabase({ timeline }) {
    for (const state of timeline?.tables.values() ?? []) {
      for (const { name } of state.table.triggers) {
        const place = state.triggers.get(name.toLowerCase());
        const tree = place?.statement?.tree;
        if (tree?.type !== 'CreateTriggerStmt' || tree.time !== undefined) continue;
        if (!['after', 'before', 'instead'].some((word) => sameName(word, name))) continue;
        if (/^["`[']/.test(place?.statement?.syntax.textOf(tree.triggerName) ?? '')) continue;
        yield {
          ...triggerPlace(state, name),
          message: `${name.toUpperCase()} is the name of this trigger on ${state.table.name}, not its time. It has no time of its own, and is run BEFORE.`,
          help: `Give the trigger a name in front of ${name.toUpperCase()}.`,
        };
      }
    }
  },
});
