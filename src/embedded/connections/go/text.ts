import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { type TextPiece, textOfPieces } from '../../sql/builder.ts';
import { childrenOf, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { isNamedLikePath } from '../dsn.ts';
import type { PendingHole, PendingText } from '../pending.ts';
import { writtenAt } from '../written.ts';
import { builtText } from './built.ts';
import { encodedValues, type UrlValue } from './url-values.ts';
import {
  assignmentsBefore,
  assignmentsForSqlite,
  functionsAround,
  functionsNamed,
  type GoAssignment,
  parameterAssignments,
  parameterOf,
} from './variables.ts';

/** What is written of the text that an expression has. */
export function goText(node: Node, file: HostFile): PendingText {
  const reader = new GoTextReader(file);
  const pieces = reader.read(node, 0);
  return { pieces, holes: reader.holes, maybe: reader.maybe };
}

const deepest = 8;

class GoTextReader {
  readonly holes = new Map<number, PendingHole>();
  readonly maybe: Range[] = [];
  readonly #file: HostFile;

  constructor(file: HostFile) {
    this.#file = file;
  }

  read(node: Node, depth: number): TextPiece[] {
    if (depth > deepest) return this.#hole(node);
    switch (node.type) {
      case 'parenthesized_expression':
        return node.namedChildren[0] ? this.read(node.namedChildren[0], depth + 1) : this.#hole(node);
      case 'interpreted_string_literal':
      case 'raw_string_literal':
        return [...(this.#file.texts.textOf(node) ?? [])];
      case 'int_literal':
        return [{ text: node.text, host: node.startIndex }];
      case 'binary_expression': {
        const { left, right } = sidesOf(node);
        if (node.childForFieldName('operator')?.text !== '+' || !left || !right) return this.#hole(node);
        return [...this.read(left, depth + 1), ...this.read(right, depth + 1)];
      }
      case 'call_expression':
        return this.#call(node, depth);
      case 'identifier':
        return this.#variable(node, depth);
      case 'selector_expression':
        return this.#hole(node, node, /^\w+\.\w+$/.test(node.text) ? node.text : undefined);
      default:
        return this.#hole(node);
    }
  }

  #hole(node: Node, expression: Node = node, name?: string): TextPiece[] {
    this.holes.set(node.startIndex, { written: writtenAt(expression, this.#file), name });
    return [{ hole: placeOf(node) }];
  }

  #oneOfSeveral(node: Node): TextPiece[] {
    const reason = `${node.text.replace(/\s+/g, ' ').slice(0, 60)} is known at run time only`;
    this.holes.set(node.startIndex, { written: { kind: 'unknown', reason }, name: undefined });
    return [{ hole: placeOf(node) }];
  }

  #call(node: Node, depth: number): TextPiece[] {
    const callee = node.childForFieldName('function')?.text;
    const [first, ...rest] = childrenOf(node.childForFieldName('arguments'));
    const values = first ? undefined : encodedValues(node);
    if (values) return values.flatMap((one, at) => this.#parameter(one, at, depth));
    if (!first) return this.#hole(node);
    switch (callee) {
      case 'string':
      case 'strings.TrimSpace':
        return this.read(first, depth + 1);
      case 'fmt.Sprintf':
        return this.#formatted(node, this.read(first, depth + 1), rest, depth);
      case 'strings.Join': {
        const items = this.#items(first, depth);
        const between = rest[0] ? this.read(rest[0], depth + 1) : [];
        if (!items) return this.#hole(node);
        return items.flatMap((item, at) => [
          ...(at > 0
            ? between.map((piece) => ('text' in piece ? { ...piece, host: undefined } : piece))
            : []),
          ...item,
        ]);
      }
      default: {
        const returned = returnedBy(node, this.#file.root);
        return returned ? this.read(returned, depth + 1) : this.#hole(node);
      }
    }
  }

  /** A parameter that is encoded: its name and its value stand apart, so that no place holds both. */
  #parameter({ key, value }: UrlValue, at: number, depth: number): TextPiece[] {
    return [{ text: `${at > 0 ? '&' : ''}${key}=`, host: undefined }, ...this.read(value, depth + 1)];
  }

  #formatted(call: Node, format: readonly TextPiece[], args: readonly Node[], depth: number): TextPiece[] {
    let next = 0;
    return format.flatMap((piece): TextPiece[] => {
      if ('hole' in piece) return this.#oneOfSeveral(call);
      const found: TextPiece[] = [];
      let from = 0;
      const upTo = (end: number): void => {
        const { text, host } = piece;
        if (end > from)
          found.push({ text: text.slice(from, end), host: host === undefined ? undefined : host + from });
      };
      for (const match of piece.text.matchAll(/%(?:%|[-+# 0]*\d*(?:\.\d+)?([a-zA-Z]))/g)) {
        upTo(match.index);
        from = match.index + match[0].length;
        const argument = match[0] === '%%' ? undefined : args[next++];
        if (match[0] === '%%') found.push({ text: '%', host: undefined });
        else if (argument && /^[svd]$/.test(match[1] ?? '')) found.push(...this.read(argument, depth + 1));
        else found.push(...this.#hole(argument ?? call));
      }
      upTo(piece.text.length);
      return found;
    });
  }

  /** The texts of a slice that is written out, with what is appended to it. */
  #items(node: Node, depth: number): TextPiece[][] | undefined {
    if (node.type === 'composite_literal') {
      const elements = childrenOf(node.childForFieldName('body'));
      return elements.map((element) => this.read(element.namedChildren[0] ?? element, depth + 1));
    }
    if (node.type !== 'identifier') return undefined;
    let items: TextPiece[][] | undefined;
    for (const { value, isConditional } of assignmentsBefore(node)) {
      if (!value) return undefined;
      if (value.type === 'composite_literal' && !isConditional) {
        items = this.#items(value, depth + 1);
        continue;
      }
      const [list, ...added] = childrenOf(value.childForFieldName('arguments'));
      if (value.childForFieldName('function')?.text !== 'append' || list?.text !== node.text)
        return undefined;
      for (const one of added) {
        items = [...(items ?? []), this.read(one, depth + 1)];
        if (isConditional) this.maybe.push(placeOf(one));
      }
    }
    return items;
  }

  #variable(node: Node, depth: number): TextPiece[] {
    const assigned = assignmentsForSqlite(node);
    if (assigned.length === 0) {
      const given = this.#given(node, depth);
      if (given) return given;
      const own = this.#file.texts.textOf(node);
      if (own && !this.#isPointedAt(node.text)) return [...own];
      if (own && !isNamedLikePath(node.text)) return this.#oneOfSeveral(node);
      if (own) {
        this.holes.set(node.startIndex, { written: { kind: 'path', written: node.text }, name: undefined });
        return [{ hole: placeOf(node) }];
      }
      const isParameter = functionsAround(node).some((around) => parameterOf(around, node.text));
      return this.#hole(node, node, isParameter ? undefined : node.text);
    }
    const sets = assigned.filter(({ isAppended, value }) => !isAppended && value);
    let pieces: TextPiece[] | undefined;
    for (const one of assigned) {
      const next = this.#assigned(node, one, sets.length, depth);
      if (!next) return this.#oneOfSeveral(node);
      pieces = one.isAppended ? [...(pieces ?? []), ...next] : next;
    }
    const [only, ...others] = pieces ?? [];
    // What is computed may have the better name in the variable.
    if (only && 'hole' in only && others.length === 0 && isNamedLikePath(node.text)) {
      const hole = this.holes.get(only.hole.start);
      if (hole?.written.kind === 'unknown' && hole.name === undefined) return this.#hole(node);
    }
    return pieces ?? this.#hole(node);
  }

  /** What a function makes of its parameter; undefined where it stays what it is called with, or a path as that is. */
  #given(node: Node, depth: number): TextPiece[] | undefined {
    const given = parameterAssignments(node);
    const [only, ...others] = given;
    if (!only || given.every(({ value }) => value && !this.#mayHaveParameters(value, depth)))
      return undefined;
    if (others.length > 0 || !only.value || only.isConditional || only.isResult)
      return this.#oneOfSeveral(node);
    const added = this.read(only.value, depth + 1);
    return only.isAppended ? [...this.#hole(node), ...added] : added;
  }

  #mayHaveParameters(value: Node, depth: number): boolean {
    const functionsOfPaths = /^(?:filepath|path|os|strings)\.\w+\(/;
    if (functionsOfPaths.test(value.text)) return value.text.includes('?');
    return this.read(value, depth + 1).some((piece) =>
      'text' in piece
        ? piece.text.includes('?')
        : this.holes.get(piece.hole.start)?.written.kind === 'unknown',
    );
  }

  /** True for a variable that others may fill in: `flag.StringVar(&path, …)`. */
  #isPointedAt(name: string): boolean {
    return new RegExp(`&${name}\\b(?!\\.)`).test(this.#file.text);
  }

  /** The first of a call's results: what a function of the file returns, or a data source name that a method builds. */
  #built(node: Node, value: Node, depth: number): TextPiece[] {
    const isCall = value.type === 'call_expression';
    const returned = isCall ? returnedBy(value, this.#file.root) : undefined;
    if (returned) return this.read(returned, depth + 1);
    const built = isCall ? builtText(value, this.#file) : undefined;
    if (!built) return this.#hole(node, value);
    this.holes.set(node.startIndex, {
      written: { kind: 'path', written: value.text },
      name: undefined,
      built,
    });
    return [{ hole: placeOf(node) }];
  }

  /** Undefined where it may be another than what it was before. */
  #assigned(node: Node, one: GoAssignment, sets: number, depth: number): TextPiece[] | undefined {
    const { value, isConditional, isAppended, isResult } = one;
    // A declaration without a value.
    if (!value) return [];
    if (isConditional && !isAppended && sets > 1) return undefined;
    if (isResult) return this.#built(node, value, depth);
    if (isConditional && isAppended) this.maybe.push(placeOf(value));
    return this.read(value, depth + 1);
  }
}

/** The text that a function of the file returns, where it has one return only, those with an error aside. */
function returnedBy(call: Node, root: Node): Node | undefined {
  const callee = call.childForFieldName('function');
  if (callee?.type !== 'identifier') return undefined;
  const [declaration, ...others] = functionsNamed(root, callee.text);
  if (!declaration || others.length > 0) return undefined;
  const mayFail = /\berror\s*\)$/.test(declaration.childForFieldName('result')?.text ?? '');
  const returns = nodesOf(declaration, ['return_statement']).flatMap((statement) => {
    const values = childrenOf(statement.namedChildren[0]);
    return mayFail && values.length > 1 && values.at(-1)?.text !== 'nil' ? [] : [values[0]];
  });
  return returns.length === 1 ? returns[0] : undefined;
}

function sidesOf(node: Node): { readonly left: Node | null; readonly right: Node | null } {
  return { left: node.childForFieldName('left'), right: node.childForFieldName('right') };
}

/** The constants of a file's package that are texts, and its variables that hold the name of a driver. */
export function packageTexts(file: HostFile): Map<string, string> {
  const texts = new Map<string, string>();
  for (const spec of nodesOf(file.root, ['const_spec', 'var_spec'])) {
    if (functionsAround(spec).length > 0) continue;
    const values = childrenOf(spec.childForFieldName('value'));
    for (const [at, name] of spec.childrenForFieldName('name').entries()) {
      const value = values[at];
      const pieces = value && file.texts.textOf(value);
      if (!name || !pieces || pieces.some((piece) => 'hole' in piece)) continue;
      const text = textOfPieces(pieces);
      // Other files may give a variable another value.
      if (spec.type === 'const_spec' || /^(?:sqlite|libsql)\w*$/.test(text)) texts.set(name.text, text);
    }
  }
  return texts;
}
