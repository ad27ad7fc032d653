import { hostRange } from '../../embedded/sql/embedded-sql.ts';
import type { LogicalDatabase } from '../../project/databases.ts';
import type { Project } from '../../project/project.ts';
import type { TableState } from '../../schema/timeline.ts';
import type { StatementSyntax } from '../../sql/statement.ts';
import type { AstNode, Expr, SetAssignment } from '../../sql/tree.ts';
import { walk } from '../../sql/tree.ts';
import { defineRule } from '../rule.ts';
import { declaredColumns, declaredDefault, knownTables } from '../schema-columns.ts';
import { columnPlace } from '../schema-places.ts';
import { type TimeFormat, timeFormat, timeFormats } from '../time-format.ts';

const table =
  'CREATE TABLE book (id INTEGER PRIMARY KEY, changed TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);\n';

export default defineRule({
  id: 'schema/mixed-timestamps',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds columns that get times in two formats: by their default, by triggers, and by the SQL of the project. `2026-01-31 12:00:00` and `2026-01-31T12:00:00Z`, seconds and milliseconds.',
    why: 'SQLite has no type for times and compares what is there. T is greater than a blank, so that of two times of one day the one with T is always the later; seconds and milliseconds, or numbers and text, are never comparable.',
    sources: [
      'https://sqlite.org/lang_datefunc.html#time_values',
      'https://sqlite.org/datatype3.html#date_and_time_datatype',
    ],
    bad: [
      {
        'schema.sqlite.sql': `${table}CREATE TRIGGER book_changed AFTER UPDATE ON book BEGIN\n  UPDATE book SET changed = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = NEW.id;\nEND;\n`,
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL, changed INTEGER NOT NULL DEFAULT (unixepoch()));\n',
        'queries/book.sqlite.sql': 'UPDATE book SET title = ?, changed = unixepoch() * 1000 WHERE id = ?;\n',
      },
    ],
    good: [
      {
        'schema.sqlite.sql': `${table}CREATE TRIGGER book_changed AFTER UPDATE ON book BEGIN\n  UPDATE book SET changed = datetime('now') WHERE id = NEW.id;\nEND;\n`,
      },
      {
        'schema.sqlite.sql':
          "CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL, changed INTEGER NOT NULL DEFAULT (strftime('%s', 'now')));\n",
        'queries/book.sqlite.sql': 'UPDATE book SET title = ?, changed = unixepoch() WHERE id = ?;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'Midnight with T is later than noon with a blank.',
      sql: ["SELECT '2026-01-31T00:00:00Z' > '2026-01-31 12:00:00'"],
      expect: [[1]],
    },
  ],
  *checkDatabase(database, project) {
    const states = knownTables(database);
    const times = new Map<string, Written[]>();
    const note = (tableName: string, column: string, written: Written): void => {
      const key = `${tableName}.${column}`.toLowerCase();
      times.set(key, [...(times.get(key) ?? []), written]);
    };
    for (const state of states) {
      for (const declared of declaredColumns(state)) {
        const given = declaredDefault(declared);
        const format = given && timeFormat(given.text);
        if (format) note(state.table.name, declared.column.name, { format, by: 'its default' });
      }
    }
    if (times.size === 0) return;
    for (const { syntax, by } of writers(database, project, states))
      for (const { table: name, column, expr } of assignments(syntax)) {
        const format = timeFormat(syntax.textOf(expr));
        if (format) note(name, column, { format, by });
      }
    for (const state of states) {
      for (const { name } of state.table.columns) {
        const written = times.get(`${state.table.name}.${name}`.toLowerCase()) ?? [];
        const [first] = written;
        const other = written.find(({ format }) => first && format !== first.format);
        if (!first || !other || first.by !== 'its default') continue;
        yield {
          ...columnPlace(state, name),
          message: `${state.table.name}.${name} gets times in two formats, which do not compare. By ${first.by} it is ${timeFormats[first.format]}, by ${other.by} ${timeFormats[other.format]}.`,
          help: 'Write all times of a column in one format.',
        };
      }
    }
  },
});

interface Written {
  readonly format: TimeFormat;
  /** What writes it, in a few words. */
  readonly by: string;
}

/** The statements that write to the tables of a database, with what they are. */
function writers(
  database: LogicalDatabase,
  project: Project,
  states: readonly TableState[],
): { syntax: StatementSyntax; by: string }[] {
  const triggers = states.flatMap((state) =>
    [...state.triggers].flatMap(([name, { statement }]) =>
      statement ? [{ syntax: statement.syntax, by: `the trigger ${name}` }] : [],
    ),
  );
  const scripts = [...project.sqlFiles.values()].flatMap((file) =>
    file.judged && file.role === 'query' && file.database?.name === database.name
      ? file.source.document.statements.map(({ syntax, start }) => ({
          syntax,
          by: `${file.source.path}:${file.source.lines.positionAt(start).line + 1}`,
        }))
      : [],
  );
  const programs = [...project.programs.values()].flatMap(({ source, statements }) =>
    statements.flatMap(({ statement, sql, database: of }) =>
      of?.name === database.name
        ? [
            {
              syntax: statement.syntax,
              by: `${source.path}:${source.lines.positionAt(hostRange(sql, statement.range).start).line + 1}`,
            },
          ]
        : [],
    ),
  );
  return [...triggers, ...scripts, ...programs];
}

/** What a statement, or the body of a trigger, gives to columns. */
function assignments(syntax: StatementSyntax): { table: string; column: string; expr: Expr }[] {
  const found: { table: string; column: string; expr: Expr }[] = [];
  const { tree } = syntax;
  if (!tree || !/UPDATE|INSERT|REPLACE/i.test(syntax.text)) return found;
  const ofSets = (table: string, sets: readonly SetAssignment[]): void => {
    for (const { colNames, expr } of sets)
      if (colNames.length === 1 && colNames[0]) found.push({ table, column: colNames[0].text, expr });
  };
  const visit = (node: AstNode): undefined => {
    if (node.type === 'UpdateStmt' || node.type === 'UpdateTriggerCmd')
      ofSets(node.tblName.objName.text, node.sets);
    const isInsert = node.type === 'InsertStmt' && node.body.type === 'SelectInsertBody';
    const select = isInsert
      ? node.body.type === 'SelectInsertBody' && node.body.select
      : node.type === 'InsertTriggerCmd' && node.select;
    const names =
      node.type === 'InsertStmt'
        ? node.columns
        : node.type === 'InsertTriggerCmd'
          ? node.colNames
          : undefined;
    if (!select || !names || (node.type !== 'InsertStmt' && node.type !== 'InsertTriggerCmd'))
      return undefined;
    const table = node.tblName.objName.text;
    const rows =
      select.select.type === 'SelectValues' ? select.select.values.map(({ values }) => values) : [];
    for (const row of rows)
      for (const [at, expr] of row.entries())
        if (names[at]) found.push({ table, column: names[at].text, expr });
    return undefined;
  };
  walk(tree, visit);
  return found;
}
