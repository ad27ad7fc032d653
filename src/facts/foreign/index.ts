import type { ForeignSyntax } from './construct.ts';
import { mysqlSyntax } from './mysql.ts';
import { foreignOperators } from './operators.ts';
import { postgresClauses } from './postgres-clauses.ts';
import { foreignStatements } from './statements.ts';

export { misreadLiterals, pathOfPostgres, schemaOfPostgres } from './accepted.ts';
export { foreignFunctions } from './functions.ts';
export { lineComment } from './mysql.ts';

/** Constructs of Postgres and MySQL that SQLite refuses, the more special before the more general. */
export const foreignSyntax: readonly ForeignSyntax[] = [
  ...foreignOperators,
  ...postgresClauses,
  ...foreignStatements,
  ...mysqlSyntax,
];
