import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import type { TextPiece } from '../../sql/builder.ts';
import { childrenOf, nodesOf } from '../../sql/text-expressions.ts';
import { knownText } from '../dsn.ts';
import type { BuiltText, PendingText, SharedStructs, StructTexts } from '../pending.ts';
import { goText } from './text.ts';
import { assignmentsBefore, functionsAround, parameterOf } from './variables.ts';

/**
 * A data source name that a method builds of the fields of a struct: `config := sqliteconfig.Default(path)`,
 * `url, err := config.ToURL()`. Undefined for any other call.
 */
export function builtText(call: Node, file: HostFile): BuiltText | undefined {
  const callee = call.childForFieldName('function');
  const receiver = callee?.childForFieldName('operand');
  const method = callee?.childForFieldName('field')?.text;
  if (receiver?.type !== 'identifier' || method === undefined) return undefined;
  const [made, ...others] = assignmentsBefore(receiver);
  const from = made?.value?.type === 'call_expression' ? made.value.childForFieldName('function') : undefined;
  if (!from || others.length > 0 || !/^(?:\w+\.)?\w+$/.test(from.text)) return undefined;
  const changes: { field: string; value: PendingText }[] = [];
  const scope = functionsAround(call).at(-1);
  for (const statement of scope ? nodesOf(scope, ['assignment_statement']) : []) {
    const [left] = childrenOf(statement.childForFieldName('left'));
    const [right] = childrenOf(statement.childForFieldName('right'));
    if (left?.type !== 'selector_expression' || left.childForFieldName('operand')?.text !== receiver.text)
      continue;
    const field = left.childForFieldName('field')?.text;
    if (right && field !== undefined) changes.push({ field, value: goText(right, file) });
  }
  return { method, madeBy: from.text, changes };
}

/** What a file shares for that: functions that make structs, and methods that build parameters of their fields. */
export function sharedStructs(file: HostFile): SharedStructs {
  const makers = new Map<string, ReadonlyMap<string, string | undefined>>();
  const methods = new Map<string, StructTexts>();
  if (!/_pragma=|_busy_timeout=|_journal_mode=/.test(file.text)) return { makers, methods };
  for (const declaration of childrenOf(file.root)) {
    const name = declaration.childForFieldName('name')?.text;
    if (name === undefined) continue;
    if (declaration.type === 'function_declaration') {
      const fields = returnedStruct(declaration, file);
      if (fields) makers.set(name, fields);
    }
    if (
      declaration.type === 'method_declaration' &&
      /_pragma=|_busy_timeout=|_journal_mode=/.test(declaration.text)
    )
      methods.set(name, builtParameters(declaration, file));
  }
  return { makers, methods };
}

/** The fields of the struct that a function returns, where that is all that it does. */
function returnedStruct(
  declaration: Node,
  file: HostFile,
): ReadonlyMap<string, string | undefined> | undefined {
  const statements = childrenOf(childrenOf(declaration.childForFieldName('body'))[0]);
  const [only, ...others] = statements;
  if (only?.type !== 'return_statement' || others.length > 0) return undefined;
  const literal = nodesOf(only, ['composite_literal'])[0];
  if (!literal) return undefined;
  const fields = new Map<string, string | undefined>();
  for (const element of childrenOf(literal.childForFieldName('body'))) {
    const [key, value] = childrenOf(element);
    const inner = value?.namedChildren[0];
    if (element.type !== 'keyed_element' || !key || !inner) return undefined;
    fields.set(
      key.text,
      /^(?:true|false)$/.test(inner.text) ? inner.text : knownText(goText(inner, file).pieces),
    );
  }
  return fields;
}

/** The parameters that a method puts together, each of text and fields of its receiver. */
function builtParameters(declaration: Node, file: HostFile): StructTexts {
  const parameters: { pieces: (string | { field: string })[]; condition: string | undefined }[] = [];
  const seen = new Set<number>();
  for (const literal of nodesOf(declaration, ['interpreted_string_literal'])) {
    if (!/^"_\w+=/.test(literal.text)) continue;
    const expression = wholeOf(literal);
    if (seen.has(expression.id)) continue;
    seen.add(expression.id);
    const text = goText(expression, file);
    const pieces = text.pieces.map((piece) => {
      if ('text' in piece) return piece.text;
      const name = text.holes.get(piece.hole.start)?.name;
      return { field: fieldOf(name ?? '', declaration) };
    });
    parameters.push({ pieces, condition: conditionOf(literal, declaration) });
  }
  return { parameters, isUri: /"file:/.test(declaration.text) };
}

/** The sum or the format that a literal is a part of. */
function wholeOf(literal: Node): Node {
  let whole = literal;
  for (let around = literal.parent; around; around = around.parent) {
    const callee = around.childForFieldName('function')?.text;
    if (around.type === 'binary_expression' || callee === 'fmt.Sprintf') whole = around;
    else if (around.type !== 'argument_list') break;
  }
  return whole;
}

/** The field of a method's receiver that a name is: `BusyTimeout` of `c.BusyTimeout`. */
function fieldOf(name: string, declaration: Node): string {
  const [qualifier = '', field = ''] = name.split('.');
  return parameterOf(declaration, qualifier) ? field : '';
}

/** The field that the condition around a parameter asks for. */
function conditionOf(node: Node, declaration: Node): string | undefined {
  for (let around = node.parent; around && around.id !== declaration.id; around = around.parent) {
    if (around.type !== 'if_statement') continue;
    const name = /\b\w+\.\w+\b/.exec(around.childForFieldName('condition')?.text ?? '')?.[0];
    return fieldOf(name ?? '', declaration);
  }
  return undefined;
}

/** The pieces of a data source name that a method builds; undefined where the struct isn't found. */
export function piecesOfBuilt(
  { method, madeBy, changes }: BuiltText,
  structs: readonly { readonly package: string; readonly isHere: boolean; readonly structs: SharedStructs }[],
  hole: TextPiece,
  textOf: (text: PendingText) => string | undefined,
): TextPiece[] | undefined {
  const [qualifier, name] = madeBy.includes('.') ? madeBy.split('.') : [undefined, madeBy];
  const isIt = (one: { package: string; isHere: boolean }): boolean =>
    qualifier === undefined ? one.isHere : one.package === qualifier;
  const own = structs.filter(isIt);
  const fields = own.map((one) => one.structs.makers.get(name ?? '')).find((one) => one);
  const built = own.map((one) => one.structs.methods.get(method)).find((one) => one);
  if (!fields || !built) return undefined;
  const values = new Map(fields);
  for (const { field, value } of changes) {
    if (textOf(value) !== values.get(field)) values.set(field, undefined);
  }
  const pieces: TextPiece[] = [...(built.isUri ? [{ text: 'file:', host: undefined }] : []), hole];
  let between = '?';
  for (const { pieces: parts, condition } of built.parameters) {
    // A field that the struct leaves out has its zero value.
    if (
      condition !== undefined &&
      (!values.has(condition) || /^(?:false|0|)$/.test(values.get(condition) ?? '?'))
    )
      continue;
    pieces.push({ text: between, host: undefined });
    between = '&';
    for (const part of parts) {
      const text = typeof part === 'string' ? part : values.get(part.field);
      pieces.push(text === undefined ? hole : { text, host: undefined });
    }
  }
  return pieces;
}
