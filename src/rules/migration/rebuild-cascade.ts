import type { LogicalDatabase } from '../../project/databases.ts';
import { upStatements } from '../../project/definitions.ts';
import type { Project } from '../../project/project.ts';
import { foreignKeysAtStart, foreignKeysWithin, isWrapped } from '../../rehearsal/foreign-keys.ts';
import { statementPlace } from '../../schema/place.ts';
import type { SchemaState } from '../../schema/timeline.ts';
import { readPragma } from '../../sql/pragma.ts';
import type { Statement } from '../../sql/statement.ts';
import { enforcingProgram, postsWithComments, rebuildOfPosts as rebuild } from '../examples.ts';
import { rebuildHelp } from '../foreign-keys-off.ts';
import { statementsInTransactions } from '../in-transaction.ts';
import { renamedTo } from '../rebuilds.ts';
import { eventPlace, eventsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';
import { headRange, sameName } from '../schema-places.ts';

const init = postsWithComments('ON DELETE CASCADE');
const project = (migration: string): Record<string, string> => ({
  ...enforcingProgram,
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': migration,
});

export default defineRule({
  id: 'migration/rebuild-cascade',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'connections', 'rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds migrations that rebuild a table (new table, copy, drop, rename) with foreign keys enforced, while rows of other tables refer to it with ON DELETE CASCADE, SET NULL or SET DEFAULT.',
    why: 'With foreign keys on, DROP TABLE first deletes the table’s rows one by one, and every reference to them fires: the rows of the other tables are gone, or have lost their parent, without an error. A test on an empty database sees nothing.',
    sources: [
      'https://sqlite.org/foreignkeys.html#fk_schemacommands',
      'https://sqlite.org/lang_altertable.html#otheralter',
    ],
    bad: [
      project(rebuild),
      // D1 always enforces them, and runs migrations in a transaction.
      {
        'wrangler.toml':
          'name = "app"\n[[d1_databases]]\nbinding = "DB"\ndatabase_name = "app"\ndatabase_id = "1"\n',
        'migrations/0001_init.sql': init,
        'migrations/0002_rebuild.sql': `PRAGMA defer_foreign_keys = ON;\n${rebuild}`,
      },
    ],
    good: [
      project(
        `PRAGMA foreign_keys = OFF;\nBEGIN;\n${rebuild}PRAGMA foreign_key_check;\nCOMMIT;\nPRAGMA foreign_keys = ON;\n`,
      ),
      // Dropped for good, not rebuilt.
      project('DROP TABLE comment;\nDROP TABLE post;\n'),
      // What is deleted is put back from a copy.
      project(
        `CREATE TEMPORARY TABLE kept AS SELECT * FROM comment;\n${rebuild}INSERT INTO comment SELECT * FROM kept;\nDROP TABLE kept;\n`,
      ),
      // A program switches them off to migrate.
      {
        ...project(rebuild),
        'migrate.js':
          "import { db } from './db.js';\ndb.exec('PRAGMA foreign_keys = OFF');\nrunMigrations(db);\ndb.exec('PRAGMA foreign_keys = ON');\n",
      },
      // Bun starts with them off, and they are switched on behind the migrations.
      {
        ...project(rebuild),
        'package.json': '{ "dependencies": { "drizzle-orm": "0.44.0" } }\n',
        'db.js':
          "import { Database } from 'bun:sqlite';\nimport { migrate } from './migrate.js';\nexport const db = new Database('app.db');\ndb.run('PRAGMA journal_mode = WAL');\ndb.run('PRAGMA busy_timeout = 5000');\nmigrate(db);\ndb.run('PRAGMA foreign_keys = ON');\n",
      },
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
  *checkDatabase(database, project) {
    const { rehearsal } = database;
    const events = eventsOf(database, 'rows-lost');
    const told = new Set<string>();
    for (const event of events) {
      const { file, range } = eventPlace(event);
      const key = `${file} ${event.place.range.start}`;
      if (told.has(key) || isTooLate(file, project)) continue;
      told.add(key);
      const together = events.filter((other) => other.place === event.place);
      const what = together.map(
        ({ table, action, rows, lost }) =>
          `${table} (ON DELETE ${action}: ${lost} of ${rows} made-up rows ${action === 'CASCADE' ? 'are gone' : 'have lost it'})`,
      );
      yield { file, range, ...describe(event.parent, what, rebuildHelp(file, project)) };
    }
    const rehearsed = new Map(rehearsal?.migrations.map((one) => [one.migration, one]));
    for (const { drop, file, parent, children } of rebuildsWithChildren(database, project)) {
      // What ran on rows is known; a table that had none, or of which nothing is known, says nothing.
      const silent = new Set(
        [...(rehearsed.get(file)?.unseeded ?? []), ...(rehearsed.get(file)?.unknown ?? [])].map((name) =>
          name.toLowerCase(),
        ),
      );
      const left = rehearsed.has(file)
        ? children.filter(({ table }) => silent.has(table.toLowerCase()) || silent.has(parent.toLowerCase()))
        : children;
      if (left.length === 0 || told.has(`${file} ${drop.range.start}`) || isTooLate(file, project)) continue;
      if (!isEnforced(database, project, file, drop)) continue;
      const what = left.map(({ table, action }) => `${table} (ON DELETE ${action})`);
      yield {
        file,
        range: headRange(statementPlace(file, drop)),
        ...describe(parent, what, rebuildHelp(file, project)),
      };
    }
  },
});

function describe(parent: string, what: readonly string[], help: string): { message: string; help: string } {
  return {
    message: `Dropping ${parent} with foreign keys on changes every row that refers to it. Concerned: ${what.join(', ')}.`,
    help,
  };
}

/** The statements that drop a table which is then made again, while others refer to it. */
function* rebuildsWithChildren(
  { timeline, steps }: LogicalDatabase,
  { sqlFiles }: Project,
): Iterable<{
  drop: Statement;
  file: string;
  parent: string;
  children: { table: string; action: string }[];
}> {
  if (!timeline) return;
  for (const { place } of steps) {
    const { file, statement } = place;
    const tree = statement?.tree;
    if (!statement || tree?.type !== 'DropTableStmt') continue;
    const source = sqlFiles.get(file)?.source;
    const before = timeline.before(file, statement);
    const parent = tree.tblName.objName.text;
    if (!source || !before || !renamedTo(source, statement, parent)) continue;
    const children = childrenOf(before, parent);
    if (children.length > 0) yield { drop: statement, file, parent, children };
  }
}

/** True where the script means to switch foreign keys off and can't: that is what has to change, and is reported there. */
function isTooLate(path: string, project: Project): boolean {
  const file = project.sqlFiles.get(path);
  if (!file) return false;
  for (const { statement } of statementsInTransactions(file, project)) {
    const pragma = statement.tree && readPragma(statement.tree);
    if (pragma?.name === 'foreign_keys' && pragma.value !== undefined) return true;
  }
  return false;
}

/** True only when it is known that foreign keys are on where the statement runs. */
function isEnforced(database: LogicalDatabase, project: Project, path: string, target: Statement): boolean {
  const file = project.sqlFiles.get(path)?.source;
  if (!file) return false;
  const wrapped = isWrapped(file, target, database, project) ?? false;
  const here = foreignKeysWithin(upStatements(file), target, wrapped);
  return here ?? foreignKeysAtStart(database, project) === true;
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
