import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { type TextPiece, textOfPieces } from '../../sql/builder.ts';
import type { EmbeddedSql } from '../../sql/embedded-sql.ts';
import { childrenOf, holds, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/javascript.ts';
import { isOfAnother, pragmasSetBy } from '../statements.ts';
import { elementsOf, textsInLoop } from './lists.ts';
import { type Names, parametersOf } from './names.ts';
import { optionValue } from './options.ts';

/** A place where a program sets a pragma, or asks for one, through a method of some handle. */
export interface PragmaUse {
  /** Undefined where the name is put together at run time. */
  readonly pragma: string | undefined;
  /** Undefined where it is computed at run time. */
  readonly value: string | undefined;
  /** False where it is only asked for. */
  readonly sets: boolean;
  readonly written: string;
  readonly range: Range;
  /** The call that runs it. */
  readonly call: Node;
  /** What it may be run on. */
  readonly receivers: readonly Node[];
  /** The method that runs it, when it tells what the handle is: `pragma`. */
  readonly method: string;
}

/** All pragmas that a program runs, in the order of the file. */
export function readPragmaUses(file: HostFile, names: Names): PragmaUse[] {
  return [...sqlPragmas(file, names), ...methodPragmas(file, names)].sort(
    (a, b) => a.range.start - b.range.start,
  );
}

/** `db.exec('PRAGMA …')`, and all other ways to run SQL. */
function* sqlPragmas(file: HostFile, names: Names): Iterable<PragmaUse> {
  for (const sql of file.sql) {
    if (!/\bpragma\b/i.test(sql.text)) continue;
    const node = file.root.namedDescendantForIndex(sql.range.start, sql.range.end);
    if (!node) continue;
    const found = [...runsOf(node, names, file.root)];
    // One that is run elsewhere: an exported constant.
    const runs = found.length > 0 ? found : [{ call: node, receivers: [], method: '' }];
    const isNamed = !/\bpragma\s+(?:\w+\.)?\?/i.test(sql.text) || sql.holes.length === 0;
    for (const { call, receivers, method } of runs) {
      const use = { call, receivers, method };
      if (!isNamed) {
        const named = namesOf(sql, names, file.root);
        if (!named) {
          const written = 'PRAGMA';
          yield { ...use, pragma: undefined, value: undefined, sets: true, written, range: sql.range };
        }
        for (const name of named ?? []) yield { ...use, ...name };
      }
      for (const { pragma, value, range } of pragmasSetBy(sql, file.cache))
        yield { ...use, pragma, value, sets: true, written: `PRAGMA ${pragma}`, range };
    }
  }
}

/** The pragmas that an SQL text with a hole for the name sets or asks for, where a list has the names. */
function namesOf(
  sql: EmbeddedSql,
  names: Names,
  root: Node,
): Pick<PragmaUse, 'pragma' | 'value' | 'sets' | 'written' | 'range'>[] | undefined {
  const [, before = '', after = ''] =
    /^(\s*pragma\s+(?:\w+\.)?)\?\s*(?:$|;\s*$|([=(])[^;]*;?\s*$)/i.exec(sql.text) ?? [];
  const hole = sql.holes.find(({ range }) => before !== '' && range.start === before.length);
  const node = hole && root.namedDescendantForIndex(hole.host.start, hole.host.end - 1);
  const expression = node?.type === 'template_substitution' ? childrenOf(node)[0] : node;
  const texts = expression && textsInLoop(expression, names);
  return texts?.map((text) => {
    const pragma = text.text.slice(1, -1).toLowerCase();
    return {
      pragma,
      value: undefined,
      sets: after !== '',
      written: `PRAGMA ${pragma}`,
      range: placeOf(text),
    };
  });
}

interface Run {
  readonly call: Node;
  readonly receivers: readonly Node[];
  readonly method: string;
}

/** Makers of SQL that another call runs: `` db.run(sql`…`) ``, `db.run(sql.raw('…'))`. */
const makesSql =
  /^(?:sql(?:\.raw|\.unsafe)?|Prisma\.(?:sql|raw)|CompiledQuery\.raw|String\.raw|\w*\.raw\.bind)$/;

/** The calls that an expression is handed to, through constants and functions of this file that pass it on. */
function* runsOf(node: Node, names: Names, root: Node, seen = new Set<number>()): Iterable<Run> {
  if (seen.has(node.id) || seen.size > 20) return;
  seen.add(node.id);
  let value = node;
  for (let around = node.parent; around; value = around, around = around.parent) {
    if (around.type === 'variable_declarator' && around.childForFieldName('value')?.id === value.id) {
      yield* runsOfName(around.childForFieldName('name'), names, root, seen);
      return;
    }
    if (around.type === 'call_expression' || around.type === 'new_expression') {
      const callee = around.childForFieldName('function') ?? around.childForFieldName('constructor');
      if (callee?.id === value.id) {
        // sql`…`.execute(db) of Kysely: what it is handed runs it.
        const first = childrenOf(around.childForFieldName('arguments'))[0];
        if (first && value.type === 'member_expression')
          yield { call: around, receivers: [first], method: 'execute' };
        return;
      }
      if (!callee || makesSql.test(callee.text)) continue;
      yield { call: around, ...runBy(callee, around, node, names) };
      return;
    }
    if (
      !/^(?:arguments|array|object|pair|parenthesized_expression|as_expression|satisfies_expression|non_null_expression|ternary_expression|template_string|binary_expression|member_expression|await_expression)$/.test(
        around.type,
      )
    )
      return;
  }
}

function* runsOfName(name: Node | null, names: Names, root: Node, seen: Set<number>): Iterable<Run> {
  if (name?.type !== 'identifier') return;
  const key = names.keyOf(name.text, name);
  for (const use of nodesOf(root, ['identifier'])) {
    if (use.text === name.text && use.id !== name.id && names.keyOf(use.text, use) === key)
      yield* runsOf(use, names, root, seen);
  }
}

/** What a call runs SQL on: its receiver, or what a function of this file passes it on to. */
function runBy(callee: Node, call: Node, value: Node, names: Names): Omit<Run, 'call'> {
  const inner = unwrapped(callee);
  const method = inner.childForFieldName('property')?.text ?? inner.text;
  const object = inner.type === 'member_expression' ? inner.childForFieldName('object') : undefined;
  const local = names.calledBy(inner);
  if (!local) return { receivers: object ? [object] : [], method };
  const handed = childrenOf(call.childForFieldName('arguments')).findIndex((argument) =>
    holds(argument, value),
  );
  const parameter = parametersOf(local)[handed]?.pattern;
  const receivers = names.nodes.within(local, 'call_expression').flatMap((within): Node[] => {
    const runner = unwrapped(within.childForFieldName('function') ?? within);
    const [first] = childrenOf(within.childForFieldName('arguments'));
    const passes = parameter?.type === 'identifier' && first?.text === parameter.text;
    const runs = runner.type === 'member_expression' ? runner.childForFieldName('object') : undefined;
    return passes && runs ? [runs] : [];
  });
  return { receivers: receivers.length > 0 ? receivers : object ? [object] : [], method };
}

/** `db.pragma('journal_mode = WAL')` of better-sqlite3, `db.configure('busyTimeout', 5000)` of node-sqlite3. */
function* methodPragmas(file: HostFile, names: Names): Iterable<PragmaUse> {
  for (const call of names.nodes.of('call_expression')) {
    const callee = unwrapped(call.childForFieldName('function') ?? call);
    const object = callee.type === 'member_expression' ? callee.childForFieldName('object') : undefined;
    const method = callee.childForFieldName('property')?.text ?? '';
    const [first, second] = childrenOf(call.childForFieldName('arguments'));
    if (!object || !first) continue;
    const use = { call, receivers: [object], method };
    if (method === 'configure' && /^['"]busyTimeout['"]$/.test(first.text)) {
      const value = second && optionValue(second, file);
      yield {
        ...use,
        pragma: 'busy_timeout',
        value: value === undefined ? undefined : String(value),
        sets: true,
        written: "configure('busyTimeout')",
        range: placeOf(call),
      };
    }
    if (method !== 'pragma') continue;
    for (const text of textsOf(first, names)) yield { ...use, ...readPragmaText(text, file) };
  }
}

/** The text itself, or each of a list that a loop takes it from. */
function textsOf(node: Node, names: Names): Node[] {
  return (node.type === 'identifier' ? elementsOf(node, names) : undefined) ?? [node];
}

/** `journal_mode = WAL`, `busy_timeout(5000)`, `foreign_keys`. */
function readPragmaText(
  node: Node,
  file: HostFile,
): Pick<PragmaUse, 'pragma' | 'value' | 'sets' | 'written' | 'range'> {
  const pieces = file.texts.textOf(node) ?? [{ hole: placeOf(node) } satisfies TextPiece];
  const text = textOfPieces(pieces).replace(/\/\*[\s\S]*?\*\/|--[^\n]*/g, ' ');
  const isLiteral = node.type === 'string' || node.type === 'template_string';
  const range = isLiteral ? { start: node.startIndex + 1, end: node.endIndex - 1 } : placeOf(node);
  const [, schema, name, assigned, called] =
    /^\s*(?:(\w+)\.)?(\w+)\s*(?:=\s*([\s\S]+?)|\(\s*([\s\S]*?)\s*\))?\s*;?\s*$/.exec(text) ?? [];
  const pragma = name?.toLowerCase();
  const written = (assigned ?? called)?.replace(/^(['"])(.*)\1$/, '$2');
  const hasHole = pieces.some((piece) => 'hole' in piece);
  return {
    pragma,
    value: written === undefined || (hasHole && written.includes('?')) ? undefined : written,
    sets: pragma === undefined || (written !== undefined && !isOfAnother(schema, pragma)),
    written: pragma === undefined ? 'pragma()' : `PRAGMA ${pragma}`,
    range,
  };
}
