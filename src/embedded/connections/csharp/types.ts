import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, enclosing, nodesOf } from '../../sql/text-expressions.ts';
import type { AdoDialect } from '../ado/keywords.ts';
import { microsoftDialect } from '../ado/microsoft.ts';
import { systemDataDialect } from '../ado/system-data.ts';

/** Types that are created, those of `new()` by the declaration. */
export function createdType(node: Node): string {
  const written = node.childForFieldName('type')?.text;
  if (written !== undefined) return written;
  const declaration = node.parent?.type === 'variable_declarator' ? node.parent.parent : node.parent;
  const type = declaration?.childForFieldName('type')?.text ?? '';
  return type.replace(/\?$/, '');
}

/** Everything that a file creates. */
export function creationsIn(file: HostFile): Node[] {
  return nodesOf(file.root, ['object_creation_expression', 'implicit_object_creation_expression']);
}

/** The driver that a type belongs to, by its spelling and what the file uses; `kind` is its name without the prefix. */
export function dialectOf(type: string, file: HostFile): { dialect: AdoDialect; kind: string } | undefined {
  const [, namespace = '', prefix, kind] =
    /^((?:global::)?(?:\w+\.)*)(Sqlite|SQLite)(Connection|ConnectionStringBuilder)$/.exec(type) ?? [];
  if (prefix === undefined || kind === undefined) return undefined;
  if (prefix === 'Sqlite') {
    // Mono has a class of the same name.
    return /Mono\.Data/.test(namespace) || (namespace === '' && /^\s*using\s+Mono\.Data/m.test(file.text))
      ? undefined
      : { dialect: microsoftDialect, kind };
  }
  return /System\.Data\.SQLite/.test(namespace) || (namespace === '' && usesSystemData(file))
    ? { dialect: systemDataDialect, kind }
    : undefined;
}

/** True for a file that imports System.Data.SQLite. */
export function usesSystemData({ text }: HostFile): boolean {
  return /^\s*(?:global\s+)?using\s+(?:\w+\s*=\s*)?System\.Data\.SQLite\b/m.test(text);
}

/** The arguments of a creation or a call, without their names. */
export function argumentsOf(node: Node): Node[] {
  const list =
    node.childForFieldName('arguments') ?? childrenOf(node).find(({ type }) => type === 'argument_list');
  return childrenOf(list).flatMap((argument) => childrenOf(argument).at(-1) ?? []);
}

/** The assignments in braces behind a creation. */
export function initializersOf(node: Node): Node[] {
  const braces =
    node.childForFieldName('initializer') ??
    childrenOf(node).find(({ type }) => type === 'initializer_expression');
  return childrenOf(braces).filter(({ type }) => type === 'assignment_expression');
}

/** The class around a place. */
export function classAround(node: Node): Node | undefined {
  return enclosing(node, new Set(['class_declaration', 'record_declaration', 'struct_declaration']));
}
