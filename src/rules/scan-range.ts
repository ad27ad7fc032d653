import type { StatementSyntax } from '../sql/statement.ts';
import { walk } from '../sql/tree.ts';
import type { Range } from '../text/range.ts';
import { sameName } from './schema-places.ts';

/** The first place where a statement names a table. */
export function scanRange(syntax: StatementSyntax, table: string): Range | undefined {
  let found: Range | undefined;
  if (!syntax.tree) return undefined;
  walk(syntax.tree, (node) => {
    if (found === undefined && node.type === 'QualifiedName' && sameName(node.objName.text, table)) {
      found = syntax.rangeOf(node.objName);
    }
    return undefined;
  });
  return found;
}
