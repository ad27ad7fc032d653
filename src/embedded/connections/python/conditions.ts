import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, enclosing, holds } from '../../sql/text-expressions.ts';

const functions = new Set(['function_definition', 'lambda']);

/** Conditions that every connection to SQLite meets: which database it is, which class the connection is of. */
const always =
  /sqlite|\bvendor\b|\bdialect\b|\bis_lite\b|isinstance\(\s*\w+\s*,\s*[\w.]*Connection\)|^True$|__name__/i;

/** What is switched to WAL unless it is in WAL mode already, is in WAL mode. */
const unlessDone = /!=\s*['"]wal['"]/i;

/**
 * The condition on which a statement is run, seen from another place of its function, or from the start of the
 * function: undefined where it is run whenever that place is.
 */
export function conditionAround(node: Node, from?: Node): Node | undefined {
  let inner = node;
  for (let around = node.parent; around; around = around.parent) {
    if (from && holds(around, from)) return early(inner, from);
    switch (around.type) {
      case 'if_statement':
      case 'elif_clause':
      case 'while_statement': {
        const condition = around.childForFieldName('condition');
        if (condition && condition.id !== inner.id && !isMet(condition.text)) return condition;
        break;
      }
      case 'else_clause':
        // What is not tested here: `else` of `if postgres:` is SQLite's, `else` of a loop always runs.
        if (around.parent?.type === 'if_statement' && !isOtherwiseSqlite(around.parent))
          return around.parent.childForFieldName('condition') ?? around;
        break;
      case 'except_clause':
      case 'conditional_expression':
      case 'boolean_operator':
        return around;
      case 'case_clause':
        if (!/sqlite/i.test(childrenOf(around)[0]?.text ?? '')) return around;
        break;
      case 'for_statement':
        break;
      case 'block': {
        const left = early(inner, undefined);
        if (left) return left;
        break;
      }
    }
    if (functions.has(around.type)) return undefined;
    inner = around;
  }
  return undefined;
}

function isMet(condition: string): boolean {
  return unlessDone.test(condition) || (always.test(condition) && !/\bnot\b|!=/.test(condition));
}

/** True for `if "postgres" in url: … else: …` and the like. */
function isOtherwiseSqlite(statement: Node): boolean {
  const condition = statement.childForFieldName('condition')?.text ?? '';
  return /postgres|mysql|maria|\bnot\b[^)]*sqlite|sqlite['"]?\s*!=|!=\s*['"]sqlite/i.test(condition);
}

/** An earlier statement of the same block that may leave the function first: `if not enabled: return`. */
function early(statement: Node, from: Node | undefined): Node | undefined {
  for (let before = statement.previousNamedSibling; before; before = before.previousNamedSibling) {
    if (from && before.startIndex < from.startIndex) return undefined;
    if (before.type !== 'if_statement') continue;
    const condition = before.childForFieldName('condition');
    const leaves = before
      .descendantsOfType(['return_statement'])
      .some((one) => one !== null && enclosing(one, functions)?.id === enclosing(before, functions)?.id);
    if (leaves && condition && !always.test(condition.text)) return condition;
  }
  return undefined;
}
