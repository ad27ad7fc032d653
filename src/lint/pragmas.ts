import type { Setting } from '../embedded/connections/site.ts';
import { isOfAnother } from '../embedded/connections/statements.ts';
import { hostRange } from '../embedded/sql/embedded-sql.ts';
import type { Connection } from '../project/connections/connection.ts';
import type { Project } from '../project/project.ts';
import type { SqlRole } from '../project/sql-files.ts';
import type { PragmaInput } from '../rules/rule.ts';
import { readPragma } from '../sql/pragma.ts';
import type { Section, StatementSyntax } from '../sql/statement.ts';
import { overlaps, type Range } from '../text/range.ts';

/** The pragma that a statement sets or asks for; undefined for any other statement. Ranges count from its start. */
export function pragmaOfStatement(
  syntax: StatementSyntax,
  context: {
    readonly project: Project;
    readonly role?: SqlRole | undefined;
    readonly section?: Section | undefined;
    readonly connection?: Connection | undefined;
  },
): PragmaInput | undefined {
  const { tree } = syntax;
  const pragma = tree && readPragma(tree);
  if (!tree || !pragma) return undefined;
  const valueRange = pragma.valueNode && syntax.rangeOf(pragma.valueNode);
  return {
    name: pragma.name,
    value: pragma.value,
    ofAttached: isOfAnother(pragma.schema, pragma.name),
    written: `PRAGMA ${pragma.name}`,
    range: { start: syntax.rangeOf(tree).start, end: (valueRange ?? syntax.rangeOf(tree)).end },
    nameRange: syntax.rangeOf(pragma.nameNode),
    valueRange,
    by: context.role === undefined ? 'statement' : 'script',
    role: context.role,
    section: context.section,
    connection: context.connection,
    project: context.project,
  };
}

/** The connection that a pragma in a program is run on; undefined where that is not seen. */
export function connectionOf(range: Range, path: string, { connections }: Project): Connection | undefined {
  return connections.find(
    ({ file, site }) => file.path === path && site.settings.some((setting) => overlaps(setting.range, range)),
  );
}

/** True for a setting that is a statement of a program, which is judged where it stands. */
export function isStatement(
  { pragma, range }: Setting,
  { file }: Connection,
  { programPragmas }: Project,
): boolean {
  return (programPragmas.get(file.path) ?? []).some(
    ({ statement, sql }) =>
      overlaps(hostRange(sql, statement.range), range) &&
      statement.tree !== undefined &&
      readPragma(statement.tree)?.name === pragma,
  );
}

/** A pragma that a connection sets by other means than a statement, which is judged where it stands. */
export function pragmaOfSetting(
  { pragma, value, written, range, by }: Setting,
  connection: Connection,
  project: Project,
): PragmaInput {
  return {
    name: pragma,
    value,
    ofAttached: false,
    written,
    range,
    nameRange: undefined,
    valueRange: undefined,
    by,
    role: undefined,
    section: undefined,
    connection,
    project,
  };
}
