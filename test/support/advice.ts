import type { Database } from 'sql.js';
import type { QueryAdvice } from '../../src/advice/advice.ts';
import { adviseQueries } from '../../src/advice/advise-queries.ts';
import type { KnownTables } from '../../src/advice/tables.ts';
import { readPlanRows } from '../../src/engine/plan.ts';
import { EngineSession } from '../../src/engine/session.ts';
import { loadSqlite } from '../../src/host/node/sqlite.ts';
import { splitScript } from '../../src/sql/split.ts';
import { StatementSyntax } from '../../src/sql/statement.ts';

const sql = await loadSqlite(new URL('../../node_modules/sql.js/dist/sql-wasm.wasm', import.meta.url));

/** An empty database in memory, with the SQLite that the product ships. */
export function openDatabase(schema = ''): Database {
  const db = new sql.Database();
  if (schema) db.run(schema);
  return db;
}

/** What the product says of one query against a schema. */
export async function adviseOn(schema: string, query: string): Promise<QueryAdvice | undefined> {
  const session = new EngineSession(sql);
  const statements = splitScript(schema)
    .pieces.map(({ range }) => new StatementSyntax(schema.slice(range.start, range.end)))
    .filter(({ text }) => text.trim() !== '');
  const { summary } = session.run(
    'build',
    { key: 'schema' },
    statements.map(({ text }) => ({ sql: text })),
  );
  const tables: KnownTables = new Map(
    summary.tables.map((table) => {
      const syntax = statements.find(
        ({ tree }) =>
          tree?.type === 'CreateTableStmt' &&
          tree.tblName.objName.text.toLowerCase() === table.name.toLowerCase(),
      );
      const created = syntax && { statement: { syntax } };
      return [table.name.toLowerCase(), { table, uncertain: undefined, created }];
    }),
  );
  const db = openDatabase(schema);
  const plan = readPlanRows(db, query);
  db.close();
  const [advice] = await adviseQueries(
    [{ syntax: new StatementSyntax(query), plan }],
    tables,
    async (requests) => session.run('advise', { key: 'schema' }, requests).results,
  );
  return advice;
}
