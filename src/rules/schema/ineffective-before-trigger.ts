import { isRowidName } from '../../engine/rowid.ts';
import type { CreateTriggerStmt, UpdateTriggerCmd } from '../../sql/tree.ts';
import { nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { sameName } from '../schema-places.ts';

const book = 'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL, slug TEXT);\n';

export default defineRule({
  id: 'schema/ineffective-before-trigger',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds BEFORE INSERT triggers that update the row which is being inserted.',
    why: 'The row is not there yet: the UPDATE finds nothing, and says nothing. A trigger without AFTER or BEFORE is run before as well.',
    sources: ['https://sqlite.org/lang_createtrigger.html'],
    bad: [
      {
        'schema.sqlite.sql': `${book}CREATE TRIGGER book_slug BEFORE INSERT ON book BEGIN\n  UPDATE book SET slug = lower(NEW.title) WHERE id = NEW.id;\nEND;\n`,
      },
    ],
    good: [
      {
        'schema.sqlite.sql': `${book}CREATE TRIGGER book_slug AFTER INSERT ON book BEGIN\n  UPDATE book SET slug = lower(NEW.title) WHERE id = NEW.id;\nEND;\n`,
      },
      // The row is there already, and is not inserted.
      {
        'schema.sqlite.sql': `${book}CREATE TRIGGER book_upsert BEFORE INSERT ON book WHEN EXISTS (SELECT 1 FROM book WHERE id = NEW.id) BEGIN\n  UPDATE book SET title = NEW.title WHERE id = NEW.id;\n  SELECT RAISE(IGNORE);\nEND;\n`,
      },
      // Another row of the table.
      {
        'schema.sqlite.sql': `${book}CREATE TRIGGER book_slug BEFORE INSERT ON book BEGIN\n  UPDATE book SET slug = NULL WHERE slug = NEW.slug;\nEND;\n`,
      },
    ],
  },
  proofs: [
    {
      claim: 'The row is inserted as it was.',
      sql: [
        'CREATE TABLE book (id INTEGER PRIMARY KEY, slug TEXT)',
        "CREATE TRIGGER t BEFORE INSERT ON book BEGIN UPDATE book SET slug = 'x' WHERE id = NEW.id; END",
        'INSERT INTO book (id) VALUES (1)',
        'SELECT slug FROM book',
      ],
      expect: [[null]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const key = state.table.columns.filter(({ primaryKey }) => primaryKey > 0).map(({ name }) => name);
      for (const { name } of state.table.triggers) {
        const { file, statement } = state.triggers.get(name.toLowerCase()) ?? {};
        const { tree } = statement ?? {};
        if (file === undefined || !statement || tree?.type !== 'CreateTriggerStmt') continue;
        const command = updateOfNewRow(tree, state.table.name, key.length === 1 ? key : []);
        // schema/trigger-named-by-keyword says more of such a trigger.
        if (!command || /^(?:after|before|instead)$/i.test(name)) continue;
        yield {
          file,
          range: statement.rangeOf(command.tblName),
          message: `The trigger ${name} updates a row of ${state.table.name} before it is inserted. The UPDATE finds no row, and nothing is changed.`,
          help: 'Make it an AFTER INSERT trigger.',
        };
      }
    }
  },
});

function updateOfNewRow(
  { time, event, whenClause, commands }: CreateTriggerStmt,
  table: string,
  key: readonly string[],
): UpdateTriggerCmd | undefined {
  if (event.type !== 'InsertTriggerEvent' || time === 'After' || time === 'InsteadOf') return undefined;
  // Whoever asks whether the row is there may update that, and refuse the new one.
  if ([...nodesOf(whenClause, 'Select')].length > 0) return undefined;
  const isRow = (name: string): boolean => isRowidName(name) || key.some((one) => sameName(one, name));
  return commands.find((command): command is UpdateTriggerCmd => {
    if (command.type !== 'UpdateTriggerCmd' || !sameName(command.tblName.objName.text, table)) return false;
    const where = command.whereClause;
    if (where?.type !== 'BinaryExpr' || where.op !== 'Equals') return false;
    return [where, { left: where.right, right: where.left }].some(
      ({ left, right }) =>
        right.type === 'QualifiedExpr' &&
        sameName(right.table.text, 'NEW') &&
        isRow(right.column.text) &&
        ((left.type === 'Id' && sameName(left.name, right.column.text)) ||
          (left.type === 'QualifiedExpr' &&
            sameName(left.table.text, table) &&
            sameName(left.column.text, right.column.text))),
    );
  });
}
