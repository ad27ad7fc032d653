import { pragmaBoolean } from '../../facts/pragmas.ts';
import { effective } from '../../project/connections/connection.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../project/source-file.ts';
import type { SchemaState } from '../../schema/timeline.ts';
import { readPragma } from '../../sql/pragma.ts';
import type { Statement } from '../../sql/statement.ts';
import { TransactionState } from '../../sql/transactions.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';

const init =
  'CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT);\n' +
  'CREATE TABLE comment (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES post (id) ON DELETE CASCADE);\n' +
  'CREATE INDEX comment_post ON comment (post_id);\n';
const rebuild =
  'CREATE TABLE post_new (id INTEGER PRIMARY KEY, title TEXT NOT NULL);\n' +
  'INSERT INTO post_new SELECT id, title FROM post;\n' +
  'DROP TABLE post;\n' +
  'ALTER TABLE post_new RENAME TO post;\n';
const connection =
  "import { DatabaseSync } from 'node:sqlite';\nexport const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n";
const project = (migration: string): Record<string, string> => ({
  'db.js': connection,
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': migration,
});

export default defineRule({
  id: 'migration/rebuild-cascade',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'connections'],
  fix: 'none',
  docs: {
    what: 'Finds migrations that rebuild a table (new table, copy, drop, rename) with foreign keys enforced, while rows of other tables refer to it with ON DELETE CASCADE, SET NULL or SET DEFAULT.',
    why: 'With foreign keys on, DROP TABLE first deletes the table’s rows one by one, and every reference to them fires: the rows of the other tables are gone, or have lost their parent, without an error. A test on an empty database sees nothing.',
    sources: [
      'https://sqlite.org/foreignkeys.html#fk_schemacommands',
      'https://sqlite.org/lang_altertable.html#otheralter',
    ],
    bad: [project(rebuild)],
    good: [
      project(
        `PRAGMA foreign_keys = OFF;\nBEGIN;\n${rebuild}PRAGMA foreign_key_check;\nCOMMIT;\nPRAGMA foreign_keys = ON;\n`,
      ),
      // Dropped for good, not rebuilt.
      project('DROP TABLE comment;\nDROP TABLE post;\n'),
      // Nothing tells that foreign keys are enforced where this runs.
      { 'migrations/001_init.sqlite.sql': init, 'migrations/002_rebuild.sqlite.sql': rebuild },
    ],
  },
  proofs: [
    {
      claim: 'Dropping the old table deletes the rows that refer to it.',
      sql: [
        'PRAGMA foreign_keys = ON',
        ...init.trim().split('\n'),
        "INSERT INTO post VALUES (1, 'a')",
        'INSERT INTO comment VALUES (1, 1), (2, 1)',
        ...rebuild.trim().split('\n'),
        'SELECT count(*) FROM comment',
      ],
      expect: [[0]],
    },
    {
      claim: 'With foreign keys off before the transaction they stay.',
      sql: [
        'PRAGMA foreign_keys = OFF',
        'BEGIN',
        ...init.trim().split('\n'),
        "INSERT INTO post VALUES (1, 'a')",
        'INSERT INTO comment VALUES (1, 1), (2, 1)',
        ...rebuild.trim().split('\n'),
        'COMMIT',
        'SELECT count(*) FROM comment',
      ],
      expect: [[2]],
    },
  ],
  *checkDatabase({ timeline, steps }, model) {
    if (!timeline) return;
    for (const { place } of steps) {
      const { file, statement } = place;
      const tree = statement?.tree;
      if (!statement || tree?.type !== 'DropTableStmt') continue;
      const source = model.sqlFiles.get(file)?.source;
      const before = timeline.before(file, statement);
      const name = tree.tblName.objName.text;
      if (!source || !before || !isRebuilt(source, statement, name)) continue;
      const children = childrenOf(before, name);
      if (children.length === 0 || !isEnforced(source, statement, model)) continue;
      const what = children.map(({ table, action }) => `${table} (ON DELETE ${action})`).join(', ');
      yield {
        file,
        range: statement.rangeOf(tree.tblName),
        message: `Dropping ${name} with foreign keys on changes every row that refers to it. Concerned: ${what}.`,
        help: 'Run PRAGMA foreign_keys = OFF before the transaction, PRAGMA foreign_key_check in it, and switch them on again behind it.',
      };
    }
  },
});

/** True when a later statement of the file gives another table the dropped one's name. */
function isRebuilt({ document }: SourceFile, drop: Statement, name: string): boolean {
  return document.statements.some(
    ({ tree, start, section }) =>
      start > drop.start &&
      section?.direction === drop.section?.direction &&
      tree?.type === 'AlterTableStmt' &&
      tree.body.type === 'RenameToAlterTableBody' &&
      sameName(tree.body.name.text, name),
  );
}

/** The tables whose rows change when rows of `parent` are deleted. */
function childrenOf(schema: SchemaState, parent: string): { table: string; action: string }[] {
  return [...schema.values()].flatMap(({ table }) =>
    sameName(table.name, parent)
      ? []
      : table.foreignKeys
          .filter(
            (key) => sameName(key.parent, parent) && /^(?:CASCADE|SET NULL|SET DEFAULT)$/.test(key.onDelete),
          )
          .map((key) => ({ table: table.name, action: key.onDelete })),
  );
}

/** True only when it is known that foreign keys are on where the statement runs. */
function isEnforced(source: SourceFile, target: Statement, { connections }: Project): boolean {
  const state = new TransactionState();
  let here: boolean | undefined;
  for (const statement of source.document.statements) {
    state.enter(statement);
    if (statement === target) break;
    const pragma = statement.tree && readPragma(statement.tree);
    const takesEffect = !state.isOpen && !statement.section?.inTransaction;
    if (pragma?.name === 'foreign_keys' && pragma.value !== undefined && takesEffect)
      here = pragmaBoolean(pragma.value);
    state.follow(statement);
  }
  return (
    here ??
    (connections.length > 0 &&
      connections.every((connection) => effective(connection, 'foreign_keys') === 'on'))
  );
}
