import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, enclosing, holds, nodesOf } from '../../sql/text-expressions.ts';
import { isWithin } from '../../syntax/rust.ts';
import type { SiteFix } from '../site.ts';
import { callsNamed, functionAround, type Keeper } from './chains.ts';
import { lastOf, type Names, readNames, resolved } from './names.ts';
import { handleIn, runsIn } from './runs.ts';

/** A call of a function by its path: `Connection::open(path)`. */
export interface Call {
  readonly node: Node;
  /** The path in terms of crates: `rusqlite::Connection::open`. */
  readonly path: string;
  readonly args: readonly Node[];
}

const remembered = new WeakMap<HostFile, { readonly names: Names; readonly calls: readonly Call[] }>();

/** What the functions are called that open connections, or make what opens them. */
const openers =
  /\b(?:open\w*|file|memory|new|new_local|new_with_config|from_str|from_url|default|connect|connect_lazy|establish)(?=\s*(?:::\s*<[^()]*>\s*)?\()/g;

/** The calls by their paths of functions that may open connections, outside of tests. */
export function callsIn(file: HostFile): { readonly names: Names; readonly calls: readonly Call[] } {
  let found = remembered.get(file);
  if (!found) {
    const names = readNames(file.root);
    const { tests } = runsIn(file);
    const calls = callsNamed(file.root, file.text, openers).filter((node) => !isWithin(node, tests));
    found = { names, calls: calls.flatMap((node) => callOf(node, names)) };
    remembered.set(file, found);
  }
  return found;
}

function callOf(node: Node, names: Names): Call[] {
  const callee = node.childForFieldName('function');
  if (!callee || !/^(?:scoped_identifier|identifier|generic_function)$/.test(callee.type)) return [];
  if (callee.childForFieldName('function')?.type === 'field_expression') return [];
  const args = childrenOf(node.childForFieldName('arguments'));
  return [{ node, path: resolved(callee.text, names), args }];
}

/** True for a path of a crate: as it is written, by what is imported, or by a glob of the crate. */
export function isOf(path: string, crate: string, item: RegExp, { globs, paths }: Names): boolean {
  const segments = path.split('::');
  if (!item.test(segments.slice(-2).join('::'))) return false;
  if (segments[0] === crate) return true;
  const owner = segments[0] ?? '';
  return segments.length === 2 && !paths.has(owner) && globs.some((glob) => glob.split('::')[0] === crate);
}

/** Crates whose functions set no pragmas on what they are handed, or do so in SQL that is found anyway. */
const harmless =
  /^(?:std|core|alloc|crate|self|super|Self|tokio|rusqlite|r2d2\w*|sqlx|diesel\w*|sea_orm\w*|libsql|tokio_rusqlite|rusqlite_migration|refinery\w*|anyhow|eyre|log|tracing|futures\w*|Arc|Rc|Box|Mutex|RwLock|Ok|Some|Err|drop|serde\w*|axum|actix_web|rocket|tauri|parking_lot|once_cell|async_lock|spin|arc_swap|crossbeam\w*|deadpool_sync|sync_wrapper)$/;

/** Methods that hand a value on to a closure or a function. */
export const handing = /^(?:map|map_or|map_or_else|and_then|then|inspect|tap\w*|pipe)$/;

/** Why something may be set on a handle that is not seen: it is handed to another crate. */
export function handedOn(keeper: Keeper, file: HostFile): string | undefined {
  const { names } = callsIn(file);
  const { name, statement, whole, scope } = keeper;
  const calls = nodesOf(scope, ['call_expression']).flatMap((node) => callOf(node, names));
  if (name === undefined && statement) return 'it is kept together with other values';
  for (const { node, path, args } of calls) {
    const [crate = '', ...rest] = path.split('::');
    if (rest.length === 0 || harmless.test(crate) || !/^[a-z]/.test(crate)) continue;
    const written = node.childForFieldName('function')?.text ?? '';
    // A module of the project has no import, or one that starts with `crate`.
    const first = written.split('::')[0] ?? '';
    if (!names.paths.has(first) && written.includes('::')) continue;
    const isHanded = (argument: Node): boolean =>
      name === undefined
        ? holds(argument, whole)
        : handleIn(argument).handle === name && isSeen(node, keeper);
    if (args.some(isHanded)) return `it is handed to ${written}() of the crate ${crate}`;
  }
  return undefined;
}

const isSeen = (node: Node, { scope }: Keeper): boolean => holds(scope, node);

/** An edit that puts a statement behind the one that opens a connection. */
export function statementBehind(keeper: Keeper, text: string, code: string): SiteFix | undefined {
  const { statement } = keeper;
  if (!statement) return undefined;
  const lineStart = text.lastIndexOf('\n', statement.startIndex - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  const end = statement.endIndex;
  return { range: { start: end, end }, text: `\n${indent}${code}${failing(statement)};` };
}

/** How the statement beside it deals with errors: `?` where it does so, too. */
function failing(statement: Node): string {
  return /\?\s*(?:;|$|\))/.test(statement.text) || /->\s*[^{]*Result/.test(headerOf(statement))
    ? '?'
    : '.unwrap()';
}

const headerOf = (node: Node): string => functionAround(node)?.text.split('{', 1)[0] ?? '';

/** The types that implement a trait in a file, with the bodies of their methods of one name. */
export function implementationsOf(
  trait: RegExp,
  method: string,
  { root }: HostFile,
): { readonly type: string; readonly body: Node }[] {
  return nodesOf(root, ['impl_item']).flatMap((item) => {
    if (!trait.test(item.childForFieldName('trait')?.text ?? '')) return [];
    const type = lastOf(item.childForFieldName('type')?.text.replace(/<[\s\S]*$/, '') ?? '');
    const body = nodesOf(item, ['function_item'])
      .find((one) => one.childForFieldName('name')?.text === method)
      ?.childForFieldName('body');
    return body ? [{ type, body }] : [];
  });
}

/** The call that a node is an argument of, with that argument. */
export function callAround(node: Node): Node | undefined {
  let inner = node;
  while (inner.parent && /^(?:reference|try|await|parenthesized)_expression$/.test(inner.parent.type))
    inner = inner.parent;
  return inner.parent?.type === 'arguments' ? enclosing(inner, new Set(['call_expression'])) : undefined;
}
