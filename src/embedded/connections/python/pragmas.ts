import type { Node } from '@vscode/tree-sitter-wasm';
import { buildSql } from '../../sql/builder.ts';
import { enclosing, holds, placeOf } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/python.ts';
import { type PragmaStatement, pragmasSetBy } from '../statements.ts';
import { argumentsOf, nameOf, type PythonModule } from './module.ts';

/** Pragmas that one call runs. */
export interface PragmaRun {
  /** What the method is called on, as written: `conn`, `conn.cursor()`. */
  readonly receiver: string;
  readonly call: Node;
  readonly statements: readonly PragmaStatement[];
}

const calls = new Set(['call']);
const runs =
  /^(?:execute|executescript|executemany|execute_sql|exec_driver_sql|execute_fetchall|query|run_sync)$/;

/** The calls of a file that set pragmas by SQL, in its order. */
export function pragmaRuns(module: PythonModule): PragmaRun[] {
  const { file } = module;
  const found: PragmaRun[] = [];
  for (const sql of file.sql) {
    const statements = pragmasSetBy(sql, file.cache);
    if (statements.length === 0) continue;
    const node = file.root.descendantForIndex(sql.range.start, Math.max(sql.range.start, sql.range.end - 1));
    const call = node ? (runAround(node) ?? runOfConstant(node, module)) : undefined;
    if (call) found.push({ receiver: receiverOf(call), call, statements });
  }
  return found.sort((a, b) => a.call.startIndex - b.call.startIndex);
}

/** The call whose argument an SQL text is, past `text()` and the like. */
function runAround(node: Node): Node | undefined {
  for (let call = enclosing(node, calls); call; call = enclosing(call, calls)) {
    if (runs.test(methodOf(call))) return call;
    if (!/^(?:text|DDL|dedent|join|format|strip)$/.test(methodOf(call))) return undefined;
  }
  return undefined;
}

/** The call that runs a constant, or the loop that runs the texts of a list. */
function runOfConstant(node: Node, module: PythonModule): Node | undefined {
  const assignment = enclosing(node, new Set(['assignment']));
  const left = assignment?.childForFieldName('left');
  const name = left ? nameOf(left) : undefined;
  const loop = enclosing(node, new Set(['for_statement']));
  return module.calls.find((call) => {
    if (!runs.test(methodOf(call))) return false;
    const [first] = argumentsOf(call).positional;
    const given = first && unwrapped(first);
    if (!given) return false;
    const isThis = (one: Node): boolean =>
      name !== undefined && nameOf(one) === name && module.resolved(one).id !== one.id;
    if (isThis(given)) return true;
    const around = enclosing(call, new Set(['for_statement']));
    const variable = around?.childForFieldName('left');
    const list = around?.childForFieldName('right');
    if (!around || !list || variable?.type !== 'identifier' || variable.text !== given.text) return false;
    return isThis(unwrapped(list)) || (loop?.id === around.id && holds(list, node));
  });
}

/** The name of the method that a call calls, without what it is called on. */
export function methodOf(call: Node): string {
  const callee = call.childForFieldName('function');
  return callee?.childForFieldName('attribute')?.text ?? callee?.text ?? '';
}

/** What a method is called on, without the arguments of calls in it: `conn.cursor()`. */
export function receiverOf(call: Node): string {
  const object = call.childForFieldName('function')?.childForFieldName('object');
  return object ? plain(object) : '';
}

/** An expression as it is compared: no line breaks, no `await`, no arguments. */
export function plain(node: Node): string {
  const inner = unwrapped(node);
  if (inner.type === 'call') return `${plain(inner.childForFieldName('function') ?? inner)}()`;
  if (inner.type === 'attribute') {
    const object = inner.childForFieldName('object');
    return `${object ? plain(object) : ''}.${inner.childForFieldName('attribute')?.text ?? ''}`;
  }
  return inner.text.replace(/\s+/g, '').replace(/^cls\b/, 'self');
}

/** The pragmas that an expression's text sets: SQL that an option holds. Undefined where the text is not known. */
export function pragmasOfText(node: Node, module: PythonModule): readonly PragmaStatement[] | undefined {
  const value = module.resolved(node);
  const pieces = module.file.texts.textOf(value);
  if (!pieces) return undefined;
  return pragmasSetBy(buildSql(pieces, placeOf(value), { by: 'text' }), module.file.cache);
}

/** True for a call that sets a pragma whose name is put together at run time. */
export function setsPragmaByName(call: Node, module: PythonModule): boolean {
  if (!runs.test(methodOf(call))) return false;
  const [first] = argumentsOf(call).positional;
  if (!first || !/pragma/i.test(first.text)) return false;
  const pieces = module.file.texts.textOf(first);
  if (!pieces) return false;
  const at = pieces.findIndex((piece) => 'text' in piece && /\bpragma\s+(?:\w+\.)?$/i.test(piece.text));
  const next = pieces[at + 1];
  return at >= 0 && next !== undefined && 'hole' in next;
}
