import type { ForeignFunction, ForeignSyntax } from './construct.ts';
import { dateFunctions } from './date-functions.ts';
import { jsonFunctions } from './json-functions.ts';
import { mysqlQueries } from './mysql-queries.ts';
import { mysqlTables } from './mysql-tables.ts';
import { foreignOperators } from './operators.ts';
import { otherFunctions } from './other-functions.ts';
import { postgresQueries } from './postgres-queries.ts';
import { postgresStatements } from './postgres-statements.ts';
import { postgresTables } from './postgres-tables.ts';
import { postgresValues } from './postgres-values.ts';
import { serverStatements } from './server-statements.ts';

export { collationOfMysql, misreadLiterals, pathOfPostgres, schemaOfPostgres } from './accepted.ts';
export { lineComment } from './mysql-queries.ts';

/** Constructs of Postgres and MySQL that SQLite refuses, the more special before the more general. */
export const foreignSyntax: readonly ForeignSyntax[] = [
  ...foreignOperators,
  ...postgresQueries,
  ...postgresValues,
  ...postgresTables,
  ...postgresStatements,
  ...serverStatements,
  ...mysqlTables,
  ...mysqlQueries,
];

/** Functions of Postgres and MySQL that no build of SQLite has. */
export const foreignFunctions: readonly ForeignFunction[] = [
  ...jsonFunctions,
  ...dateFunctions,
  ...otherFunctions,
];
