import { parseStatement } from '../../sql/parse.ts';
import { withoutSemicolon } from '../../sql/scan.ts';
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

/**
 * Both directions of a change as a framework's migration says them.
 * @param callOf the call that makes or drops a plain index
 * @param execute how statements are run that no call stands for, without the semicolons behind them
 */
export function directionsOf<T>(
  change: SchemaChange,
  callOf: (index: PlainIndex, kind: 'add' | 'drop') => T,
  execute: (statements: readonly string[]) => T,
): { readonly plain: ReturnType<typeof indexChangeOf>; readonly up: T; readonly down: T } {
  const plain = indexChangeOf(change);
  if (!plain)
    return {
      plain,
      up: execute(change.up.map(withoutSemicolon)),
      down: execute(change.down.map(withoutSemicolon)),
    };
  const { index, kind } = plain;
  return { plain, up: callOf(index, kind), down: callOf(index, kind === 'add' ? 'drop' : 'add') };
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
