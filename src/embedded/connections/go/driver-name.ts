import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf } from '../../sql/text-expressions.ts';
import { knownText } from '../dsn.ts';
import type { NamedDriver, PendingText, Surroundings } from '../pending.ts';
import { filledText, foreignTexts, oneOfSeveral, type ResolvedDriver, resolveDriver } from './drivers.ts';
import type { Imports } from './imports.ts';
import { knownDriverName } from './register.ts';
import { goText } from './text.ts';
import { assignmentsForSqlite, functionsAround } from './variables.ts';

/** How a call names the driver that it opens a database with. */
export interface DriverName {
  readonly text: PendingText;
  /** The names that the program compares it with. */
  readonly compared: readonly string[];
  /** Which parameter of which function it is, where it is one. */
  readonly parameter: ParameterPlace | undefined;
}

/** A parameter of a function that other code calls. */
export interface ParameterPlace {
  readonly function: string;
  readonly at: number;
  /** As the function calls it. */
  readonly name: string;
}

/** How the argument of a call names the driver. */
export function driverName(node: Node, file: HostFile, imports: Imports): DriverName {
  const known = knownDriverName(node, imports);
  const text =
    known === undefined
      ? goText(node, file)
      : { pieces: [{ text: known, host: undefined }], holes: new Map(), maybe: [] };
  return { text, compared: comparedWith(node), parameter: parameterPlace(node) };
}

/** Which parameter of a function an expression is. */
export function parameterPlace(node: Node): ParameterPlace | undefined {
  if (node.type !== 'identifier') return undefined;
  for (const around of functionsAround(node)) {
    const name = around.childForFieldName('name')?.text;
    const names = childrenOf(around.childForFieldName('parameters')).flatMap((declaration) =>
      declaration.childrenForFieldName('name').map((one) => one?.text),
    );
    const at = names.indexOf(node.text);
    if (at >= 0) return name === undefined ? undefined : { function: name, at, name: node.text };
  }
  return undefined;
}

/** `driver == "sqlite"`, `switch driver { case "sqlite3": … }`, and the same with what the name is taken from. */
function comparedWith(node: Node): string[] {
  const scope = functionsAround(node).at(-1);
  if (!scope) return [];
  const sources = node.type === 'identifier' ? assignmentsForSqlite(node) : [];
  const names = new Set([node, ...sources.flatMap(({ value }) => value ?? [])].map(({ text }) => text));
  const literals: Node[] = [];
  for (const one of nodesOf(scope, ['binary_expression', 'expression_switch_statement'])) {
    if (one.type === 'expression_switch_statement') {
      if (!names.has(one.childForFieldName('value')?.text ?? '')) continue;
      for (const branch of childrenOf(one))
        literals.push(
          ...childrenOf(branch.type === 'expression_case' ? branch.childForFieldName('value') : null),
        );
      continue;
    }
    const sides = [one.childForFieldName('left'), one.childForFieldName('right')];
    if (!/^[!=]=$/.test(one.childForFieldName('operator')?.text ?? '')) continue;
    const other = sides.find((side) => !names.has(side?.text ?? ''));
    if (other && sides.some((side) => names.has(side?.text ?? ''))) literals.push(other);
  }
  return literals.flatMap(({ type, text }) =>
    /^(?:interpreted|raw)_string/.test(type) ? [text.slice(1, -1)] : [],
  );
}

/**
 * The driver that a name stands for. Where it is a parameter: that which a call of the function gives, with the data
 * source name that the same call gives; where only comparisons tell, that which they ask for.
 */
export function resolveName(
  { text, compared, parameter }: DriverName,
  dsn: ParameterPlace | undefined,
  own: readonly NamedDriver[],
  around: Surroundings,
  opening: Range,
): { readonly resolved: ResolvedDriver; readonly dsn: PendingText | undefined } | undefined {
  const written = knownText(filledText(text, around).pieces);
  if (written !== undefined) {
    const resolved = resolveDriver(written, own, around, opening);
    return resolved && { resolved, dsn: undefined };
  }
  const [hole] = text.pieces;
  const constant =
    hole && 'hole' in hole && text.pieces.length === 1 ? text.holes.get(hole.hole.start)?.name : undefined;
  if (constant !== undefined) {
    const builds = [...foreignTexts(constant, around)].flatMap(
      (one) => resolveDriver(one, own, around, opening) ?? [],
    );
    const [first] = builds;
    const opaque = `build tags choose among ${builds.map(({ driver }) => driver).join(', ')}`;
    if (first) return { resolved: { driver: oneOfSeveral, settings: [], opaque }, dsn: undefined };
  }
  for (const call of parameter ? around.shared.flatMap(({ declarations }) => declarations.calls) : []) {
    if (call.name !== parameter?.function) continue;
    const given = call.arguments[parameter.at];
    const name = given && knownText(filledText(given, around).pieces);
    const resolved = name === undefined ? undefined : resolveDriver(name, own, around, opening);
    const isSame = dsn?.function === parameter.function;
    if (resolved) return { resolved, dsn: isSame ? call.arguments[dsn.at] : undefined };
  }
  for (const name of compared) {
    const resolved = resolveDriver(name, own, around, opening);
    if (resolved) return { resolved, dsn: undefined };
  }
  return undefined;
}

/** The calls of a file that give a function the name of a driver. */
export function callsWithNames(file: HostFile): { name: string; arguments: PendingText[] }[] {
  if (!/["`](?:sqlite|libsql)\w*["`]/.test(file.text)) return [];
  return nodesOf(file.root, ['call_expression']).flatMap((call) => {
    const callee = call.childForFieldName('function');
    const args = childrenOf(call.childForFieldName('arguments'));
    const name = callee?.childForFieldName('field')?.text ?? callee?.text;
    const isTold = args.some(({ text }) => /^["`](?:sqlite|libsql)\w*["`]$/.test(text));
    return name === undefined || !isTold ? [] : [{ name, arguments: args.map((one) => goText(one, file)) }];
  });
}
