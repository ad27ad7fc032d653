import type { AstNode, Expr, QualifiedName, ResultColumn } from '../sql/tree.ts';
import type { Source } from './scopes.ts';
import type { SchemaState } from './timeline.ts';

/** The common table expressions that a name can mean, with their columns; all in lower case. */
export type Ctes = ReadonlyMap<string, readonly string[] | undefined>;

/** What a table's name means: a common table expression before a table or view of the schema. */
export function tableSource(
  name: QualifiedName,
  schema: SchemaState,
  ctes: Ctes = new Map(),
  listed: { readonly alias?: string | undefined; readonly node?: AstNode } = {},
): Source {
  const { alias = name.alias?.text, node = name } = listed;
  const own = name.objName.text.toLowerCase();
  if (!name.dbName && ctes.has(own)) return madeSource(alias ?? own, ctes.get(own), node);
  const isMain = !name.dbName || name.dbName.text.toLowerCase() === 'main';
  const state = isMain ? schema.get(own) : undefined;
  const isKnown = state && state.table.kind !== 'stub' && state.table.kind !== 'virtual';
  const columns = isKnown ? state.table.columns.map((column) => column.name.toLowerCase()) : undefined;
  return { name: (alias ?? own).toLowerCase(), state, columns, optional: false, node };
}

/** What a statement makes itself, and no table of the schema holds. */
export function madeSource(name: string, columns: readonly string[] | undefined, node: AstNode): Source {
  return { name: name.toLowerCase(), state: undefined, columns, optional: false, node };
}

/** The names of a SELECT's results in lower case; undefined where they are not known. */
export function resultNames(
  columns: readonly ResultColumn[],
  sources: readonly Source[],
): readonly string[] | undefined {
  const names: string[] = [];
  for (const column of columns) {
    if (column.type === 'ExprResultColumn') {
      names.push(resultName(column.alias?.name.text, column.expr).toLowerCase());
      continue;
    }
    const meant =
      column.type === 'StarResultColumn'
        ? sources
        : sources.filter(({ name }) => name === column.table.text.toLowerCase());
    if (meant.length === 0) return undefined;
    for (const source of meant) {
      if (!source.columns) return undefined;
      names.push(...source.columns);
    }
  }
  return names;
}

/** The name of a result; of an expression without an alias, one that no column has. */
function resultName(alias: string | undefined, expr: Expr): string {
  if (alias !== undefined) return alias;
  if (expr.type === 'Id') return expr.name;
  return expr.type === 'QualifiedExpr' ? expr.column.text : ' ';
}
