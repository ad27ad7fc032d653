import type { LogicalDatabase } from '../project/databases.ts';
import type { Project } from '../project/project.ts';
import type { SourceFile } from '../project/source-file.ts';
import { statementPlace } from '../schema/place.ts';
import type { TableState } from '../schema/timeline.ts';
import type { Statement } from '../sql/statement.ts';
import type { InsertStmt, Name, Select } from '../sql/tree.ts';
import type { Range } from '../text/range.ts';
import { headRange, sameName } from './schema-places.ts';

/** A table that a migration makes anew under another name, fills, and puts in the place of the old one. */
export interface Rebuild {
  readonly source: SourceFile;
  /** The name that the table has before and behind. */
  readonly table: string;
  readonly drop: Statement;
  readonly rename: Statement;
  /** The statement that makes the new table. */
  readonly create: Statement | undefined;
  /** What is copied from the old table into the new one. */
  readonly copies: readonly Copy[];
  /** Both as they are before the old one is dropped. */
  readonly before: TableState;
  readonly after: TableState;
}

/** `INSERT INTO new … SELECT … FROM old`. */
export interface Copy {
  readonly statement: Statement;
  readonly insert: InsertStmt;
  readonly select: Select;
  /** The columns that are named for the values; undefined where all of the table are meant. */
  readonly columns: readonly Name[] | undefined;
}

/** The rebuilds of a database's migrations in SQL, in their order, where both tables are known for certain. */
export function rebuildsOf({ timeline, steps }: LogicalDatabase, { sqlFiles }: Project): Rebuild[] {
  if (!timeline) return [];
  const found: Rebuild[] = [];
  for (const { place } of steps) {
    const { file, statement } = place;
    const tree = statement?.tree;
    const source = sqlFiles.get(file)?.source;
    if (!source || !statement || tree?.type !== 'DropTableStmt') continue;
    const table = tree.tblName.objName.text;
    const rename = renamedTo(source, statement, table);
    const schema = timeline.before(file, statement);
    if (rename?.tree?.type !== 'AlterTableStmt') continue;
    const interim = rename.tree.tblName.objName.text;
    const before = schema?.get(table.toLowerCase());
    const after = schema?.get(interim.toLowerCase());
    if (!before || !after || before.uncertain !== undefined || after.uncertain !== undefined) continue;
    const earlier = source.document.statements.filter(({ start }) => start < statement.start);
    found.push({
      source,
      table,
      drop: statement,
      rename,
      create: earlier.findLast(
        (one) => one.tree?.type === 'CreateTableStmt' && sameName(one.tree.tblName.objName.text, interim),
      ),
      copies: earlier.flatMap((one) => copyOf(one, interim, table) ?? []),
      before,
      after,
    });
  }
  return found;
}

/** The table's name in a statement of a rebuild, that which drops the old one if none is given: where a finding stands. */
export function rebuildPlace(
  { source, drop }: Rebuild,
  statement: Statement = drop,
): { file: string; range: Range } {
  return { file: source.path, range: headRange(statementPlace(source.path, statement)) };
}

/** The statement of the file that gives another table the dropped one's name. */
export function renamedTo({ document }: SourceFile, drop: Statement, name: string): Statement | undefined {
  return document.statements.find(
    ({ tree, start, section }) =>
      start > drop.start &&
      section?.direction === drop.section?.direction &&
      tree?.type === 'AlterTableStmt' &&
      tree.body.type === 'RenameToAlterTableBody' &&
      sameName(tree.body.name.text, name),
  );
}

function copyOf(statement: Statement, into: string, from: string): Copy | undefined {
  const insert = statement.tree;
  if (insert?.type !== 'InsertStmt' || insert.body.type !== 'SelectInsertBody') return undefined;
  if (!sameName(insert.tblName.objName.text, into)) return undefined;
  const { select } = insert.body;
  if (select.compounds?.length || select.select.type !== 'SelectFrom') return undefined;
  const source = select.select.from?.select;
  if (source?.type !== 'TableSelectTable' || !sameName(source.tblName.objName.text, from)) return undefined;
  if (select.select.from?.joins?.length) return undefined;
  return { statement, insert, select, columns: insert.columns };
}

/** A value that a copy puts into a column. */
export interface CopiedValue {
  readonly column: string;
  /** The column of the old table that is taken as it is; undefined for anything else. */
  readonly from: string | undefined;
  /** True where a star stands for it. */
  readonly byStar: boolean;
}

/** What a copy puts where. Undefined where the numbers differ, which SQLite refuses. */
export function copiedValues(
  { columns, select }: Copy,
  { before, after }: Rebuild,
): CopiedValue[] | undefined {
  const targets = columns
    ? columns.map(({ text }) => text)
    : after.table.columns.flatMap(({ name, generated }) => (generated ? [] : [name]));
  const values = valuesOf(select, before);
  if (values.length !== targets.length) return undefined;
  return targets.map((column, at) => ({ column, from: undefined, byStar: false, ...values[at] }));
}

/** The columns that a copy selects, stars written out. */
export function valuesOf(
  { select }: Select,
  { table }: TableState,
): { readonly from: string | undefined; readonly byStar: boolean }[] {
  if (select.type !== 'SelectFrom') return [];
  return select.columns.flatMap(
    (result): { readonly from: string | undefined; readonly byStar: boolean }[] => {
      if (result.type !== 'ExprResultColumn')
        return table.columns.map(({ name }) => ({ from: name, byStar: true }));
      const { expr } = result;
      const from =
        expr.type === 'Id' ? expr.name : expr.type === 'QualifiedExpr' ? expr.column.text : undefined;
      return [{ from, byStar: false }];
    },
  );
}
