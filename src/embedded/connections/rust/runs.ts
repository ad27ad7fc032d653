import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import type { EmbeddedSql } from '../../sql/embedded-sql.ts';
import { childrenOf, enclosing, nodesOf } from '../../sql/text-expressions.ts';
import { isWithin, testCode } from '../../syntax/rust.ts';
import { knownText } from '../dsn.ts';
import type { Setting } from '../site.ts';
import { pragmasSetBy } from '../statements.ts';
import { callsNamed, chainOf, functionAround } from './chains.ts';
import { milliseconds, numberOf, pragmaValue, unreferenced } from './values.ts';

/** A call that sets pragmas on a handle. */
export interface Run {
  /** The handle as written, without what only gets at it: `self.conn` of `self.conn.lock().unwrap()`. */
  readonly handle: string | undefined;
  /** True where a connection is taken from the handle for it: `pool.get()?`. */
  readonly isTaken: boolean;
  readonly node: Node;
  readonly pragmas: readonly Pick<Setting, 'pragma' | 'value' | 'written' | 'range'>[];
}

/** What a file does to the pragmas of connections. */
export interface Runs {
  readonly all: readonly Run[];
  /** Calls that only ask for a pragma, and code of tests. */
  readonly explained: readonly Range[];
  /** Handles on which a pragma is set whose name is computed. */
  readonly unnamed: readonly (Pick<Run, 'handle' | 'node'> & { readonly isTaken?: boolean })[];
  readonly tests: readonly Range[];
}

const remembered = new WeakMap<HostFile, Runs>();

/** The pragmas that a file sets by SQL and by methods, tests left out. */
export function runsIn(file: HostFile): Runs {
  let runs = remembered.get(file);
  if (!runs) {
    runs = readRuns(file);
    remembered.set(file, runs);
  }
  return runs;
}

function readRuns(file: HostFile): Runs {
  const tests = testCode(file.root);
  const all: Run[] = [];
  const unnamed: Runs['unnamed'][number][] = [];
  const explained: Range[] = [...tests];
  for (const sql of file.sql) {
    const isUnnamed = /^\s*pragma\s+(?:\w+\.)?\?/im.test(sql.text);
    const pragmas = pragmasSetBy(sql, file.cache).map(({ pragma, value, range }) => ({
      pragma,
      value,
      range,
      written: `PRAGMA ${pragma}`,
    }));
    if (pragmas.length === 0 && !isUnnamed) continue;
    for (const node of placesOf(sql, file)) {
      if (isWithin(node, tests)) continue;
      if (isUnnamed) unnamed.push({ ...runnerOf(node), node });
      else all.push({ ...runnerOf(node), node, pragmas });
    }
  }
  for (const node of callsNamed(file.root, file.text, setters)) {
    const callee = node.childForFieldName('function');
    const name = callee?.type === 'field_expression' ? callee.childForFieldName('field') : null;
    if (!name || isWithin(node, tests)) continue;
    const range = { start: name.startIndex, end: node.endIndex };
    const args = childrenOf(node.childForFieldName('arguments'));
    const set = setByMethod(name.text, args, file);
    if (set === 'asks') explained.push(range);
    else if (set === 'unnamed') unnamed.push({ ...runnerOf(node), node });
    else if (set) all.push({ ...runnerOf(node), node, pragmas: [{ ...set, written: name.text, range }] });
  }
  return { all: all.sort((a, b) => a.node.startIndex - b.node.startIndex), explained, unnamed, tests };
}

/** Methods that concern pragmas. */
const setters = /\b(?:pragma\w*|busy_timeout|busy_handler|set_busy_\w+|set_db_config)(?=\s*\()/g;

/** What a method of rusqlite, or of a crate with the same ones, does to a pragma. */
function setByMethod(
  method: string,
  args: readonly Node[],
  file: HostFile,
): Pick<Setting, 'pragma' | 'value'> | 'asks' | 'unnamed' | undefined {
  switch (method) {
    case 'pragma_update':
    case 'pragma_update_and_check':
    case 'pragma': {
      const [, name, value] = args;
      // Two arguments: of the options of SQLx.
      if (!name || !value) return undefined;
      const pragma = knownText(file.texts.textOf(unreferenced(name)))?.toLowerCase();
      return pragma === undefined ? 'unnamed' : { pragma, value: pragmaValue(value, file) };
    }
    case 'pragma_query':
    case 'pragma_query_value':
      return 'asks';
    case 'busy_timeout':
      return args.length === 1 ? { pragma: 'busy_timeout', value: milliseconds(args[0], file) } : undefined;
    case 'set_busy_timeout': {
      const number = numberOf(args[0], file);
      return { pragma: 'busy_timeout', value: number === undefined ? undefined : String(number) };
    }
    case 'busy_handler':
    case 'set_busy_handler':
      return { pragma: 'busy_timeout', value: undefined };
    case 'set_db_config': {
      const [name, value] = args;
      if (!name?.text.endsWith('SQLITE_DBCONFIG_ENABLE_FKEY')) return undefined;
      return { pragma: 'foreign_keys', value: pragmaValue(value, file) };
    }
    default:
      return undefined;
  }
}

/** The calls that a text is handed to, as itself or by the name of a constant. */
function placesOf({ range, callee }: EmbeddedSql, { root }: HostFile): Node[] {
  const literal = root.descendantForIndex(range.start, Math.max(range.start, range.end - 1));
  if (!literal) return [];
  const calls = new Set([
    'call_expression',
    'macro_invocation',
    'let_declaration',
    'const_item',
    'static_item',
  ]);
  let around = enclosing(literal, calls);
  // A text that is put together is a call or a macro itself.
  while (around && /^(?:format|concat|indoc)!|^String::from\b/.test(around.text))
    around = enclosing(around, calls);
  if (!around) return [];
  if (around.type === 'call_expression' || around.type === 'macro_invocation') return [around];
  const name = (around.childForFieldName('name') ?? around.childForFieldName('pattern'))?.text;
  const method = callee?.split(/\.|::/).at(-1);
  const scope = around.type === 'let_declaration' ? (functionAround(around) ?? root) : root;
  const used = nodesOf(scope, ['identifier'])
    .filter((node) => node.text === name && enclosing(node, new Set(['arguments'])))
    .flatMap((node) => enclosing(node, new Set(['call_expression'])) ?? [])
    .filter((call) => call.childForFieldName('function')?.text.split(/\.|::/).at(-1)?.trim() === method);
  return used.length > 0 ? used : [around];
}

/** Methods that run a query which was made by a function: `sqlx::query("…").execute(&pool)`. */
const executing = /^(?:execute\w*|fetch\w*|load|get_results?|first)$/;

/** The handle that a call runs its SQL on. */
function runnerOf(call: Node): Pick<Run, 'handle' | 'isTaken'> {
  const callee = call.type === 'call_expression' ? call.childForFieldName('function') : null;
  const member = callee?.type === 'generic_function' ? callee.childForFieldName('function') : callee;
  if (member?.type === 'field_expression') return handleIn(member.childForFieldName('value'));
  const step = chainOf(call).steps.find(({ method }) => executing.test(method));
  return handleIn(step?.args[0]);
}

/** What only gets at a handle, or at the connection behind it. */
const access =
  /(?:\.(?:lock|unwrap|expect|borrow|borrow_mut|as_ref|as_mut|as_deref|as_deref_mut|write|read|clone|get_mut|deref|deref_mut|blocking_lock|blocking_write|map_err|context|get_ref)\((?:[^()]|\([^()]*\))*\)|\.await|\?|\.deref)$/;
const taking = /\.(?:get|acquire|get_conn|get_connection|connect|try_get|inner)\([^()]*\)$/;

/** The handle that an expression gets at, as written: `self.db` of `self.db.lock().unwrap()`. `isTaken`: one of a pool. */
export function handleIn(node: Node | null | undefined): Pick<Run, 'handle' | 'isTaken'> {
  if (!node) return { handle: undefined, isTaken: false };
  let inner = unreferenced(node);
  while (inner.type === 'unary_expression' && inner.namedChildren[0])
    inner = unreferenced(inner.namedChildren[0]);
  // A longer expression is no handle.
  if (inner.endIndex - inner.startIndex > 400) return { handle: undefined, isTaken: false };
  let text = inner.text.replace(/\s+/g, '');
  let isTaken = false;
  for (;;) {
    const shorter = text.replace(access, '');
    const taken = shorter.replace(taking, '');
    if (taken !== shorter) isTaken = true;
    if (taken === text) break;
    text = taken;
  }
  return { handle: /^[\w.]+$/.test(text) ? text : undefined, isTaken };
}

/** Names of functions that are run when a connection is set up: what they do, is done. */
const setsUp =
  /init|set_?up|open|new|conf|connect|create|pragma|prepare|build|start|load|enable|apply|tun|from|with|acquire|establish|pool|database|^db$|customi|main|run|default/i;

/** True where nothing tells that a function is run for each database that is opened. */
export function isAside(node: Node): boolean {
  const name = functionAround(node)?.childForFieldName('name')?.text;
  return name !== undefined && !setsUp.test(name);
}
