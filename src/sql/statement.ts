import type { Range } from '../text/range.ts';
import { shift } from '../text/range.ts';
import { type ParseFailure, parseStatement } from './parse.ts';
import { computeRanges } from './ranges.ts';
import { withoutSemicolon } from './scan.ts';
import { skeletonOf } from './skeleton.ts';
import type { AstNode, Stmt } from './tree.ts';

/**
 * What a statement's text alone tells. Two statements of the same text share one: a keystroke parses the statement
 * it is in, and no other. All offsets count from the start of the statement.
 */
export class StatementSyntax {
  readonly text: string;
  readonly tree: Stmt | undefined;
  readonly failure: ParseFailure | undefined;
  #ranges: Map<AstNode, Range> | undefined;
  #placeholder: boolean | undefined;

  constructor(text: string) {
    this.text = text;
    const result = parseStatement(text);
    this.tree = result.tree;
    this.failure = result.failure;
  }

  /** The range of one of the tree's nodes. */
  rangeOf(node: AstNode): Range {
    this.#ranges ??= computeRanges(this.text, this.tree as Stmt);
    return this.#ranges.get(node) ?? { start: node.span.offset, end: node.span.offset + node.span.length };
  }

  /** The node as it is written. */
  textOf(node: AstNode): string {
    const { start, end } = this.rangeOf(node);
    return this.text.slice(start, end);
  }

  /** True when a template engine or another program completes the text before SQLite sees it. */
  get hasPlaceholder(): boolean {
    this.#placeholder ??= placeholder.test(skeletonOf(this.text));
    return this.#placeholder;
  }
}

/**
 * Jinja, Mustache, names in braces, ERB, shell and JS templates, printf and Python formats, sqlc macros, HugSQL parameters, psql variables.
 * Text that holds one is not what SQLite gets, so nothing certain can be said of its syntax.
 */
const placeholder =
  /\{\{|\{%|\{[A-Za-z_#/][^{}\n]*\}|\$%\w+%\$|<%|\$\{|#\{|%\(\w+\)[sd]|%[sdIL]\b|\bsqlc\.(?:arg|narg|slice|embed)\s*\(|:[a-z]+\*?:[a-z]|:(?:''|"")/i;

/** A statement in its place within a text. */
export class Statement {
  readonly syntax: StatementSyntax;
  /** The offset of the statement's first token in its document. */
  readonly start: number;
  /** The part of a migration file that the statement stands in; undefined outside of sections. */
  readonly section: Section | undefined;

  constructor(syntax: StatementSyntax, start: number, section: Section | undefined) {
    this.syntax = syntax;
    this.start = start;
    this.section = section;
  }

  get text(): string {
    return this.syntax.text;
  }

  get tree(): Stmt | undefined {
    return this.syntax.tree;
  }

  get end(): number {
    return this.start + this.syntax.text.length;
  }

  /** The whole statement, without the `;` that ends it. */
  get range(): Range {
    return { start: this.start, end: this.start + withoutSemicolon(this.syntax.text).length };
  }

  /** The place of a tree node in the document. */
  rangeOf(node: AstNode): Range {
    return shift(this.syntax.rangeOf(node), this.start);
  }
}

/** A stretch of a migration file between its tool's markers. */
export interface Section {
  readonly direction: 'up' | 'down';
  /** True when the tool runs the section within a transaction of its own. */
  readonly inTransaction: boolean;
  /** The tool's name, for messages. */
  readonly tool: string;
}
