import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { enclosing, nodesOf } from '../../sql/text-expressions.ts';
import { type Dsn, isNamedLikePath, knownText, readDsn, storageOf } from '../dsn.ts';
import type { ConnectionSite, IgnoredParameter, Written } from '../site.ts';
import { writtenAt } from '../written.ts';
import { chainBefore, functionAround } from './chains.ts';
import { unreferenced } from './values.ts';

/** What an argument says of the database that is opened. */
export interface Opened {
  readonly database: Written;
  readonly storage: ConnectionSite['storage'];
  /** Undefined where nothing of it is written out. */
  readonly dsn: Dsn | undefined;
}

/** The database that an argument names: a path, a URI or a URL, or what leads to one. */
export function openedAt(argument: Node | undefined, file: HostFile): Opened {
  if (!argument) return { database: unknownPath, storage: 'unknown', dsn: undefined };
  const node = withoutConversions(declaredValue(withoutConversions(argument)));
  const byEnvironment = environmentAt(node, file);
  if (byEnvironment) return { database: byEnvironment, storage: 'file', dsn: undefined };
  const pieces = file.texts.textOf(node);
  const dsn =
    pieces &&
    readDsn(pieces, { start: node.startIndex, end: node.endIndex }, (hole) => {
      return isNamedLikePath(file.text.slice(hole.start, hole.end));
    });
  const written = writtenAt(node, file);
  if (written.kind === 'text') return { database: written, storage: storageOf(written.text), dsn };
  // A format: its scheme and its parameters are written out, a part of its path is filled in.
  if (dsn && /^(?:sqlite:|file:|\/|\.|[\w-]+\/)/.test(dsn.path))
    return { database: { kind: 'path', written: dsn.path }, storage: storageOf(dsn.path), dsn };
  const storage = /memory/i.test(node.text) ? 'unknown' : 'file';
  return { database: named(node, file) ?? written, storage, dsn };
}

const unknownPath: Written = { kind: 'unknown', reason: 'it is not written here' };

/** The value of a variable that the function declares once, before it is used. */
function declaredValue(node: Node): Node {
  const scope = node.type === 'identifier' ? functionAround(node) : undefined;
  const declared = scope
    ? nodesOf(scope, ['let_declaration', 'assignment_expression']).filter(
        (one) =>
          (one.childForFieldName('pattern') ?? one.childForFieldName('left'))?.text === node.text &&
          one.endIndex <= node.startIndex,
      )
    : [];
  const value = declared.length === 1 ? declared[0]?.childForFieldName('value') : undefined;
  return value && !/^(?:if|match|let)/.test(value.text) ? value : node;
}

/** `env::var("DATABASE").unwrap_or("app.db".into())` */
function environmentAt(node: Node, file: HostFile): Written | undefined {
  const { root, steps } = chainBefore(node);
  const name = /^(?:std::)?env::var(?:_os)?\(\s*"(\w+)"\s*,?\s*\)$/.exec(root.text)?.[1];
  if (name === undefined) return undefined;
  const fallback = steps.find(({ method }) => /^unwrap_or(?:_else)?$/.test(method))?.args[0];
  const value = fallback?.type === 'closure_expression' ? fallback.childForFieldName('body') : fallback;
  const otherwise = value ? knownText(file.texts.textOf(unreferenced(value))) : undefined;
  return { kind: 'env', name, otherwise };
}

/** `path.as_ref()`, `&path`, `PathBuf::from(path)`, `path.to_str().unwrap()`: the value that they convert. */
function withoutConversions(argument: Node): Node {
  let node = unreferenced(argument);
  for (;;) {
    const inner = /^(?:try|await)_expression$/.test(node.type) ? node.namedChildren[0] : undefined;
    if (inner) {
      node = unreferenced(inner);
      continue;
    }
    const callee = node.type === 'call_expression' ? node.childForFieldName('function') : null;
    const value = callee?.type === 'field_expression' ? callee.childForFieldName('value') : null;
    const method = callee?.childForFieldName('field')?.text ?? '';
    if (value && conversions.test(method)) node = unreferenced(value);
    else if (
      callee &&
      /^(?:(?:std::path::)?Path(?:Buf)?::(?:new|from)|String::from|std::fs::canonicalize)$/.test(callee.text)
    ) {
      const first = node.childForFieldName('arguments')?.namedChildren[0];
      if (!first) return node;
      node = unreferenced(first);
    } else return node;
  }
}

const conversions =
  /^(?:as_ref|as_str|as_path|as_os_str|to_str|to_string|to_string_lossy|to_owned|to_path_buf|into|clone|display|unwrap|expect|ok_or\w*|context|with_context|map_err|into_string|as_deref|borrow|parse|canonicalize)$/;

/** A parameter or a field whose type is a path: `Path`, `PathBuf`, or one that is taken as such, `impl AsRef<Path>`. */
function named(node: Node, { root }: HostFile): Written | undefined {
  const name = /^(?:self\.|\w+\.)*(\w+)$/.exec(node.text.replace(/\s+/g, ''))?.[1];
  if (name === undefined) return undefined;
  const declared = nodesOf(root, ['parameter', 'field_declaration']).filter(
    (one) => (one.childForFieldName('pattern') ?? one.childForFieldName('name'))?.text === name,
  );
  const isPath = declared.some((one) => /\bPath(?:Buf)?\b/.test(one.childForFieldName('type')?.text ?? ''));
  const isAlone = /^\w+$/.test(node.text);
  const isTakenAsPath = declared.some((one) => one.type === 'parameter' && hasTypeOfPaths(one));
  return isPath || (isAlone && isTakenAsPath) ? { kind: 'path', written: node.text } : undefined;
}

/** True for a parameter of a type that its function binds: `fn open<P: AsRef<Path>>(path: P)`. */
function hasTypeOfPaths(parameter: Node): boolean {
  const type = parameter.childForFieldName('type')?.text.replace(/\W/g, '');
  if (!type) return false;
  return new RegExp(`\\b${type}\\s*:[^,>{]*AsRef<\\s*(?:\\w+::)*Path\\s*>`).test(functionHeader(parameter));
}

function functionHeader(node: Node): string {
  return enclosing(node, new Set(['function_item']))?.text.split('{', 1)[0] ?? '';
}

/** https://sqlite.org/uri.html */
const ofSqlite = /^(?:mode|cache|immutable|vfs|psow|nolock|modeof|ptr|key|hexkey|textkey)$/;

/** What a URI of SQLite says; parameters that SQLite does not know are passed over in silence. */
export function uriSays(
  dsn: Dsn | undefined,
  driver: string,
): {
  readonly readOnly: boolean;
  readonly sharedCache: Range | undefined;
  readonly ignored: IgnoredParameter[];
} {
  // Diesel makes `file:` of `sqlite://`.
  const isUri =
    dsn !== undefined && (driver === 'Diesel' ? /^(?:file:|sqlite:\/\/)/ : /^file:/).test(dsn.path);
  const parameters = isUri ? dsn.parameters : [];
  const given = (name: string): string | undefined => parameters.find((one) => one.name === name)?.value;
  return {
    readOnly: given('mode') === 'ro' || /^(?:1|true|yes|on)$/.test(given('immutable') ?? ''),
    sharedCache: parameters.find(({ name, value }) => name === 'cache' && value === 'shared')?.range,
    ignored: parameters
      .filter(({ name }) => !ofSqlite.test(name))
      .map(({ name, range }) => ({
        name,
        range,
        reason: `${driver} hands the URI to SQLite, which passes over parameters that it does not know`,
      })),
  };
}
