import type { Place } from '../../schema/place.ts';
import { mentionsName } from '../../sql/names.ts';
import type { CreateVirtualTableStmt, DeleteTriggerCmd, UpdateTriggerCmd } from '../../sql/tree.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';

const made =
  "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\nCREATE VIRTUAL TABLE book_search USING fts5 (title, content='book', content_rowid='id');\nCREATE TRIGGER book_insert AFTER INSERT ON book BEGIN\n  INSERT INTO book_search (rowid, title) VALUES (NEW.id, NEW.title);\nEND;\n";
const right = "INSERT INTO book_search (book_search, rowid, title) VALUES ('delete', OLD.id, OLD.title);";

export default defineRule({
  id: 'schema/fts-content-trigger',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: "Finds triggers that take rows out of a full-text index over another table (`content='book'`) by DELETE or UPDATE, after the row has changed.",
    why: 'Such an index holds no text of its own: to know which words to take out, it reads the row from the other table. An AFTER trigger comes too late, the old words are gone, and they stay in the index: searches find rows that are deleted, or that hold the word no more.',
    sources: [
      'https://sqlite.org/fts5.html#external_content_tables',
      'https://sqlite.org/fts3.html#_external_content_fts4_tables_',
    ],
    bad: [
      {
        'schema.sqlite.sql': `${made}CREATE TRIGGER book_delete AFTER DELETE ON book BEGIN\n  DELETE FROM book_search WHERE rowid = OLD.id;\nEND;\n`,
      },
      {
        'schema.sqlite.sql': `${made}CREATE TRIGGER book_update AFTER UPDATE OF title ON book WHEN OLD.title <> NEW.title BEGIN\n  UPDATE book_search SET title = NEW.title WHERE rowid = NEW.id;\nEND;\n`,
      },
    ],
    good: [
      {
        'schema.sqlite.sql': `${made}CREATE TRIGGER book_delete AFTER DELETE ON book BEGIN\n  ${right}\nEND;\n`,
      },
      // A mark: the words are those that the index has.
      {
        'schema.sqlite.sql':
          "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL, hidden INTEGER NOT NULL DEFAULT 0);\nCREATE VIRTUAL TABLE book_search USING fts5 (title, content='book', content_rowid='id');\nCREATE TRIGGER book_hide AFTER UPDATE OF hidden ON book WHEN NEW.hidden BEGIN\n  DELETE FROM book_search WHERE rowid = NEW.id;\nEND;\nCREATE TRIGGER book_mark AFTER UPDATE ON book WHEN NEW.hidden AND NOT OLD.hidden BEGIN\n  DELETE FROM book_search WHERE rowid = NEW.id;\nEND;\n",
      },
      // FTS4: before the row goes.
      {
        'schema.sqlite.sql':
          "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\nCREATE VIRTUAL TABLE book_search USING fts4 (content='book', title);\nCREATE TRIGGER book_delete BEFORE DELETE ON book BEGIN\n  DELETE FROM book_search WHERE docid = OLD.id;\nEND;\n",
      },
      // Made anew with a text of its own.
      {
        'migrations/1_book.sqlite.sql': `${made}CREATE TRIGGER book_delete AFTER DELETE ON book BEGIN\n  ${right}\nEND;\n`,
        'migrations/2_search.sqlite.sql':
          'DROP TRIGGER book_insert;\nDROP TRIGGER book_delete;\nDROP TABLE book_search;\nCREATE VIRTUAL TABLE book_search USING fts5 (title);\nCREATE TRIGGER book_delete AFTER DELETE ON book BEGIN\n  DELETE FROM book_search WHERE rowid = OLD.id;\nEND;\n',
      },
      // An index with a text of its own.
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\nCREATE VIRTUAL TABLE book_search USING fts5 (title);\nCREATE TRIGGER book_delete AFTER DELETE ON book BEGIN\n  DELETE FROM book_search WHERE rowid = OLD.id;\nEND;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'The word of the deleted row is still found.',
      sql: [
        'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT)',
        "CREATE VIRTUAL TABLE search USING fts4 (content='book', title)",
        'CREATE TRIGGER i AFTER INSERT ON book BEGIN INSERT INTO search (docid, title) VALUES (NEW.id, NEW.title); END',
        'CREATE TRIGGER d AFTER DELETE ON book BEGIN DELETE FROM search WHERE docid = OLD.id; END',
        "INSERT INTO book VALUES (1, 'Emma')",
        'DELETE FROM book',
        "SELECT docid FROM search WHERE search MATCH 'emma'",
      ],
      expect: [[1]],
    },
  ],
  *checkDatabase({ timeline, steps }) {
    if (!timeline) return;
    // The one that is there in the end: a later migration may have made an index anew.
    const indexes = new Map<string, CreateVirtualTableStmt>();
    for (const { place } of steps) {
      const tree = place.statement?.tree;
      if (tree?.type === 'CreateVirtualTableStmt') indexes.set(tree.tblName.objName.text.toLowerCase(), tree);
    }
    for (const index of indexes.values()) {
      const content = contentOf(index);
      const name = index.tblName.objName.text;
      if (content === undefined || !timeline.tables.has(name.toLowerCase())) continue;
      const state = timeline.tables.get(content.toLowerCase());
      for (const [trigger, place] of state?.triggers ?? []) {
        const command = lateCommand(place, index);
        if (!command || !place.statement || !state) continue;
        yield {
          file: place.file,
          range: place.statement.rangeOf(command.node.tblName),
          message: `The trigger ${trigger} leaves the old words in the full-text index ${name}. It holds no text of its own (content = '${content}'), and the row has ${command.when} when the trigger runs.`,
          help: /^fts5$/i.test(index.moduleName.text)
            ? `INSERT INTO ${name} (${name}, rowid, …) VALUES ('delete', OLD.…, OLD.…); then insert the new text.`
            : 'Delete from the index in a BEFORE trigger, and insert the new text in an AFTER trigger.',
        };
      }
    }
  },
});

/** The table whose rows an index of the full text is made of. */
function contentOf({ moduleName, args }: CreateVirtualTableStmt): string | undefined {
  if (!/^fts[45]$/i.test(moduleName.text)) return undefined;
  for (const argument of args ?? []) {
    const [, name] = /^\s*content\s*=\s*["'`[]?(\w+)["'`\]]?\s*$/i.exec(argument) ?? [];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** A DELETE or UPDATE of the index in a trigger that is run after the row, or a column of the index, has changed. */
function lateCommand(
  { statement }: Place,
  index: CreateVirtualTableStmt,
): { readonly node: DeleteTriggerCmd | UpdateTriggerCmd; readonly when: 'gone' | 'changed' } | undefined {
  const { tree } = statement ?? {};
  if (tree?.type !== 'CreateTriggerStmt' || tree.time !== 'After') return undefined;
  const { event, whenClause } = tree;
  if (event.type === 'InsertTriggerEvent') return undefined;
  const isIndexed = (name: string): boolean => (index.args ?? []).some((one) => mentionsName(one, name));
  if (event.type === 'UpdateOfTriggerEvent' && !event.columns.some(({ text: name }) => isIndexed(name)))
    return undefined;
  // A condition on another column: a mark that is set, while the words stay as they are.
  const condition = event.type === 'UpdateTriggerEvent' && whenClause && statement?.syntax.textOf(whenClause);
  if (condition && !(index.args ?? []).some((one) => mentionsName(condition, firstWord(one))))
    return undefined;
  const node = tree.commands.find(
    (command): command is DeleteTriggerCmd | UpdateTriggerCmd =>
      (command.type === 'DeleteTriggerCmd' || command.type === 'UpdateTriggerCmd') &&
      sameName(command.tblName.objName.text, index.tblName.objName.text),
  );
  return node && { node, when: event.type === 'DeleteTriggerEvent' ? 'gone' : 'changed' };
}

/** The name of a column, or of an option, that an argument of the index starts with. */
function firstWord(argument: string): string {
  return /\w+/.exec(argument)?.[0] ?? '';
}
