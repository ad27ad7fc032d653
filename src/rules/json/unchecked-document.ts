import { plainName } from '../../advice/advise.ts';
import type { LogicalDatabase } from '../../project/databases.ts';
import type { Project } from '../../project/project.ts';
import { resolveNames } from '../../schema/resolve-names.ts';
import { referenceOf } from '../../schema/scopes.ts';
import type { SchemaState, TableState } from '../../schema/timeline.ts';
import { mentionsName } from '../../sql/names.ts';
import type { Statement } from '../../sql/statement.ts';
import type { Expr } from '../../sql/tree.ts';
import { functionName, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';
import { declaredColumns, isGenerated, knownTables } from '../schema-columns.ts';

const query = "SELECT id FROM event WHERE id > ? AND payload ->> '$.kind' = 'login';\n";
const project = (column: string): Record<string, string> => ({
  'schema.sqlite.sql': `CREATE TABLE event (id INTEGER PRIMARY KEY, ${column});\n`,
  'queries/event.sqlite.sql': query,
});

export default defineRule({
  id: 'json/unchecked-document',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  fix: 'none',
  docs: {
    what: 'Finds columns of text that queries read as JSON and that no CHECK keeps from holding anything else.',
    why: 'One row that is no JSON makes every query fail that comes across it, with “malformed JSON”. A CHECK refuses such a row when it is written.',
    sources: ['https://sqlite.org/json1.html#jvalid', 'https://sqlite.org/lang_createtable.html#ckconst'],
    bad: [project('payload TEXT NOT NULL')],
    good: [
      project('payload TEXT NOT NULL CHECK (json_valid(payload))'),
      project("payload TEXT NOT NULL CHECK (json_type(payload) = 'object')"),
      // JSONB is checked in another way.
      project('payload BLOB NOT NULL'),
    ],
  },
  proofs: [
    {
      claim: 'One row that is no JSON fails the query.',
      sql: [
        'CREATE TABLE t (doc TEXT)',
        `INSERT INTO t VALUES ('{"a":1}'), ('{a')`,
        "SELECT count(*) FROM t WHERE doc ->> '$.a' = 1",
      ],
      error: 'malformed JSON',
    },
    {
      claim: 'A CHECK refuses it.',
      sql: [
        'CREATE TABLE t (doc TEXT CHECK (doc IS NULL OR json_valid(doc)))',
        "INSERT INTO t VALUES ('{a')",
      ],
      error: 'CHECK constraint failed: doc IS NULL OR json_valid(doc)',
    },
  ],
  *checkDatabase(database, inProject) {
    if (isGenerated(database) || !database.timeline) return;
    const read = documentsRead(database, database.timeline.tables, inProject);
    for (const state of knownTables(database)) {
      for (const { column, definition, statement, file } of declaredColumns(state)) {
        if (!read.has(keyOf(state, column.name)) || /BLOB/i.test(column.type) || column.generated) continue;
        if (isChecked(state, column.name)) continue;
        const name = plainName(column.name);
        const test = `json_valid(${name})`;
        yield {
          file,
          range: statement.rangeOf(definition.colName),
          message: `Queries read ${state.table.name}.${column.name} as JSON, and nothing checks that it is. One row that is not makes them fail.`,
          help: `Add CHECK (${column.notNull ? test : `${name} IS NULL OR ${test}`}) when the table is made anew.`,
        };
      }
    }
  },
});

function keyOf({ table }: Pick<TableState, 'table'>, column: string): string {
  return `${table.name}.${column}`.toLowerCase();
}

/** The columns that the queries of a database hand to JSON functions and operators. */
function documentsRead(database: LogicalDatabase, schema: SchemaState, inProject: Project): Set<string> {
  const found = new Set<string>();
  for (const { tree } of queriesOf(database, inProject)) {
    if (!tree) continue;
    const names = resolveNames(tree, schema);
    const add = (expr: Expr | undefined): void => {
      const reference = expr && referenceOf(expr, names);
      if (reference?.source.state) found.add(keyOf(reference.source.state, reference.column));
    };
    for (const { node } of nodesOf(tree, 'BinaryExpr', 'FunctionCallExpr')) {
      if (node.type === 'BinaryExpr') {
        if (/^ArrowRight/.test(node.op)) add(node.left);
      } else if (/^jsonb?_(?:extract|type|array_length)$/.test(functionName(node))) add(node.args?.[0]);
    }
  }
  return found;
}

function* queriesOf({ name }: LogicalDatabase, { sqlFiles, programs }: Project): Iterable<Statement> {
  for (const { source, role, judged, database } of sqlFiles.values())
    if (judged && role === 'query' && database?.name === name) yield* source.document.statements;
  for (const { statements } of programs.values())
    for (const { statement, database } of statements) if (database?.name === name) yield statement;
}

/** True where the table's definition checks the column with a JSON function, in whatever way. */
function isChecked({ created, columns }: TableState, column: string): boolean {
  const places = [created, columns.get(column.toLowerCase())];
  return places.some((place) => {
    if (!place?.statement) return true;
    const calls = place.statement.syntax.text.matchAll(/\bjson\w*\s*\(([^),]*)/gi);
    return [...calls].some(([, argument]) => mentionsName(argument ?? '', column));
  });
}
