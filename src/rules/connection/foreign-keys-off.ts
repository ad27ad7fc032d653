import {
  type Connection,
  effective,
  isWritableFile,
  sourceOf,
} from '../../project/connections/connection.ts';
import { knownValue } from '../../project/facts.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const schema = {
  'schema.sqlite.sql':
    'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n',
};

export default defineRule({
  id: 'connection/foreign-keys-off',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['connections', 'schema'],
  fix: 'none',
  docs: {
    what: 'Finds connections that switch foreign keys off, where the schema of the database declares some.',
    why: 'What the schema promises does not hold: rows may refer to nothing, and ON DELETE CASCADE deletes nothing. Whoever reads the schema later takes it at its word.',
    sources: ['https://sqlite.org/foreignkeys.html#fk_enable'],
    bad: [
      {
        ...nodeProgram(
          "const db = new DatabaseSync('app.db', { timeout: 5000, enableForeignKeyConstraints: false });\ndb.exec('PRAGMA journal_mode = WAL');\n",
        ),
        ...schema,
      },
    ],
    good: [
      {
        ...nodeProgram(
          "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
        ),
        ...schema,
      },
      // No table refers to another.
      {
        ...nodeProgram(
          "const db = new DatabaseSync('app.db', { timeout: 5000, enableForeignKeyConstraints: false });\ndb.exec('PRAGMA journal_mode = WAL');\n",
        ),
        'schema.sqlite.sql': 'CREATE TABLE author (id INTEGER PRIMARY KEY);\n',
      },
      // They are on again once the tables are made.
      {
        ...nodeProgram(
          "const db = new DatabaseSync('app.db', { timeout: 5000, enableForeignKeyConstraints: false });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON');\n",
        ),
        ...schema,
      },
    ],
  },
  *checkConnection(connection) {
    if (effective(connection, 'foreign_keys') !== 'off' || connection.pragmas.foreign_keys.by !== 'program')
      return;
    const declared = knownValue(connection.foreignKey);
    if (!declared || !isWritableFile(connection) || isForMigrations(connection)) return;
    yield {
      range: connection.site.range,
      message: `Foreign keys are switched off here, and ${declared.table} declares one (${declared.place}). It is not enforced (${sourceOf(connection, 'foreign_keys')}).`,
      help: 'Switch them on, once PRAGMA foreign_key_check finds no row that breaks one; or leave REFERENCES out of the schema.',
    };
  },
});

/** How far around a setting words are looked for, in characters. */
const around = 700;

/** True where the lines around say that the connection runs migrations, for which they have to be off. */
function isForMigrations({ pragmas, file }: Connection): boolean {
  const { setting } = pragmas.foreign_keys;
  if (setting?.by !== 'statement') return false;
  const { start, end } = setting.range;
  return /migrat/i.test(file.text.slice(Math.max(0, start - around), end + around));
}
