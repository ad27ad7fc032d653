import type { ForeignConstruct, ForeignSyntax } from '../facts/foreign/construct.ts';
import { foreignFunctions, foreignSyntax, lineComment } from '../facts/foreign/index.ts';
import type { Range } from '../text/range.ts';
import { argumentsAt } from './arguments.ts';
import { parseStatement } from './parse.ts';
import { lineEnd } from './scan.ts';
import { StatementSyntax } from './statement.ts';
import type { SqlSyntaxError } from './syntax-error.ts';
import { type TokenText, tokensWithin, tokenTextOf } from './token-text.ts';
import { readUnsupportedAlter } from './unsupported-alter.ts';

/** A construct of another database in a statement. */
export interface ForeignUse {
  readonly construct: ForeignConstruct;
  readonly range: Range;
  /** A function as the statement calls it. */
  readonly called?: string;
  /** The groups of the construct's pattern, or the arguments of the function, as the statement has them. */
  readonly groups: readonly (string | undefined)[];
  /** Where it is the default of a column: SQLite demands parentheses around a function there. */
  readonly isDefault?: boolean;
}

export interface ForeignReading {
  /** In the order in which they stop SQLite. Empty where the error is no construct of another database. */
  readonly uses: readonly ForeignUse[];
  /**
   * The statement with blanks, or what SQLite reads, in the place of each construct: of the same length, so that offsets
   * are the same.
   */
  readonly neutral: StatementSyntax;
}

/** How many constructs of one statement are told apart. */
const usesPerStatement = 12;

/** In characters. */
const longestText = 20_000;

/** How many tokens SQLite may read behind a construct before it stops. */
const tokensBehind = 3;

const readings = new WeakMap<
  StatementSyntax,
  { readonly message: string; readonly reading: ForeignReading }
>();

/**
 * The constructs of other databases that SQLite stops at in a statement. Each is proven: with something else in its
 * place SQLite's grammar reads further.
 */
export function readForeign(syntax: StatementSyntax, error: SqlSyntaxError): ForeignReading {
  const known = readings.get(syntax);
  if (known?.message === error.message) return known.reading;
  // What SQLite can't alter has a rule of its own. The time grows faster than the text; longer statements are data.
  const isLeft = syntax.text.length > longestText || readUnsupportedAlter(syntax, error) !== undefined;
  const reading = isLeft ? { uses: [], neutral: syntax } : read(syntax, error);
  readings.set(syntax, { message: error.message, reading });
  return reading;
}

/** True where a construct of another database is what SQLite stops at. */
export function isForeign(syntax: StatementSyntax, error: SqlSyntaxError): boolean {
  return readForeign(syntax, error).uses.length > 0;
}

function read(syntax: StatementSyntax, error: SqlSyntaxError): ForeignReading {
  const uses: ForeignUse[] = [];
  let neutral = syntax;
  let at = error.range.start;
  while (uses.length < usesPerStatement) {
    const found = firstAt(neutral.text, at, syntax.text);
    if (!found) break;
    uses.push(found.use);
    if (!found.neutral) break;
    neutral = found.neutral;
    if (!neutral.failure) break;
    at = neutral.failure.range.start;
  }
  return { uses, neutral };
}

interface Found {
  readonly use: ForeignUse;
  /** What is left to read; undefined where the construct is the whole statement. */
  readonly neutral: StatementSyntax | undefined;
}

/** The construct that explains why SQLite stops at an offset of `text`. */
function firstAt(text: string, at: number, original: string): Found | undefined {
  const tokens = tokenTextOf(text);
  // A token of another dialect may start before the character that SQLite does not know.
  const found = tokens.ranges.findIndex(({ end }) => at < end);
  const stop = found < 0 ? tokens.ranges.length : found;
  for (const candidate of candidatesAt(text, tokens, stop)) {
    const { construct, range, called } = candidate;
    const groups = candidate.groups.map((group) => group && original.slice(group.start, group.end));
    const use = { construct, range, groups, ...(called === undefined ? {} : { called, isDefault: true }) };
    if (candidate.neutral === undefined) return { use, neutral: undefined };
    const neutral = replaceSameLength(text, range, candidate.neutral);
    if (neutral !== undefined && readsFurther(neutral, at)) {
      return { use, neutral: new StatementSyntax(neutral) };
    }
  }
  return undefined;
}

/** True when SQLite's grammar gets beyond an offset. */
function readsFurther(text: string, at: number): boolean {
  const { failure } = parseStatement(text);
  return !failure || failure.range.start > at || text.trim() === '';
}

interface Candidate {
  readonly construct: ForeignConstruct;
  readonly neutral: string | undefined;
  readonly range: Range;
  readonly groups: readonly (Range | undefined)[];
  /** The function that is a column's default. */
  readonly called?: string;
}

/** The constructs around the token that SQLite stops at. */
function* candidatesAt(text: string, tokens: TokenText, stop: number): Generator<Candidate> {
  const defaultCall = functionAsDefault(text, tokens, stop);
  if (defaultCall) yield defaultCall;
  for (const construct of foreignSyntax) {
    for (const match of matchesAround(construct, tokens, stop)) {
      yield { construct, neutral: construct.neutral, ...match };
    }
  }
  // `#1` is a register, in tests of SQLite's.
  const range = tokens.ranges[stop];
  if (range && /^#(?:[^\d>-]|$)/.test(text.slice(range.start, range.start + 2))) {
    const whole = { start: range.start, end: lineEnd(text, range.start) };
    yield { construct: lineComment, neutral: '', range: whole, groups: [] };
  }
}

/** `DEFAULT now()`: SQLite stops at the parenthesis, whatever function that is. */
function functionAsDefault(text: string, { ranges }: TokenText, stop: number): Candidate | undefined {
  const tokenAt = (position: number): string => {
    const range = ranges[position];
    return range ? text.slice(range.start, range.end) : '';
  };
  if (tokenAt(stop) !== '(' || tokenAt(stop - 2).toUpperCase() !== 'DEFAULT') return undefined;
  const called = tokenAt(stop - 1);
  const name = called.toLowerCase();
  const construct = foreignFunctions.find(({ functions }) => functions.includes(name));
  if (!construct) return undefined;
  const start = startOf(ranges[stop - 1]);
  const call = argumentsAt(text, start);
  return call && { construct, neutral: '0', range: { start, end: call.end }, groups: call.list, called };
}

const startOf = (range: Range | undefined): number => range?.start ?? 0;
const endOf = (range: Range | undefined): number => range?.end ?? 0;

/** Where a construct stands so that it may be why SQLite stops at the token number `stop`. */
function* matchesAround(
  construct: ForeignSyntax,
  tokens: TokenText,
  stop: number,
): Generator<Pick<Candidate, 'range' | 'groups'>> {
  const rangeOf = (within: { readonly first: number; readonly end: number }): Range => ({
    start: startOf(tokens.ranges[within.first]),
    end: endOf(tokens.ranges[within.end - 1]),
  });
  for (const match of tokens.text.matchAll(patternOf(construct))) {
    const [whole, ...groups] = match.indices ?? [];
    if (!whole) continue;
    const within = tokensWithin(tokens, ...whole);
    // What is the whole statement can't be put aside to see whether it is the reason: it has to be at the very place.
    const behind = construct.neutral === undefined ? 0 : tokensBehind;
    if (within.first >= within.end || stop < within.first || stop >= within.end + behind) continue;
    yield {
      range: rangeOf(within),
      groups: groups.map((group) => (group ? rangeOf(tokensWithin(tokens, ...group)) : undefined)),
    };
  }
}

const patterns = new Map<ForeignSyntax, RegExp>();

const name = String.raw`(?:[A-Z_\x80-\uffff][\w$\x80-\uffff]*|""|\[\])`;

function patternOf(construct: ForeignSyntax): RegExp {
  let pattern = patterns.get(construct);
  if (!pattern) {
    const source = construct.pattern
      .replaceAll('<name>', name)
      .replaceAll('<table>', `${name}(?: \\. ${name})*`)
      .replaceAll('<list>', String.raw`\( [^()]*\)`);
    pattern = new RegExp(`(?<![^ ])(?:${source})(?:(?<= )|(?![^ ]))`, 'dg');
    patterns.set(construct, pattern);
  }
  return pattern;
}

/** Other text in the place of a range, with blanks up to its length; undefined where it has no room. */
function replaceSameLength(text: string, { start, end }: Range, by: string): string | undefined {
  if (by.length > end - start) return undefined;
  return text.slice(0, start) + by.padEnd(end - start) + text.slice(end);
}
