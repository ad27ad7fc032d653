import type { ForeignConstruct, ForeignFunction } from '../facts/foreign/construct.ts';
import {
  collationOfMysql,
  foreignFunctions,
  misreadLiterals,
  pathOfPostgres,
  schemaOfPostgres,
} from '../facts/foreign/index.ts';
import { argumentsAt } from './arguments.ts';
import type { ForeignUse } from './foreign-syntax.ts';
import type { StatementSyntax } from './statement.ts';
import { type AstNode, type Expr, type FunctionCallExpr, type FunctionCallStarExpr, walk } from './tree.ts';

/** Constructs that SQLite's grammar accepts. */
export interface AcceptedUses {
  /** Calls of functions that SQLite does not have by itself. */
  readonly functions: readonly ForeignUse[];
  /** What means something else to SQLite than where it comes from, or fails when it is run. */
  readonly others: readonly ForeignUse[];
}

const byName = new Map<string, ForeignFunction>(
  foreignFunctions.flatMap((one) => one.functions.map((name): [string, ForeignFunction] => [name, one])),
);

const answers = new WeakMap<StatementSyntax, AcceptedUses>();

/** The constructs of other databases in a statement that SQLite's grammar accepts. */
export function acceptedForeign(syntax: StatementSyntax): AcceptedUses {
  let answer = answers.get(syntax);
  if (!answer) {
    answer = find(syntax);
    answers.set(syntax, answer);
  }
  return answer;
}

function find(syntax: StatementSyntax): AcceptedUses {
  const functions: ForeignUse[] = [];
  const others: ForeignUse[] = [];
  const defaults = new Set<AstNode>();
  if (!syntax.tree) return { functions, others };
  const use = (
    construct: ForeignConstruct,
    node: AstNode,
    groups: ForeignUse['groups'] = [],
  ): ForeignUse => ({
    construct,
    range: syntax.rangeOf(node),
    groups,
  });
  walk(syntax.tree, (node) => {
    if (node.type === 'DefaultColumnConstraint') {
      walk(node.expr, (inner) => {
        defaults.add(inner);
        return undefined;
      });
    } else if (node.type === 'FunctionCallExpr' || node.type === 'FunctionCallStarExpr') {
      const name = node.name.name.toLowerCase();
      const construct = byName.get(name);
      if (construct) {
        const found = { construct, called: node.name.name, ...callAt(syntax.text, node) };
        functions.push(defaults.has(node) ? { ...found, isDefault: true } : found);
      } else if (node.type === 'FunctionCallExpr' && takesPath.test(name)) {
        const path = postgresPath(node);
        if (path) others.push(use(pathOfPostgres, path, [sqlitePath(path.value)]));
      }
    } else if (node.type === 'TableCallSelectTable') {
      const construct = byName.get(node.tblName.objName.text.toLowerCase());
      if (construct) {
        const called = node.tblName.objName.text;
        functions.push({ ...use(construct, node.tblName, [undefined]), called });
      }
    } else if (node.type === 'QualifiedName' && node.dbName && serverSchema.test(node.dbName.text)) {
      others.push(use(schemaOfPostgres, node, [node.dbName.text, syntax.textOf(node.objName)]));
    } else if (node.type === 'CollateColumnConstraint' && mysqlCollation.test(node.collationName.text)) {
      others.push(use(collationOfMysql, node.collationName, [node.collationName.text]));
    } else if (node.type === 'CollateExpr' && mysqlCollation.test(node.collation)) {
      others.push(use(collationOfMysql, node, [node.collation]));
    } else if (node.type === 'ExprResultColumn') {
      const literal = misreadLiteral(syntax, node);
      if (literal) others.push(use(literal, node));
    }
    return undefined;
  });
  return { functions, others };
}

/** The place of a call and the texts of its arguments; one that is unknown where the call has clauses of aggregates. */
function callAt(
  text: string,
  node: FunctionCallExpr | FunctionCallStarExpr,
): Pick<ForeignUse, 'range' | 'groups'> {
  // The spans of calls are exact.
  const range = { start: node.span.offset, end: node.span.offset + node.span.length };
  const isPlain = node.type === 'FunctionCallExpr' && !node.distinctness && !node.orderBy && !node.filterOver;
  if (!isPlain) return { range, groups: [undefined] };
  const groups = (argumentsAt(text, range.start)?.list ?? []).map(({ start, end }) => text.slice(start, end));
  return { range, groups };
}

const takesPath = /^jsonb?_(?:set|insert|replace|remove)$/;

/** Named by a character set of MySQL. */
const mysqlCollation = /^(?:utf8|utf8mb[34]|latin1|ascii|ucs2|utf16)_\w+$/i;

/** Schemas that every database of Postgres has. */
const serverSchema = /^(?:public|pg_catalog|information_schema)$/i;

/** A path as Postgres writes it, `'{a,b}'`, where SQLite takes paths. */
function postgresPath({ args }: FunctionCallExpr): (Expr & { type: 'StringLiteral' }) | undefined {
  const path = args?.[1];
  return path?.type === 'StringLiteral' && /^\{.*\}$/.test(path.value) ? path : undefined;
}

/** `{a,0,b}`, a path of Postgres, as `$.a[0].b`; undefined where a key would have to be quoted. */
export function sqlitePath(path: string): string | undefined {
  const keys = path
    .slice(1, -1)
    .split(',')
    .map((key) => key.trim());
  if (!keys.every((key) => /^\w+$/.test(key))) return undefined;
  return `$${keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join('')}`;
}

/** `SELECT ARRAY[1, 2]`, `SELECT E'a'`: SQLite reads a column of that name, and the rest as the name of the result. */
function misreadLiteral(
  { text }: StatementSyntax,
  node: AstNode & { type: 'ExprResultColumn' },
): ForeignConstruct | undefined {
  if (node.expr.type !== 'Id' || node.alias?.type !== 'ElidedAs') return undefined;
  const word = node.expr.name.toUpperCase();
  // A name in quotes is a name.
  if (!/^\w/.test(text.slice(node.expr.span.offset))) return undefined;
  const quote = text[node.alias.name.span.offset];
  return misreadLiterals.find((literal) => literal.word === word && literal.quote === quote)?.construct;
}
