import type { Node } from '@vscode/tree-sitter-wasm';
import { readSqlDocument } from '../../sql/document.ts';
import { type Effect, effectOf, type Reach } from './classify.ts';
import type { Code, Unit } from './code.ts';
import { kindsOfScript } from './statement-kind.ts';

/** How many functions deep the way of a transaction's handle is followed. */
const depthFollowed = 3;

/**
 * What one chain of calls does in a transaction, in its order: where it hands the transaction on to a function of the same
 * file, what that does.
 */
export function effectsOf(
  unit: Unit,
  code: Code,
  reach: Reach,
  depth = depthFollowed,
): Exclude<Effect, 'none'>[] {
  const effect = effectOf(unit, code, reach);
  if (effect === 'none') return [];
  const script = effect === 'opaque' ? [] : statementsOf(unit, code);
  if (script.length > 1) return kindsOfScript(script).map((kind) => kind ?? 'opaque');
  if (effect !== 'opaque' || depth === 0) return [effect];
  if (reach.handle === undefined) return ['opaque', ...writesBehind(unit, code, reach, depth)];
  const called = functionCalled(unit, reach.handle, code);
  if (!called) return ['opaque'];
  const within: Reach = { handle: called.parameter, receiver: undefined, orm: undefined };
  const steps = code
    .unitsWithin({ start: called.body.startIndex, end: called.body.endIndex })
    .flatMap((inner) => effectsOf(inner, code, within, depth - 1).map((one) => ({ inner, effect: one })));
  const [first] = steps.filter(({ effect: one }) => one !== 'other');
  if (first?.effect !== 'read') return first ? [first.effect] : [];
  const writes = steps.some(
    ({ inner, effect: one }) =>
      one === 'write' && (inner === first.inner || code.mayFollow(first.inner.node, inner.node)),
  );
  const isSure = steps.every(({ effect: one }) => one !== 'opaque');
  return ['read', ...(writes ? (['write'] as const) : []), ...(isSure ? [] : (['opaque'] as const))];
}

/** The statements of a text that a method runs as a whole: `db.exec('DELETE FROM a; DELETE FROM b')`. */
function statementsOf(unit: Unit, code: Code): readonly string[] {
  if (!/^(?:exec|Exec|ExecContext|MustExec|executescript|execute_batch)$/.test(unit.names.at(-1) ?? ''))
    return [];
  const sql = code.sqlOfUnit(unit);
  if (sql === undefined || !/;\s*\S/.test(sql)) return [];
  return readSqlDocument(sql, code.file.cache).statements.map(({ text }) => text);
}

/**
 * That a function of the same file writes, where all that it runs is in the transaction and an ORM is known by the names
 * of its methods. What it does first is left open.
 */
function writesBehind({ names, calls }: Unit, code: Code, reach: Reach, depth: number): ['write'] | [] {
  const [only, ...more] = code.functionsNamed(calls[0]?.name ?? '');
  const body = only?.childForFieldName('body');
  if (reach.orm !== 'django' || names.length > 1 || calls.length !== 1 || !body || more.length > 0) return [];
  const within = code.unitsWithin({ start: body.startIndex, end: body.endIndex });
  return within.some((inner) => effectsOf(inner, code, reach, depth - 1).includes('write')) ? ['write'] : [];
}

/** The function of the file that a call hands the transaction to, with the name that it has there. */
function functionCalled(
  { names, calls }: Unit,
  handle: string,
  code: Code,
): { readonly body: Node; readonly parameter: string } | undefined {
  const call = calls[0];
  if (names.length > 2 || calls.length !== 1 || !call) return undefined;
  const index = call.args.findIndex(({ text }) => text.replace(/^&(?:mut\s+)?\*?/, '') === handle);
  const [only, ...more] = code.functionsNamed(call.name);
  if (index < 0 || !only || more.length > 0) return undefined;
  const body = only.childForFieldName('body');
  const parameter = parameterAt(only, index);
  return body && parameter !== undefined ? { body, parameter } : undefined;
}

/** The name of a parameter by its place; undefined where the list is no simple one. */
function parameterAt(node: Node, index: number): string | undefined {
  const list = (node.childForFieldName('parameters')?.namedChildren ?? []).filter(
    (one) =>
      one !== null && !/comment|^self(?:_parameter)?$/.test(one.type) && !/^(?:self|cls)$/.test(one.text),
  );
  const names = list.flatMap((one): string[] => {
    const own =
      one?.childrenForFieldName('name').flatMap((name) => (name && name.type !== ',' ? [name.text] : [])) ??
      [];
    if (own.length > 0) return own;
    const written = one?.childForFieldName('pattern')?.text ?? one?.text ?? '';
    return [written];
  });
  const name = names[index]?.replace(/^(?:mut\s+|\$)/, '').split(/[:\s]/, 1)[0];
  return name !== undefined && /^\w+$/.test(name) ? name : undefined;
}
