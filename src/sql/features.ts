import { features, functionFeatures, type SqliteFeature } from '../facts/features.ts';
import type { Range } from '../text/range.ts';
import type { StatementSyntax } from './statement.ts';
import { tokenTextOf } from './token-text.ts';
import { type AstNode, isStrict, joinKind, walk } from './tree.ts';

/** A place of a statement that takes a certain version of SQLite. */
export interface FeatureUse {
  readonly feature: SqliteFeature;
  /** From the start of the statement. */
  readonly range: Range;
}

const remembered = new WeakMap<StatementSyntax, readonly FeatureUse[]>();

/** What a statement uses that not every version of SQLite has; each feature once, where it comes first. */
export function featuresIn(syntax: StatementSyntax): readonly FeatureUse[] {
  let uses = remembered.get(syntax);
  if (!uses) {
    uses = find(syntax);
    remembered.set(syntax, uses);
  }
  return uses;
}

function find(syntax: StatementSyntax): FeatureUse[] {
  const { tree } = syntax;
  if (!tree) return [];
  const uses = new Map<string, FeatureUse>();
  const add = (feature: SqliteFeature, node: AstNode): void => {
    if (!uses.has(feature.id)) uses.set(feature.id, { feature, range: syntax.rangeOf(node) });
  };
  walk(tree, (node) => {
    const feature = featureOf(node, syntax);
    if (feature) add(feature, node);
    for (const [other, place] of clausesOf(node)) add(other, place);
    return undefined;
  });
  return [...uses.values()];
}

/** The feature that a node as a whole is. */
function featureOf(node: AstNode, syntax: StatementSyntax): SqliteFeature | undefined {
  switch (node.type) {
    case 'BinaryExpr':
      if (node.op === 'ArrowRight' || node.op === 'ArrowRightShift') return features.jsonArrow;
      return isDistinctFrom(node, syntax) ? features.distinctFrom : undefined;
    case 'FunctionCallExpr':
      return functionFeatures.get(node.name.name.toLowerCase());
    case 'GeneratedColumnConstraint':
      return features.generatedColumn;
    case 'NumericLiteral':
      return syntax.textOf(node).includes('_') ? features.digitSeparator : undefined;
    case 'SortedColumn':
      return node.nulls ? features.nullsOrder : undefined;
    case 'SortListFunctionCallOrder':
      return features.aggregateOrder;
    case 'DropColumnAlterTableBody':
      return features.dropColumn;
    case 'SetColumnNotNullAlterTableBody':
    case 'DropColumnNotNullAlterTableBody':
      return features.alterNotNull;
    case 'AddConstraintAlterTableBody':
    case 'DropConstraintAlterTableBody':
      return features.alterConstraint;
    default:
      return undefined;
  }
}

/** The features that are clauses of a node, with where they stand. */
function clausesOf(node: AstNode): [SqliteFeature, AstNode][] {
  switch (node.type) {
    case 'UpdateStmt': {
      const clauses: [SqliteFeature, AstNode][] = [];
      if (node.from) clauses.push([features.updateFrom, node.from]);
      const [returned] = node.returning ?? [];
      if (returned) clauses.push([features.returning, returned]);
      return clauses;
    }
    case 'InsertStmt':
    case 'DeleteStmt': {
      const [returned] = node.returning ?? [];
      return returned ? [[features.returning, returned]] : [];
    }
    case 'Upsert':
      return node.next ? [[features.severalUpserts, node.next]] : [];
    case 'CommonTableExpr':
      return node.materialized === 'Any' ? [] : [[features.materialized, node.tblName]];
    case 'FunctionTail':
      // Behind a window function FILTER came with the windows, in 3.25.
      return node.filterClause && !node.overClause ? [[features.aggregateFilter, node.filterClause]] : [];
    case 'JoinedSelectTable':
      return joinKind(node).right ? [[features.outerJoin, node.operator]] : [];
    case 'CreateTableStmt':
      return isStrict(node) ? [[features.strict, node.tblName]] : [];
    default:
      return [];
  }
}

function isDistinctFrom(node: AstNode & { type: 'BinaryExpr' }, syntax: StatementSyntax): boolean {
  if (node.op !== 'Is' && node.op !== 'IsNot') return false;
  const between = syntax.text.slice(syntax.rangeOf(node.left).end, syntax.rangeOf(node.right).start);
  return tokenTextOf(between).text.includes('DISTINCT FROM');
}
