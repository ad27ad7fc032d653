import { parseStatement } from '../../sql/parse.ts';
import type { SchemaChange } from './new-migration.ts';

/** An index on columns alone, which the migrations of every framework have a call for. */
export interface PlainIndex {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly unique: boolean;
}

/** A change that makes or drops one plain index; undefined for any other. */
export function indexChangeOf({
  up,
  down,
}: SchemaChange): { readonly kind: 'add' | 'drop'; readonly index: PlainIndex } | undefined {
  const [forwards = '', ...more] = up;
  const [backwards = ''] = down;
  if (more.length > 0 || down.length > 1) return undefined;
  const made = plainIndexOf(forwards);
  if (made) return droppedBy(backwards, made) ? { kind: 'add', index: made } : undefined;
  const dropped = plainIndexOf(backwards);
  return dropped && droppedBy(forwards, dropped) ? { kind: 'drop', index: dropped } : undefined;
}

function plainIndexOf(sql: string): PlainIndex | undefined {
  const { tree } = parseStatement(sql);
  if (tree?.type !== 'CreateIndexStmt' || tree.whereClause) return undefined;
  const columns = tree.columns.flatMap(({ expr, order }) =>
    expr.type === 'Id' && order === undefined ? [expr.name] : [],
  );
  if (columns.length < tree.columns.length) return undefined;
  return {
    name: tree.idxName.objName.text,
    table: tree.tblName.text,
    columns,
    unique: tree.unique,
  };
}

function droppedBy(sql: string, { name }: PlainIndex): boolean {
  const { tree } = parseStatement(sql);
  return tree?.type === 'DropIndexStmt' && tree.idxName.objName.text === name;
}
