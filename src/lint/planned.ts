import type { Project } from '../project/project.ts';
import { namesOwnTable } from '../project/queries.ts';
import type { SqlFile } from '../project/sql-files.ts';
import type { Statement, StatementSyntax } from '../sql/statement.ts';

/** True for a statement of a script that is planned: an application runs it, not a migration, once. */
export function isPlanned(statement: Statement, file: SqlFile): boolean {
  return file.role === 'query' && isQuery(statement) && !namesOwnTable(statement, file.source);
}

/** True for a statement that has a query plan. */
export function isQuery({ tree }: Statement): boolean {
  const type = tree?.type;
  return type === 'SelectStmt' || type === 'UpdateStmt' || type === 'DeleteStmt' || type === 'InsertStmt';
}

/**
 * The statements that are planned against the schema of a database.
 * @param isAsked tells of a path whether its statements are asked for
 */
export function queriesTo(
  name: string,
  project: Project,
  isAsked: (path: string) => boolean,
): readonly StatementSyntax[] {
  const inScripts = [...project.sqlFiles.values()]
    .filter((file) => file.judged && file.database?.name === name && isAsked(file.source.path))
    .flatMap((file) => file.source.document.statements.filter((statement) => isPlanned(statement, file)));
  const inPrograms = [...project.programs.values()]
    .filter(({ source }) => isAsked(source.path))
    .flatMap(({ statements }) => statements)
    .filter(({ database, statement }) => database?.name === name && isQuery(statement))
    .map(({ statement }) => statement);
  return [...inScripts, ...inPrograms].map(({ syntax }) => syntax);
}
