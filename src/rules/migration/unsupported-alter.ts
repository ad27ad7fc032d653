import { withoutSemicolon } from '../../sql/scan.ts';
import { type AlterForm, readUnsupportedAlter, type UnsupportedAlter } from '../../sql/unsupported-alter.ts';
import { twoMigrations } from '../examples.ts';
import { defineRule, type Fix } from '../rule.ts';

const init = 'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT, age TEXT);\n';
const project = (second: string): Record<string, string> => twoMigrations(init, second);

export default defineRule({
  id: 'migration/unsupported-alter',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['syntax'],
  fix: 'unsafe',
  docs: {
    what: 'Finds forms of `ALTER TABLE` that other databases have and no version of SQLite: another type or default for a column, constraints other than CHECK and NOT NULL, several actions in one statement, `IF EXISTS`, `MODIFY` and `CHANGE`.',
    why: 'SQLite’s ALTER TABLE renames, adds and drops columns and little else. Anything else is a syntax error: the migration stops there, and what stands before it has been done already unless a transaction takes it back.',
    sources: ['https://sqlite.org/lang_altertable.html', 'https://sqlite.org/omitted.html'],
    bad: [
      project('ALTER TABLE account ALTER COLUMN age TYPE INTEGER;\n'),
      project("ALTER TABLE account ALTER COLUMN name SET DEFAULT 'nobody';\n"),
      project('ALTER TABLE account ADD CONSTRAINT account_name UNIQUE (name);\n'),
      project('ALTER TABLE account ADD CONSTRAINT owner FOREIGN KEY (age) REFERENCES owner (id);\n'),
      project('ALTER TABLE account ADD COLUMN email TEXT, ADD COLUMN fax TEXT;\n'),
      project('ALTER TABLE account ADD COLUMN IF NOT EXISTS email TEXT;\n'),
      project('ALTER TABLE account MODIFY COLUMN age INTEGER NOT NULL;\n'),
      project('ALTER TABLE account ADD INDEX account_name (name);\n'),
    ],
    good: [
      project('ALTER TABLE account ADD COLUMN email TEXT;\nALTER TABLE account ADD COLUMN fax TEXT;\n'),
      project('ALTER TABLE account ADD price DECIMAL(10, 2);\n'),
      project('ALTER TABLE account RENAME age TO years;\n'),
      // From SQLite 3.53 on.
      project('ALTER TABLE account ALTER COLUMN name SET NOT NULL;\n'),
      // Of a database that has it.
      {
        'migrations/postgres/001.sql': 'ALTER TABLE account ALTER COLUMN age TYPE INTEGER;\n',
        'migrations/sqlite/001.sql': init,
      },
    ],
  },
  proofs: [
    {
      claim: 'The type of a column can’t be changed.',
      sql: [init, 'ALTER TABLE account ALTER COLUMN age TYPE INTEGER'],
      error: 'near "TYPE": syntax error',
    },
    {
      claim: 'A constraint that is no CHECK can’t be added.',
      sql: [init, 'ALTER TABLE account ADD CONSTRAINT u UNIQUE (name)'],
      error: 'near "UNIQUE": syntax error',
    },
    {
      claim: 'Two actions can’t share a statement.',
      sql: [init, 'ALTER TABLE account ADD COLUMN a TEXT, ADD COLUMN b TEXT'],
      error: 'near ",": syntax error',
    },
    {
      claim: 'A unique index refuses what a unique constraint does.',
      sql: [
        init,
        'CREATE UNIQUE INDEX account_name ON account (name)',
        "INSERT INTO account (name) VALUES ('a'), ('a')",
      ],
      error: 'UNIQUE constraint failed: account.name',
    },
  ],
  *checkStatement({ syntax, syntaxError }) {
    if (!syntaxError || syntax.hasPlaceholder) return;
    const found = readUnsupportedAlter(syntax, syntaxError);
    if (!found) return;
    const { what, help } = words[found.form];
    const written = syntax.text.slice(found.range.start, found.range.end).replace(/\s+/g, ' ');
    const own = found.form === 'option' ? `SQLite’s ALTER TABLE has no ${written}.` : what;
    yield {
      range: found.range,
      message: `${own} It refuses this statement on ${found.table}: ${syntaxError.message}.`,
      help,
      fixes: fixesOf(found, syntax.text),
    };
  },
});

const rebuild =
  'Rebuild the table: create a new one, copy the rows, drop the old one and rename the new one, with foreign keys off before the transaction and PRAGMA foreign_key_check in it (https://sqlite.org/lang_altertable.html#otheralter).';

const words: Readonly<Record<AlterForm, { readonly what: string; readonly help: string }>> = {
  several: {
    what: 'SQLite takes one action in an ALTER TABLE.',
    help: 'Write a statement of its own for each.',
  },
  type: { what: 'SQLite can’t change the type of a column.', help: rebuild },
  default: { what: 'SQLite can’t change the default of a column.', help: rebuild },
  modify: {
    what: 'SQLite has neither MODIFY nor CHANGE for a column.',
    help: `RENAME COLUMN gives it another name. For anything else: ${rebuild.slice(0, 1).toLowerCase()}${rebuild.slice(1)}`,
  },
  unique: {
    what: 'SQLite can’t add a UNIQUE constraint to a table.',
    help: 'CREATE UNIQUE INDEX does the same. It fails where two rows are alike already.',
  },
  'primary-key': { what: 'SQLite can’t add or drop a primary key.', help: rebuild },
  'foreign-key': {
    what: 'SQLite can’t add or drop a foreign key.',
    help: `A new column may have one: ADD COLUMN … REFERENCES. Else: ${rebuild.slice(0, 1).toLowerCase()}${rebuild.slice(1)}`,
  },
  'add-index': { what: 'SQLite’s ALTER TABLE makes no index.', help: 'Use CREATE INDEX.' },
  'drop-index': { what: 'SQLite’s ALTER TABLE drops no index.', help: 'Use DROP INDEX.' },
  'rename-index': {
    what: 'SQLite can’t rename an index or a constraint.',
    help: 'Drop the index and create it under the new name; a constraint takes a rebuild of its table.',
  },
  'if-exists': {
    what: 'SQLite’s ALTER TABLE knows no IF EXISTS or IF NOT EXISTS.',
    help: 'Leave it out where each migration is run once. Else ask PRAGMA table_info() first, in the program.',
  },
  only: { what: 'SQLite has no tables that inherit: there is no ONLY.', help: 'Leave it out.' },
  cascade: {
    what: 'SQLite’s DROP COLUMN knows no CASCADE or RESTRICT.',
    help: 'Leave it out, and first drop the indexes, views and triggers that name the column.',
  },
  'column-list': {
    what: 'SQLite takes one column in an ALTER TABLE, without parentheses.',
    help: 'Write ADD COLUMN in a statement of its own for each.',
  },
  rename: { what: 'SQLite renames a table with RENAME TO.', help: 'Write RENAME TO.' },
  option: { what: '', help: 'Leave the statement out: it sets what only another database has.' },
};

function fixesOf({ instead }: UnsupportedAlter, text: string): Fix[] {
  if (!instead) return [];
  const end = withoutSemicolon(text).length;
  const edits = [{ range: { start: 0, end }, text: withoutSemicolon(instead.join('\n')) }];
  const title =
    instead.length === 1
      ? `Change to ${withoutSemicolon(instead[0] ?? '')}`
      : 'Write a statement for each action';
  return [{ title, safe: false, edits }];
}
