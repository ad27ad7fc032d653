import { enforcingProgram } from '../examples.ts';
import { isForD1 } from '../foreign-keys-off.ts';
import { columnName, eventPlace, refusalsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';

const init =
  'CREATE TABLE team (id INTEGER PRIMARY KEY, name TEXT);\nCREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT);\n';
const project = (second: string): Record<string, string> => ({
  ...enforcingProgram,
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_team.sqlite.sql': second,
});
const index = 'CREATE INDEX account_team ON account (team_id);\n';

export default defineRule({
  id: 'migration/add-references-default',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['rehearsal', 'connections'],
  fix: 'none',
  docs: {
    what: 'Finds `ALTER TABLE … ADD COLUMN … REFERENCES …` with a default that is not NULL, where foreign keys are on.',
    why: 'With foreign keys on, SQLite accepts it on an empty table only: existing rows would refer to a row that may not be there.',
    sources: ['https://sqlite.org/lang_altertable.html#alter_table_add_column'],
    bad: [
      project(
        `ALTER TABLE account ADD COLUMN team_id INTEGER NOT NULL DEFAULT 1 REFERENCES team (id);\n${index}`,
      ),
    ],
    good: [
      project(`ALTER TABLE account ADD COLUMN team_id INTEGER REFERENCES team (id);\n${index}`),
      // Nothing tells that foreign keys are on where this runs.
      {
        'migrations/001_init.sqlite.sql': init,
        'migrations/002_team.sqlite.sql': `ALTER TABLE account ADD COLUMN team_id INTEGER DEFAULT 1 REFERENCES team (id);\n${index}`,
      },
      // They are off meanwhile.
      project(
        `PRAGMA foreign_keys = OFF;\nALTER TABLE account ADD COLUMN team_id INTEGER DEFAULT 1 REFERENCES team (id);\n${index}PRAGMA foreign_keys = ON;\n`,
      ),
    ],
  },
  proofs: [
    {
      claim: 'With foreign keys on it fails on a table with a row.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE p (id INTEGER PRIMARY KEY)',
        'CREATE TABLE t (id INTEGER PRIMARY KEY)',
        'INSERT INTO p VALUES (1)',
        'INSERT INTO t VALUES (1)',
        'ALTER TABLE t ADD COLUMN a INTEGER DEFAULT 1 REFERENCES p (id)',
      ],
      error: 'Cannot add a REFERENCES column with non-NULL default value',
    },
    {
      claim: 'With foreign keys off it passes.',
      sql: [
        'PRAGMA foreign_keys = OFF',
        'CREATE TABLE p (id INTEGER PRIMARY KEY)',
        'CREATE TABLE t (id INTEGER PRIMARY KEY)',
        'INSERT INTO t VALUES (1)',
        'ALTER TABLE t ADD COLUMN a INTEGER DEFAULT 1 REFERENCES p (id)',
        'SELECT a FROM t',
      ],
      expect: [[1]],
    },
  ],
  *checkDatabase(database, project) {
    for (const event of refusalsOf(database, 'references-default')) {
      yield {
        ...eventPlace(event),
        message: `Adding ${columnName(event)} with a default fails once the table has a row. With foreign keys on, SQLite takes a column with REFERENCES only without one.`,
        help: isForD1(eventPlace(event).file, project)
          ? 'Add it without a default and fill it with UPDATE: D1 always enforces foreign keys.'
          : 'Add it without a default and fill it with UPDATE; or run PRAGMA foreign_keys = OFF before, outside of a transaction.',
      };
    }
  },
});
