import { holdsOneRow } from '../../schema/single-row.ts';
import { type UpdateTriggerCmd, walk } from '../../sql/tree.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { sameName } from '../schema-places.ts';

const book = 'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL, changed TEXT);\n';

export default defineRule({
  id: 'schema/trigger-changes-every-row',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds AFTER triggers of INSERT and UPDATE with an UPDATE of their own table that has no WHERE and gives every row the same value.',
    why: 'FOR EACH ROW is how often the trigger is run, not what its statements change. Each write of one row rewrites the whole table, and the value is the same in all rows afterwards.',
    sources: ['https://sqlite.org/lang_createtrigger.html'],
    bad: [
      {
        'schema.sqlite.sql': `${book}CREATE TRIGGER book_changed AFTER UPDATE ON book BEGIN\n  UPDATE book SET changed = CURRENT_TIMESTAMP;\nEND;\n`,
      },
    ],
    good: [
      {
        'schema.sqlite.sql': `${book}CREATE TRIGGER book_changed AFTER UPDATE ON book BEGIN\n  UPDATE book SET changed = CURRENT_TIMESTAMP WHERE id = NEW.id;\nEND;\n`,
      },
      // One address at most is the main one: the row is written after the others have lost the mark.
      {
        'schema.sqlite.sql':
          'CREATE TABLE address (id INTEGER PRIMARY KEY, main INTEGER NOT NULL);\nCREATE TRIGGER one_main BEFORE INSERT ON address WHEN NEW.main BEGIN\n  UPDATE address SET main = 0;\nEND;\n',
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE address (id INTEGER PRIMARY KEY, main INTEGER NOT NULL);\nCREATE TRIGGER one_main AFTER UPDATE OF main ON address WHEN NEW.main AND NOT OLD.main BEGIN\n  UPDATE address SET main = 0;\n  UPDATE address SET main = 1 WHERE id = NEW.id;\nEND;\n',
      },
      // Another table, of one row.
      {
        'schema.sqlite.sql': `${book}CREATE TABLE state (id INTEGER PRIMARY KEY CHECK (id = 1), changed TEXT);\nCREATE TRIGGER book_changed AFTER UPDATE ON book BEGIN\n  UPDATE state SET changed = CURRENT_TIMESTAMP;\nEND;\n`,
      },
    ],
  },
  proofs: [
    {
      claim: 'One UPDATE changes the column in all rows.',
      sql: [
        'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, changed TEXT)',
        "CREATE TRIGGER t AFTER UPDATE OF title ON book FOR EACH ROW BEGIN UPDATE book SET changed = 'now'; END",
        "INSERT INTO book (title) VALUES ('a'), ('b'), ('c')",
        "UPDATE book SET title = 'x' WHERE id = 1",
        "SELECT count(*) FROM book WHERE changed = 'now'",
      ],
      expect: [[3]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      if (state.table.triggers.length === 0 || holdsOneRow(state)) continue;
      for (const { name } of state.table.triggers) {
        const place = state.triggers.get(name.toLowerCase());
        const { statement } = place ?? {};
        if (!place || statement?.tree?.type !== 'CreateTriggerStmt') continue;
        const { commands, time, event } = statement.tree;
        // Before the row is written, and once it is gone, nothing but the others can be meant.
        if (time !== 'After' || event.type === 'DeleteTriggerEvent') continue;
        const updates = commands.filter(
          (command): command is UpdateTriggerCmd =>
            command.type === 'UpdateTriggerCmd' && sameName(command.tblName.objName.text, state.table.name),
        );
        const [whole] = updates;
        // What sets all rows back for the next UPDATE to mark one is meant so, too.
        if (!whole || updates.length > 1 || whole.whereClause || whole.from) continue;
        const columns = state.table.columns.map((column) => column.name);
        if (dependsOnRow(whole, columns)) continue;
        yield {
          file: place.file,
          range: statement.rangeOf(whole.tblName),
          message: `The trigger ${name} changes every row of ${state.table.name}: its UPDATE has no WHERE. Whenever one row is written, all get the same value.`,
          help: 'Add WHERE with the key of the row: id = NEW.id, or rowid = NEW.rowid.',
        };
      }
    }
  },
});

/** True where what is set is computed from the row itself. */
function dependsOnRow({ sets }: UpdateTriggerCmd, columns: readonly string[]): boolean {
  let depends = false;
  for (const { expr } of sets)
    walk(expr, (node) => {
      if (node.type === 'Id' && columns.some((name) => sameName(name, node.name))) depends = true;
      if (node.type === 'SubqueryExpr') return 'skip';
      return undefined;
    });
  return depends;
}
