import accessControl from './access-control.ts';
import foreignDateFunction from './foreign-date-function.ts';
import foreignFunction from './foreign-function.ts';
import foreignJsonFunction from './foreign-json-function.ts';
import foreignStatement from './foreign-statement.ts';
import foreignTransaction from './foreign-transaction.ts';
import mysqlComment from './mysql-comment.ts';
import mysqlInsertClause from './mysql-insert-clause.ts';
import mysqlQueryClause from './mysql-query-clause.ts';
import mysqlStatement from './mysql-statement.ts';
import mysqlTableClause from './mysql-table-clause.ts';
import newerThanTarget from './newer-than-target.ts';
import postgresArray from './postgres-array.ts';
import postgresArrayType from './postgres-array-type.ts';
import postgresIndexClause from './postgres-index-clause.ts';
import postgresLiteral from './postgres-literal.ts';
import postgresOperator from './postgres-operator.ts';
import postgresQueryClause from './postgres-query-clause.ts';
import postgresSchemaName from './postgres-schema-name.ts';
import postgresSequence from './postgres-sequence.ts';
import postgresStatement from './postgres-statement.ts';
import postgresTableClause from './postgres-table-clause.ts';
import rowLock from './row-lock.ts';
import storedCode from './stored-code.ts';

export const portabilityRules = [
  accessControl,
  foreignDateFunction,
  foreignFunction,
  foreignJsonFunction,
  foreignStatement,
  foreignTransaction,
  mysqlComment,
  mysqlInsertClause,
  mysqlQueryClause,
  mysqlStatement,
  mysqlTableClause,
  newerThanTarget,
  postgresArray,
  postgresArrayType,
  postgresIndexClause,
  postgresLiteral,
  postgresOperator,
  postgresQueryClause,
  postgresSchemaName,
  postgresSequence,
  postgresStatement,
  postgresTableClause,
  rowLock,
  storedCode,
];
