import type { Statement } from '../sql/statement.ts';
import { type AstNode, walk } from '../sql/tree.ts';

/** A transaction of a script that reads first and writes later. */
export interface ScriptUpgrade {
  readonly begin: Statement;
  readonly read: Statement;
  readonly write: Statement;
}

/** The deferred transactions of a script that ask for rows of a table before they write. */
export function upgradesOf(statements: readonly Statement[]): ScriptUpgrade[] {
  const found: ScriptUpgrade[] = [];
  let begin: Statement | undefined;
  let read: Statement | undefined;
  for (const statement of statements) {
    const { tree } = statement;
    if (tree?.type === 'BeginStmt') {
      begin = isDeferred(statement) ? statement : undefined;
      read = undefined;
    } else if (tree?.type === 'CommitStmt' || tree?.type === 'RollbackStmt' || !tree) begin = undefined;
    else if (begin && isWrite(statement)) {
      if (read) found.push({ begin, read, write: statement });
      begin = undefined;
    } else if (begin && tree.type === 'SelectStmt' && readsTable(tree)) read ??= statement;
  }
  return found;
}

/** True for a BEGIN that takes no lock by itself. */
export function isDeferred({ text }: Statement): boolean {
  return !/^begin\s+(?:immediate|exclusive)/i.test(text);
}

/** True for a statement that changes rows or tables. */
export function isWrite({ tree }: Statement): boolean {
  return /^(?:Insert|Update|Delete|Create|Drop|Alter)\w*$/.test(tree?.type ?? '');
}

function readsTable(tree: AstNode): boolean {
  let found = false;
  walk(tree, (node) => {
    if (node.type === 'QualifiedName') found = true;
    return undefined;
  });
  return found;
}
