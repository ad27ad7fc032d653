import type { AstNode, PragmaStmt, Stmt } from './tree.ts';

/** A pragma statement: `PRAGMA main.synchronous = NORMAL` or `PRAGMA synchronous(NORMAL)`. */
export interface PragmaUse {
  /** In lower case, as SQLite compares it. */
  readonly name: string;
  readonly nameNode: AstNode;
  /** The database that it is for, in lower case: `main` of `PRAGMA main.synchronous`; undefined where none is named. */
  readonly schema: string | undefined;
  /** The value as written, without quotes; undefined where the pragma is only asked for. */
  readonly value: string | undefined;
  readonly valueNode: AstNode | undefined;
}

export function readPragma(tree: Stmt): PragmaUse | undefined {
  if (tree.type !== 'PragmaStmt') return undefined;
  const body = (tree as PragmaStmt).body;
  const name = tree.name.objName;
  return {
    name: name.text.toLowerCase(),
    nameNode: name,
    schema: tree.name.dbName?.text.toLowerCase(),
    value: body ? valueText(body.value) : undefined,
    valueNode: body?.value,
  };
}

function valueText(value: AstNode): string | undefined {
  switch (value.type) {
    case 'NameExpr':
      return value.name.text;
    case 'Id':
      return value.name;
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'KeywordLiteral':
      return value.value;
    case 'UnaryExpr': {
      const inner = valueText(value.expr);
      return inner === undefined ? undefined : `${value.op === 'Negative' ? '-' : '+'}${inner}`;
    }
    default:
      return undefined;
  }
}
