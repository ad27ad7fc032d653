import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, enclosing, holds, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { type PragmaStatement, pragmasSetBy } from '../statements.ts';
import { assignmentsBefore, functionsAround } from './variables.ts';

/** A call that runs SQL which sets pragmas. */
export interface PragmaRun {
  readonly call: Node;
  /** What it is run on, without what only narrows it: `db` of `db.WithContext(ctx).Exec(…)`. */
  readonly receiver: Node | undefined;
  /** The arguments of the call: that of a function of sqlitex is run on its first. */
  readonly arguments: readonly Node[];
  readonly statements: readonly PragmaStatement[];
  /** True where it is run on some conditions only. */
  readonly maybe: boolean;
}

/** Names of functions and methods that run SQL. */
const runners =
  /^(?:Must)?(?:Exec|Query|QueryRow|Queryx|QueryRowx|Raw|Get|ExecScript|Execute|ExecuteTransient|ExecuteScript|Prepare|PrepareTransient|Prep|NewQuery|NewRaw)(?:Context)?$/;

/** The calls of a file that set pragmas, in order; and the statements that nothing in the file runs. */
export function pragmaRuns(file: HostFile): {
  readonly runs: readonly PragmaRun[];
  readonly loose: readonly PragmaStatement[];
} {
  const statements = file.sql.flatMap((sql) => pragmasSetBy(sql, file.cache));
  if (statements.length === 0) return { runs: [], loose: [] };
  const runs: PragmaRun[] = [];
  const taken = new Set<PragmaStatement>();
  for (const call of nodesOf(file.root, ['call_expression'])) {
    const callee = call.childForFieldName('function');
    const name = callee?.childForFieldName('field')?.text ?? '';
    if (!runners.test(name)) continue;
    const args = childrenOf(call.childForFieldName('arguments'));
    const own = args.flatMap((argument) => {
      const places = textsOf(argument, file.root).map(placeOf);
      return statements.filter(({ sql: { range } }) =>
        places.some(({ start, end }) => start <= range.start && range.end <= end),
      );
    });
    if (own.length === 0) continue;
    for (const statement of own) taken.add(statement);
    runs.push({
      call,
      receiver: narrowed(callee?.childForFieldName('operand') ?? undefined),
      arguments: args,
      statements: own,
      maybe: isOptional(call),
    });
  }
  return { runs, loose: statements.filter((statement) => !taken.has(statement)) };
}

/** Methods that give the same handle, or a session of it. */
function narrowed(node: Node | undefined): Node | undefined {
  let inner = node;
  while (inner?.type === 'call_expression') {
    const callee = inner.childForFieldName('function');
    const method = callee?.childForFieldName('field')?.text ?? '';
    if (!/^(?:WithContext|Session|Debug|Unsafe|DB)$/.test(method)) return inner;
    inner = callee?.childForFieldName('operand') ?? undefined;
  }
  return inner;
}

/** Where the texts stand that an argument may be: itself, a name's values, the elements that a loop goes through. */
function textsOf(argument: Node, root: Node): Node[] {
  if (argument.type !== 'identifier') return [argument];
  const loop = loopsAround(argument).find(({ names }) => names.includes(argument.text));
  if (loop) {
    if (loop.over.type !== 'identifier') return [loop.over];
    const assigned = assignmentsBefore(loop.over).flatMap(({ value }) => value ?? []);
    return assigned.length > 0 ? assigned : globalsNamed(loop.over.text, root);
  }
  const assigned = assignmentsBefore(argument).flatMap(({ value }) => value ?? []);
  return assigned.length > 0 ? assigned : globalsNamed(argument.text, root);
}

function globalsNamed(name: string, root: Node): Node[] {
  return nodesOf(root, ['const_spec', 'var_spec']).flatMap((spec) => {
    if (functionsAround(spec).length > 0) return [];
    const at = spec.childrenForFieldName('name').findIndex((one) => one?.text === name);
    return at < 0 ? [] : (childrenOf(spec.childForFieldName('value'))[at] ?? []);
  });
}

function loopsAround(node: Node): { readonly names: readonly string[]; readonly over: Node }[] {
  const found: { names: string[]; over: Node }[] = [];
  for (let around = node.parent; around; around = around.parent) {
    if (around.type !== 'for_statement') continue;
    const clause = childrenOf(around).find(({ type }) => type === 'range_clause');
    const over = clause?.childForFieldName('right');
    if (over)
      found.push({ names: childrenOf(clause?.childForFieldName('left')).map(({ text }) => text), over });
  }
  return found;
}

/** A condition that asks whether it is SQLite, or whether all went well so far, is no choice. */
const expected = /sqlite|driver|dialect|\berr\s*==\s*nil/i;

/**
 * True for a statement that is run on some conditions only.
 * @param opening what opens the handle: the conditions that it stands in hold wherever there is one
 */
export function isOptional(node: Node, opening?: Node): boolean {
  let inner = node;
  if (mayReturnBefore(node, opening)) return true;
  for (let around = node.parent; around; around = around.parent) {
    if (opening && holds(around, opening)) return false;
    if (/^(?:function_declaration|method_declaration|func_literal)$/.test(around.type)) return false;
    if (around.type === 'if_statement') {
      const condition = around.childForFieldName('condition')?.text ?? '';
      const alternative = around.childForFieldName('alternative');
      const isBody = around.childForFieldName('consequence')?.id === inner.id || alternative?.id === inner.id;
      if (isBody && !(expected.test(condition) && alternative?.id !== inner.id)) return true;
    }
    if (/^(?:expression_case|default_case|type_case)$/.test(around.type)) {
      const cases = around.childForFieldName('value')?.text ?? '';
      if (!/sqlite/i.test(cases)) return true;
    }
    inner = around;
  }
  return false;
}

/** True where the function returns before a statement on some condition, other than with an error. */
function mayReturnBefore(node: Node, opening: Node | undefined): boolean {
  const [own] = functionsAround(node);
  const from = opening && own && functionsAround(opening)[0]?.id === own.id ? opening.endIndex : 0;
  return (own ? nodesOf(own, ['return_statement']) : []).some((one) => {
    if (one.startIndex < from || one.endIndex > node.startIndex) return false;
    if (functionsAround(one)[0]?.id !== own?.id) return false;
    const choice = enclosing(one, new Set(['if_statement']));
    // A choice that holds the statement, too, has it in the other branch.
    if (!choice || choice.endIndex >= node.startIndex) return false;
    const condition = choice.childForFieldName('condition')?.text ?? '';
    const last = childrenOf(childrenOf(one)[0]).at(-1)?.text ?? '';
    return !/err\b|sqlite|driver|dialect/i.test(condition) && !/^err|err\w*$|Err|^errors?\./.test(last);
  });
}
