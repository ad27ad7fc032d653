import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../text/range.ts';
import { buildSql, type TextPiece, textOfPieces } from './builder.ts';
import type { EmbeddedSql } from './embedded-sql.ts';
import { isTemplate, isWholeStatement, startsLikeStatement } from './looks-like-sql.ts';

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
  /** The node that refers to this one, where it stands elsewhere: what begins the heredoc of a body. */
  standsFor?(node: Node): Node | undefined;
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
  /** Where an expression stands, with all that is written for it. */
  rangeOf?(node: Node): Range;
  declarations(root: Node): readonly Declaration[];
}

/** The nearest node around this one that has one of the types. */
export function enclosing(node: Node, types: ReadonlySet<string>): Node | undefined {
  let around = node.parent;
  while (around && !types.has(around.type)) around = around.parent;
  return around ?? undefined;
}

/** The node around this one, past nodes of some types. */
export function aroundPast(node: Node, types: ReadonlySet<string>): Node | undefined {
  let around = node.parent;
  while (around && types.has(around.type)) around = around.parent;
  return around ?? undefined;
}

/** The nodes of some types within a node. */
export function nodesOf(node: Node, types: readonly string[]): Node[] {
  return node.descendantsOfType([...types]).filter((found): found is Node => found !== null);
}

/** The named children without comments. */
export function childrenOf(node: Node | null | undefined): Node[] {
  return (node?.namedChildren ?? []).filter(
    (child): child is Node => child !== null && !child.type.endsWith('comment'),
  );
}

/** True when the node is what its parent has in a field. */
export function isField(node: Node, field: string): boolean {
  return node.parent?.childForFieldName(field)?.id === node.id;
}

/** A receiver that is longer is no name, but another statement. */
const longestReceiver = 80;

/** A method with its receiver, as written. */
export function calleeOf(receiver: Node | null | undefined, method: string, between = '.'): string {
  const written = receiver?.text.replace(/\s+/g, '');
  return written === undefined || written.length > longestReceiver ? method : `${written}${between}${method}`;
}

/** Methods that show, compare or change a text, and constructors of errors: what the text says is not run. */
export function onlyShows(method: string): boolean {
  return shows.test(method);
}

const shows =
  /^(?:log|debug|info|warn|warning|error|fatal|trace|notice|verbose|puts|print|println|printf|pp?|raise|abort|echo|write|write_?line|write_?all_?text|fail|test|it|describe|context|scenario|specify|label|title|index_?of|split|replace\w*|g?sub!?|starts?_?with\??|ends?_?with\??|includes?\??|contains\w*|equals?\w*|are_?equal|match\w*\??|is_?match|append(?:_?(?:line|format|all|string|text|to))?|concat|join|implode|create_?(?:named_?|selection_?|mutation_?)?query|assert\w*|expect\w*|should\w*|\w*(?:exception|error))$/i;

export function placeOf(node: Node): Range {
  return { start: node.startIndex, end: node.endIndex };
}

/** The words that statements start with; a heredoc's content stands elsewhere. */
const mentionsSql =
  /^<<|\b(?:alter|analyze|attach|begin|commit|create|delete|detach|drop|end|explain|insert|pragma|reindex|release|replace|rollback|savepoint|select|update|vacuum|values|with)\b/i;

/** How SQL starts: a cheap test before others. */
const mayBeSql =
  /^(?:\s|--[^\n]*|\/\*[\s\S]*?\*\/|\()*(?:alter|analyze|attach|begin|commit|create|delete|detach|drop|end|explain|insert|pragma|reindex|release|replace|rollback|savepoint|select|update|vacuum|values|with)\b/i;

/** How a text starts that may be a clause of SQL, or goes on from one. */
const mayBeClause =
  /^[^\p{L}\p{N}]*(?:$|(?:alter|analyze|and|as|case|create|delete|drop|except|exists|explain|from|group|having|in|inner|insert|intersect|into|join|left|limit|not|on|or|order|replace|returning|right|select|set|union|update|values|where|with)\b)/iu;

/** Puts the texts of one file together. */
export class TextReader {
  readonly #root: Node;
  readonly #syntax: TextSyntax;
  readonly #parts = new Map<number, readonly Part[] | undefined>();
  #declared: readonly Declaration[] | undefined;
  #held: ReadonlyMap<number, Declaration> | undefined;
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
      const within = whole;
      if (!around || !this.#partsOf(around)?.some((part) => takes(part, within))) return whole;
      whole = around;
    }
  }

  /** The SQL in the texts of the file, in the file's order. */
  sql(): EmbeddedSql[] {
    const found: EmbeddedSql[] = [];
    const seen = new Set<number>();
    for (const literal of nodesOf(this.#root, this.#syntax.literals)) {
      if (!mentionsSql.test(literal.text)) continue;
      const whole = this.wholeOf(literal);
      if (seen.has(whole.id)) continue;
      seen.add(whole.id);
      // Where the grammar lost its way, a quote that ends a text may be taken for one that begins it.
      if (whole.hasError || whole.parent?.type === 'ERROR') continue;
      const sql = this.read(whole);
      if (sql) found.push(sql);
    }
    return found.sort((a, b) => a.range.start - b.range.start);
  }

  /**
   * The text that an expression has, with a hole for each part that isn't known; undefined where it is no text, or the
   * name of one that isn't written out.
   */
  textOf(node: Node): readonly TextPiece[] | undefined {
    return this.#partsOf(node) ? this.#piecesOf(node, []) : this.#constant(node, []);
  }

  read(whole: Node): EmbeddedSql | undefined {
    const pieces = this.#piecesOf(whole, []);
    if (!mayBeSql.test(textOfPieces(pieces))) return undefined;
    const use = this.#useOf(whole);
    if (use === 'never') return undefined;
    const range = this.#syntax.rangeOf?.(whole) ?? placeOf(whole);
    const holder = this.#holderOf(whole);
    const future = holder ? this.#futureOf(holder) : undefined;
    if (future?.growth === 'otherwise') return undefined;
    if (future?.growth) pieces.push({ text: ' ', host: undefined }, { hole: future.growth });
    const text = textOfPieces(pieces);
    const run = use === 'unknown' ? future?.run : use;
    if (run) {
      const isSql = startsLikeStatement(text, run.callee) && !isTemplate(text);
      return isSql ? buildSql(pieces, range, run) : undefined;
    }
    return !future?.isPart && isWholeStatement(text) ? buildSql(pieces, range, { by: 'text' }) : undefined;
  }

  #partsOf(node: Node): readonly Part[] | undefined {
    if (!this.#parts.has(node.id)) this.#parts.set(node.id, this.#syntax.partsOf(node));
    return this.#parts.get(node.id);
  }

  /** What an expression is put into. */
  #around(node: Node): Node | undefined {
    const around = aroundPast(node, this.#syntax.wrappers);
    return around && (this.#syntax.standsFor?.(around) ?? around);
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
      return this.#constant(part.operand, within) ?? [{ hole: part.host, filled: part.operand }];
    });
  }

  /** The text of a name that has one value only; undefined for any other expression, and where it isn't known. */
  #constant(node: Node, within: readonly Declaration[]): TextPiece[] | undefined {
    const name = this.#syntax.nameOf(node);
    if (name === undefined) return undefined;
    const all = this.#declarations().filter(
      (declaration) => declaration.name === name && holds(declaration.scope, node),
    );
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

  /** The name that is given this value. */
  #holderOf(node: Node): Declaration | undefined {
    if (!this.#held) {
      const held = new Map<number, Declaration>();
      for (const declaration of this.#declarations()) {
        if (declaration.value) held.set(this.#chosen(declaration.value).id, declaration);
      }
      this.#held = held;
    }
    return this.#held.get(this.#chosen(node).id);
  }

  /** What becomes of a name's value. */
  #futureOf(holder: Declaration): {
    readonly run: Exclude<Use, string> | undefined;
    readonly isPart: boolean;
    /** What is put behind it later; `otherwise`: its own next value is made of it in another way. */
    readonly growth: Range | 'otherwise' | undefined;
  } {
    const { name, scope } = holder;
    let run: Exclude<Use, string> | undefined;
    let isPart = false;
    const values = this.#declarations().filter(
      (other) => other.name === name && other.scope.id === scope.id && other.value,
    );
    const appended = values.find(({ kind }) => kind === 'append')?.value;
    let growth = appended && placeOf(appended);
    let isRemade = false;
    for (const node of this.#namesOf(name)) {
      if (!holds(scope, node)) continue;
      const whole = this.wholeOf(node);
      if (this.#holderOf(whole)?.name === name) {
        if (this.#startsWith(whole, node)) growth = placeOf(whole);
        else isRemade = true;
      } else if (values.some(({ value, kind }) => kind !== 'append' && holds(value, node))) {
        isRemade = true;
      } else if (this.#isOnly(whole, node)) {
        const use = this.#useOf(whole);
        if (typeof use !== 'string') run ??= use;
      } else if (this.#isClause(whole)) {
        isPart = true;
      }
    }
    return { run, isPart, growth: isRemade ? 'otherwise' : growth };
  }

  /** True for an expression whose text starts with that of one within it: `sql + ' LIMIT 1'`. */
  #startsWith(whole: Node, node: Node): boolean {
    const [first] = this.#partsOf(whole) ?? [];
    if (!first || !('operand' in first)) return false;
    return first.operand.id === node.id || this.#startsWith(first.operand, node);
  }

  /** True for an expression that has the same text as one within it: `sql.trim()`. */
  #isOnly(whole: Node, node: Node): boolean {
    if (whole.id === node.id) return true;
    const [only, ...more] = this.#partsOf(whole) ?? [];
    return only !== undefined && 'operand' in only && more.length === 0 && this.#isOnly(only.operand, node);
  }

  /** True for a text that is no prose which only mentions a statement: SQL, or a subquery is put into it. */
  #isClause(whole: Node): boolean {
    const pieces = this.#piecesOf(whole, []);
    const [first] = pieces;
    return (
      first === undefined ||
      'hole' in first ||
      mayBeClause.test(first.text) ||
      /\(\s*(?:\?|select\b)/i.test(textOfPieces(pieces))
    );
  }

  #namesOf(name: string): readonly Node[] {
    if (!this.#named) {
      const named = new Map<string, Node[]>();
      for (const node of nodesOf(this.#root, this.#syntax.names)) {
        const its = this.#syntax.nameOf(node);
        if (its === undefined) continue;
        const others = named.get(its);
        if (others) others.push(node);
        else named.set(its, [node]);
      }
      this.#named = named;
    }
    return this.#named.get(name) ?? [];
  }
}

/** True for a part that is an expression, or a stretch of it: a format's text stands in its literal. */
function takes(part: Part, node: Node): boolean {
  if ('operand' in part && part.operand.id === node.id) return true;
  const place = 'operand' in part ? part.host : 'hole' in part ? part.hole : placedAt(part.host);
  return place !== undefined && node.startIndex <= place.start && place.end <= node.endIndex;
}

const placedAt = (host: number | undefined): Range | undefined =>
  host === undefined ? undefined : { start: host, end: host + 1 };

/** True where one node stands within another, or is the same; false where there is no outer one. */
export function holds(outer: Node | null | undefined, inner: Node): boolean {
  if (!outer) return false;
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}
