import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { type AdoDialect, type Keyword, readKeywords } from '../ado/keywords.ts';
import { knownText } from '../dsn.ts';
import { type Holder, holderOf, isConditional, isHolder, resolved, writtenPieces } from '../values.ts';
import { argumentsOf, createdType, dialectOf, initializersOf } from './types.ts';

/** A connection string, as far as it is written. */
export interface ConnectionString {
  readonly dialect: AdoDialect | undefined;
  readonly keywords: readonly Keyword[];
  readonly isComplete: boolean;
  /** The literal that further keywords can be put behind. */
  readonly literal: Node | undefined;
  /** What creates its builder. */
  readonly builder?: Node | undefined;
}

const startsLikeOne = /^\s*(?:data\s?source|filename|uri|fulluri)\s*=/i;

/** The connection string that an expression is; undefined for what is no text that names a database. */
export function connectionStringAt(node: Node | undefined, file: HostFile): ConnectionString | undefined {
  if (!node) return undefined;
  const value = unwrapped(node);
  const built = builderAt(value, file);
  if (built) return built;
  const pieces = writtenPieces(value, file);
  const text = pieces?.map((piece) => ('hole' in piece ? '\u0000' : piece.text)).join('');
  if (!pieces || text === undefined || !/(?:^|;)\s*(?:data\s?source|filename|uri|fulluri)\s*=/i.test(text))
    return undefined;
  const written = resolved(value);
  return {
    dialect: undefined,
    ...readKeywords(pieces, placeOf(value)),
    // A hole at the start may be any keywords; what is put behind them counts all the same.
    isComplete: startsLikeOne.test(text) || /^\s*(?:mode|version|cache|pooling)\s*=/i.test(text),
    literal: value.id === written.id && /string/.test(value.type) ? value : undefined,
  };
}

/** `builder.ToString()`, `builder.ConnectionString`: the builder. */
function unwrapped(node: Node): Node {
  const value = resolvedText(node);
  const inner =
    value.type === 'invocation_expression'
      ? /\.\s*ToString\s*\(\s*\)$/.test(value.text)
        ? value.childForFieldName('function')?.childForFieldName('expression')
        : undefined
      : value.type === 'member_access_expression' &&
          value.childForFieldName('name')?.text === 'ConnectionString'
        ? value.childForFieldName('expression')
        : undefined;
  return inner ?? value;
}

/** Behind a name that stands for `builder.ToString()`; any other name stays. */
function resolvedText(node: Node): Node {
  if (/\.\s*(?:ToString\s*\(\s*\)|ConnectionString)$/.test(node.text)) return node;
  const value = resolved(node);
  return /\.\s*(?:ToString\s*\(\s*\)|ConnectionString)$/.test(value.text) ? value : node;
}

function builderAt(node: Node, file: HostFile): ConnectionString | undefined {
  const created = resolved(node);
  if (!/object_creation_expression$/.test(created.type)) return undefined;
  const type = dialectOf(createdType(created), file);
  if (type?.kind !== 'ConnectionStringBuilder') return undefined;
  return readBuilder(created, type.dialect, holderOf(created), file, node);
}

/** What a builder of connection strings is given: its argument, the braces behind it, and assignments to its properties. */
export function readBuilder(
  created: Node,
  dialect: AdoDialect,
  holder: Holder | undefined,
  file: HostFile,
  place: Node,
): ConnectionString {
  const [given] = argumentsOf(created);
  const text = given && connectionStringAt(given, file);
  const keywords: Keyword[] = [...(text?.keywords ?? [])];
  for (const assignment of initializersOf(created)) keywords.push(keywordOf(assignment, file));
  for (const assignment of holder ? nodesOf(file.root, ['assignment_expression']) : []) {
    const left = assignment.childForFieldName('left');
    const object = left?.childForFieldName('expression')?.text;
    if (!left || object === undefined || !holder || !isHolder(holder, object, assignment)) continue;
    if (!/^(?:member|element)_access_expression$/.test(left.type)) continue;
    keywords.push({ ...keywordOf(assignment, file), maybe: isConditional(assignment, place) || undefined });
  }
  for (const call of holder ? nodesOf(file.root, ['invocation_expression']) : []) {
    const called = call.childForFieldName('function');
    const object = called?.childForFieldName('expression')?.text ?? '';
    if (called?.childForFieldName('name')?.text !== 'Add' || !holder || !isHolder(holder, object, call))
      continue;
    const [key, value] = argumentsOf(call);
    const name = valueAt(key, file);
    if (name === undefined) continue;
    const maybe = isConditional(call, place) || undefined;
    keywords.push({ name, value: valueAt(value, file), range: placeOf(call), by: 'builder', maybe });
  }
  return {
    dialect,
    keywords,
    isComplete: given === undefined || (text?.isComplete ?? false),
    literal: undefined,
    builder: created,
  };
}

function keywordOf(assignment: Node, file: HostFile): Keyword {
  const left = assignment.childForFieldName('left');
  const name =
    left?.type === 'member_access_expression'
      ? left.childForFieldName('name')?.text
      : (/"([^"]+)"/.exec(left?.text ?? '')?.[1] ?? left?.text);
  return {
    name: name ?? '',
    value: valueAt(assignment.childForFieldName('right') ?? undefined, file),
    range: placeOf(assignment),
    by: 'builder',
  };
}

/** A literal, or a member of an enumeration: `SqliteOpenMode.ReadOnly` is `ReadOnly`. */
export function valueAt(node: Node | undefined, file: HostFile): string | undefined {
  if (!node) return undefined;
  const value = resolved(node);
  if (/^(?:\([\w.]+\)\s*)?-?\s*\d[\d_]*$/.test(value.text))
    return value.text.replace(/^\(.*\)/, '').replaceAll(/[\s_]/g, '');
  const text = knownText(writtenPieces(value, file));
  if (text !== undefined) return text;
  if (value.type === 'boolean_literal') return value.text;
  return /^(?:\w+\.)*(?:Sqlite\w+|SQLite\w+|SynchronizationModes|IsolationLevel)\.(\w+)$/.exec(
    value.text,
  )?.[1];
}
