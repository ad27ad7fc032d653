import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../text/range.ts';
import { buildSql, type TextPiece, textOfPieces } from './builder.ts';
import type { EmbeddedSql } from './embedded-sql.ts';
import { isWholeStatement, startsLikeStatement } from './looks-like-sql.ts';

/** A part of an expression whose value is a text: a piece, or another expression that is put in. */
export type Part =
  | TextPiece
  /** `host`: where it is put in, with its delimiters: `#{id}`, `%s`. */
  | { readonly operand: Node; readonly host: Range };

/** What becomes of a text. */
export type Use =
  /** It is handed to a method that runs or prepares SQL, or to one that binds what is filled in. */
  | { readonly by: 'call' | 'tag'; readonly callee: string }
  /** Nothing is known. */
  | 'unknown'
  /** It is shown, compared, or a part of something else: what it says is not run. */
  | 'never';

/** A name that is given a value. */
export interface Declaration {
  readonly name: string;
  /** The function, class or file in which the name means this. */
  readonly scope: Node;
  /** Undefined where it isn't written out: a parameter, the variable of a loop. */
  readonly value?: Node | undefined;
  /**
   * `constant`: it never has another value; `variable`: until the next assignment; `result`: of a method;
   * `append`: more is put behind the value that it has.
   */
  readonly kind: 'constant' | 'variable' | 'result' | 'append';
}

/** What a language's grammar says of texts. Nodes are those of the file that is read. */
export interface TextSyntax {
  /** Types of nodes that are literals of texts. */
  readonly literals: readonly string[];
  /** The parts of an expression whose value is a text, one floor down; undefined for any other expression. */
  partsOf(node: Node): readonly Part[] | undefined;
  /** Types of nodes that stand between an expression and what it is put into: arguments, interpolations. */
  readonly wrappers: ReadonlySet<string>;
  /** Types of nodes that have the value of one of their children: parentheses, conditions. */
  readonly choices: ReadonlySet<string>;
  /** Types of nodes that `nameOf` knows. */
  readonly names: readonly string[];
  /** The name that a node refers to, the same for every way to write it; undefined for any other node. */
  nameOf(node: Node): string | undefined;
  /** Types of nodes in which the statements behind an assignment see it. */
  readonly blocks: ReadonlySet<string>;
  /** What becomes of the value of an expression, by what stands around it. */
  useOf(node: Node): Use;
  declarations(root: Node): readonly Declaration[];
}

/** The nearest node around this one that has one of the types. */
export function enclosing(node: Node, types: ReadonlySet<string>): Node | undefined {
  let around = node.parent;
  while (around && !types.has(around.type)) around = around.parent;
  return around ?? undefined;
}

export function placeOf(node: Node): Range {
  return { start: node.startIndex, end: node.endIndex };
}

/** The SQL in the texts of a file, in the file's order. */
export function readTexts(root: Node, syntax: TextSyntax): EmbeddedSql[] {
  const reader = new TextReader(root, syntax);
  const found: EmbeddedSql[] = [];
  const seen = new Set<number>();
  for (const literal of root.descendantsOfType([...syntax.literals])) {
    if (!literal) continue;
    const whole = reader.wholeOf(literal);
    if (seen.has(whole.id)) continue;
    seen.add(whole.id);
    const sql = reader.read(whole);
    if (sql) found.push(sql);
  }
  return found.sort((a, b) => a.range.start - b.range.start);
}

/** How SQL starts: a cheap test before others. */
const mayBeSql =
  /^(?:\s|--[^\n]*|\/\*[\s\S]*?\*\/|\()*(?:alter|analyze|attach|begin|commit|create|delete|detach|drop|end|explain|insert|pragma|reindex|release|replace|rollback|savepoint|select|update|vacuum|values|with)\b/i;

/** How a text starts that may be a clause of SQL, or goes on from one. */
const mayBeClause =
  /^[^\p{L}\p{N}]*(?:$|(?:alter|analyze|and|as|case|create|delete|drop|except|exists|explain|from|group|having|in|inner|insert|intersect|into|join|left|limit|not|on|or|order|replace|returning|right|select|set|union|update|values|where|with)\b)/iu;

class TextReader {
  readonly #root: Node;
  readonly #syntax: TextSyntax;
  readonly #parts = new Map<number, readonly Part[] | undefined>();
  #declared: readonly Declaration[] | undefined;
  #named: ReadonlyMap<string, readonly Node[]> | undefined;

  constructor(root: Node, syntax: TextSyntax) {
    this.#root = root;
    this.#syntax = syntax;
  }

  /** The largest expression that puts this text together with others. */
  wholeOf(node: Node): Node {
    let whole = node;
    for (;;) {
      const around = this.#around(whole);
      if (!around || !this.#partsOf(around)?.some((part) => 'operand' in part && part.operand.id === whole.id))
        return whole;
      whole = around;
    }
  }

  read(whole: Node): EmbeddedSql | undefined {
    const pieces = this.#piecesOf(whole, []);
    const text = textOfPieces(pieces);
    if (!mayBeSql.test(text)) return undefined;
    const use = this.#useOf(whole);
    if (use === 'never') return undefined;
    const range = placeOf(whole);
    const holder = this.#holderOf(whole);
    const future = holder ? this.#futureOf(holder) : undefined;
    if (future?.grows) return undefined;
    const run = use === 'unknown' ? future?.run : use;
    if (run) return startsLikeStatement(text, run.callee) ? buildSql(pieces, range, run) : undefined;
    return !future?.isPart && isWholeStatement(text) ? buildSql(pieces, range, { by: 'text' }) : undefined;
  }

  #partsOf(node: Node): readonly Part[] | undefined {
    if (!this.#parts.has(node.id)) this.#parts.set(node.id, this.#syntax.partsOf(node));
    return this.#parts.get(node.id);
  }

  /** What a node is put into. */
  #around(node: Node): Node | undefined {
    let around = node.parent;
    while (around && this.#syntax.wrappers.has(around.type)) around = around.parent;
    return around ?? undefined;
  }

  /** What becomes of a value, whichever way it takes. */
  #useOf(node: Node): Use {
    return this.#syntax.useOf(this.#chosen(node));
  }

  /** The largest expression that has this value. */
  #chosen(node: Node): Node {
    let chosen = node;
    while (chosen.parent && this.#syntax.choices.has(chosen.parent.type)) chosen = chosen.parent;
    return chosen;
  }

  #piecesOf(node: Node, within: readonly Declaration[]): TextPiece[] {
    return (this.#partsOf(node) ?? []).flatMap((part): TextPiece[] => {
      if (!('operand' in part)) return [part];
      if (this.#partsOf(part.operand)) return this.#piecesOf(part.operand, within);
      return this.#constant(part.operand, within) ?? [{ hole: part.host }];
    });
  }

  /** The text of a name that has one value only; undefined for any other expression, and where it isn't known. */
  #constant(node: Node, within: readonly Declaration[]): TextPiece[] | undefined {
    const name = this.#syntax.nameOf(node);
    if (name === undefined) return undefined;
    const all = this.#declarations().filter((declaration) => declaration.name === name && holds(declaration.scope, node));
    const innermost = all.reduce<Declaration | undefined>(
      (inner, next) => (inner && holds(next.scope, inner.scope) ? inner : next),
      undefined,
    );
    const [only, ...more] = all.filter(({ scope }) => scope.id === innermost?.scope.id);
    if (!only?.value || more.length > 0 || within.includes(only)) return undefined;
    if (only.kind !== 'constant') {
      const block = enclosing(only.value, this.#syntax.blocks);
      if (only.kind !== 'variable' || !block || !holds(block, node) || only.value.endIndex > node.startIndex)
        return undefined;
    }
    if (!this.#partsOf(only.value)) return undefined;
    const pieces = this.#piecesOf(only.value, [...within, only]);
    return pieces.some((piece) => 'hole' in piece) ? undefined : pieces;
  }

  #declarations(): readonly Declaration[] {
    this.#declared ??= this.#syntax.declarations(this.#root);
    return this.#declared;
  }

  #holderOf(node: Node): Declaration | undefined {
    const value = this.#chosen(node);
    const isValue = (candidate: Declaration): boolean =>
      candidate.value !== undefined && candidate.value.startIndex <= node.startIndex && this.#chosen(candidate.value).id === value.id;
    return this.#declarations().find(isValue);
  }

  /** What becomes of a name's value. */
  #futureOf(holder: Declaration): {
    readonly run: Exclude<Use, string> | undefined;
    readonly isPart: boolean;
    readonly grows: boolean;
  } {
    const { name, scope } = holder;
    let run: Exclude<Use, string> | undefined;
    let isPart = false;
    let grows = this.#declarations().some(
      (other) => other.kind === 'append' && other.name === name && other.scope.id === scope.id,
    );
    for (const node of this.#namesOf(name)) {
      if (!holds(scope, node)) continue;
      const whole = this.wholeOf(node);
      if (whole.id === node.id) {
        const use = this.#useOf(node);
        if (typeof use !== 'string') run ??= use;
      } else if (this.#holderOf(whole)?.name === name) {
        grows = true;
      } else if (this.#isClause(whole)) {
        isPart = true;
      }
    }
    return { run, isPart, grows };
  }

  /** True for a text that is no prose which only mentions a statement. */
  #isClause(whole: Node): boolean {
    const [first] = this.#piecesOf(whole, []);
    return first === undefined || 'hole' in first || mayBeClause.test(first.text);
  }

  #namesOf(name: string): readonly Node[] {
    if (!this.#named) {
      const named = new Map<string, Node[]>();
      for (const node of this.#root.descendantsOfType([...this.#syntax.names])) {
        const its = node ? this.#syntax.nameOf(node) : undefined;
        if (!node || its === undefined) continue;
        const others = named.get(its);
        if (others) others.push(node);
        else named.set(its, [node]);
      }
      this.#named = named;
    }
    return this.#named.get(name) ?? [];
  }
}

function holds(outer: Node, inner: Node): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}
