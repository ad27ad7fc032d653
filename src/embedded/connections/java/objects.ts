import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, holds, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { knownText } from '../dsn.ts';
import type { JdbcProperty } from '../jdbc.ts';
import { type Holder, isConditional, isHolder, resolved, valueOfName, writtenPieces } from '../values.ts';

/** A call of a method. */
export interface Call {
  readonly node: Node;
  readonly method: string;
  readonly args: readonly Node[];
  readonly maybe: boolean;
}

/** A call of a method, taken apart. */
export function callOf(node: Node): Omit<Call, 'maybe'> {
  return {
    node,
    method: node.childForFieldName('name')?.text ?? '',
    args: childrenOf(node.childForFieldName('arguments')),
  };
}

/**
 * The calls on an object, in the order of the file: those on what keeps it, those in the braces behind its creation, and
 * those that are chained to it.
 * @param place where the object is used: what is called in another branch than that is called on some conditions only
 */
export function callsOn(created: Node, holder: Holder | undefined, file: HostFile, place: Node): Call[] {
  return nodesOf(file.root, ['method_invocation']).flatMap((node): Call[] => {
    const object = node.childForFieldName('object');
    const isOwn = object
      ? (holder !== undefined && isHolder(holder, withoutCast(object.text), node)) ||
        startOf(object).id === created.id
      : created.startIndex < node.startIndex && node.endIndex <= created.endIndex && inBraces(node, created);
    return isOwn ? [{ ...callOf(node), maybe: isConditional(node, place) }] : [];
  });
}

/** `((SQLiteDataSource) source)` is `source`. */
function withoutCast(written: string): string {
  return written.replace(/^\(\s*\([\w.]+\)\s*([\w.]+)\s*\)$/, '$1');
}

/** The object that a chain of calls starts with. */
function startOf(node: Node): Node {
  let start = node;
  for (;;) {
    const object = start.type === 'method_invocation' ? start.childForFieldName('object') : null;
    if (!object) return start;
    start = object;
  }
}

/** `new HikariConfig() {{ setJdbcUrl(url); }}` */
function inBraces(node: Node, created: Node): boolean {
  let around = node.parent;
  while (around && around.type !== 'class_body') around = around.parent;
  return around?.parent?.id === created.id;
}

/** What creates the object that an expression stands for, and what keeps it; undefined where that isn't in the file. */
export function createdAt(node: Node | undefined, type: RegExp): Node | undefined {
  const value = node && resolved(node);
  if (value?.type !== 'object_creation_expression') return undefined;
  return type.test(value.childForFieldName('type')?.text ?? '') ? value : undefined;
}

/** A literal's value, as SQLite is told it: `JournalMode.WAL` is `WAL`, `10_000` is `10000`. */
export function literalAt(node: Node | undefined, file: HostFile): string | undefined {
  if (!node) return undefined;
  const value = resolved(node);
  if (/^-?\s*\d[\d_]*[lL]?$/.test(value.text)) return value.text.replaceAll(/[\s_lL]/g, '');
  const text = knownText(writtenPieces(node, file));
  if (text !== undefined) return text;
  if (/^(?:true|false)$/.test(value.type)) return value.text;
  // A constant of an enumeration, with what its value is asked by.
  const [, owner, constant] =
    /^((?:\w+\.)*)([A-Z][A-Z_]*)(?:\.(?:name|getValue|toString)\(\))?$/.exec(value.text) ?? [];
  if (owner || value.type !== 'identifier') return constant;
  return valueOfName(value.text, value) === undefined ? constant : undefined;
}

/** The properties that are put into an object of `java.util.Properties`; undefined where it is built elsewhere. */
export function propertiesAt(node: Node, file: HostFile): JdbcProperty[] | undefined {
  const created = createdAt(node, /^(?:java\.util\.)?Properties$/);
  if (!created || childrenOf(created.childForFieldName('arguments')).length > 0) return undefined;
  const holder = holderOfUse(node);
  const all: JdbcProperty[] = [];
  for (const { node: call, method, args, maybe } of callsOn(created, holder, file, node)) {
    if (/^(?:load|loadFromXML|putAll)$/.test(method)) return undefined;
    const [key, value] = args;
    if (!/^(?:setProperty|put|putIfAbsent)$/.test(method) || !key || !value) continue;
    const name = literalAt(key, file);
    if (name === undefined) return undefined;
    // What is no text is not found by Properties.getProperty().
    if (method !== 'setProperty' && /^(?:decimal_integer_literal|true|false)$/.test(resolved(value).type)) {
      all.push({
        name: `${name} (no text)`,
        value: value.text,
        range: placeOf(call),
        written: name,
        by: 'option',
        maybe,
      });
      continue;
    }
    all.push({
      name,
      value: literalAt(value, file),
      range: placeOf(call),
      written: name,
      by: 'option',
      maybe,
    });
  }
  return all;
}

/** What an expression that is used keeps its object in. */
export function holderOfUse(node: Node): Holder | undefined {
  const value = resolved(node);
  return value.id === node.id ? undefined : holderFrom(node, value);
}

function holderFrom(use: Node, value: Node): Holder | undefined {
  const name = use.text;
  let scope: Node | null = use;
  while (scope && !(holds(scope, value) && /body$|^block$|^program$/.test(scope.type))) scope = scope.parent;
  return scope ? { name: name.replace(/^this\./, ''), scope } : undefined;
}
