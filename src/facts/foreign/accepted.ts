import type { ForeignConstruct, ForeignSyntax } from './construct.ts';
import { mysqlPage, postgresPage } from './make.ts';
import { postgresValues } from './postgres-values.ts';

/** `jsonb_set(data, '{a,b}', …)`: SQLite compiles it, and fails with `bad JSON path` when it is run. */
export const pathOfPostgres: ForeignConstruct = {
  name: "path such as '{a,b}'",
  of: 'Postgres',
  rule: 'foreign-json-function',
  meaning: 'the way to a value in JSON',
  instead: "Write '$.a.b', with [0] for an element of an array.",
  source: postgresPage('functions-json'),
  // A number may be the key of an object, and the value behind the path is JSON there, and text in SQLite.
  rewrites: [{ to: "'$1'" }],
};

/** `public.users`: SQLite looks for an attached database of that name. */
export const schemaOfPostgres: ForeignConstruct = {
  name: '$1',
  of: 'Postgres',
  rule: 'postgres-schema-name',
  meaning: 'a schema',
  instead: 'Leave it out: what SQLite writes in front of a table is the name of an attached database.',
  source: postgresPage('ddl-schemas'),
};

/** `COLLATE utf8mb4_bin`: SQLite's grammar takes any name, and then looks for the collation. */
export const collationOfMysql: ForeignConstruct = {
  name: 'collation $1',
  of: 'MySQL',
  rule: 'mysql-table-clause',
  meaning: 'how text is compared',
  instead: 'Leave it out to compare bytes, or write COLLATE NOCASE, which ignores the case of ASCII letters.',
  source: mysqlPage('charset-collation-names'),
};

const named = (name: string): ForeignSyntax => {
  const found = postgresValues.find((one) => one.name === name);
  if (!found) throw new Error(`no construct is called ${name}`);
  return found;
};

/** Literals that SQLite reads as a column with a name for the result, where they are all of a column of a SELECT. */
export const misreadLiterals: readonly {
  readonly word: string;
  /** The character that the rest starts with. */
  readonly quote: string;
  readonly construct: ForeignConstruct;
}[] = [
  { word: 'ARRAY', quote: '[', construct: named('ARRAY[…]') },
  { word: 'INTERVAL', quote: "'", construct: named('INTERVAL') },
  { word: 'E', quote: "'", construct: named("E'…'") },
  { word: 'B', quote: "'", construct: named("B'…'") },
];
