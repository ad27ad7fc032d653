import type { Range } from '../text/range.ts';
import { type Marker, readMarker } from './markers.ts';
import { lexemeAt, lineEnd } from './scan.ts';

/** One statement of a script: from its first token to behind its `;`, if it has one. */
export interface Piece {
  readonly range: Range;
  /** True when a `;` ends it, and not a marker or the end of the text. */
  readonly terminated: boolean;
}

export interface MarkerAt {
  readonly marker: Marker;
  readonly range: Range;
}

export interface Script {
  readonly pieces: readonly Piece[];
  /** Every comment, in order, also those inside statements. */
  readonly comments: readonly Range[];
  /** The comments that instruct a migration tool. */
  readonly markers: readonly MarkerAt[];
  /** Lines that the sqlite3 shell reads itself: `.mode box`, `.read other.sql`. */
  readonly shellCommands: readonly Range[];
}

/** Statements that can't stand in a trigger's body: one of these behind a `;` means that its END is missing. */
const neverInTrigger = new Set(
  'ALTER ANALYZE ATTACH BEGIN COMMIT CREATE DETACH DROP EXPLAIN PRAGMA REINDEX RELEASE ROLLBACK SAVEPOINT VACUUM'.split(
    ' ',
  ),
);

/** How many quotes are tried as the one that was never closed. */
const recoveryTries = 20;

/**
 * Divides a script into statements. A statement ends at its `;`, or where a migration tool's marker says so.
 * The bodies of triggers keep their semicolons, as in `sqlite3_complete` (https://sqlite.org/c3ref/complete.html).
 * A quote that is never closed costs the statement it stands in, not the rest of the file.
 */
export function splitScript(text: string): Script {
  const plain = scan(text, -1);
  if (plain.unclosed < 0) return plain.script;
  // The reading with the fewest pieces that start like no statement; of equal ones, with the fewest quotes in doubt.
  const rank = ({ script, suspects }: Scan): number =>
    script.pieces.filter(({ range }) => !startsStatement(text, range.start)).length * 1000 + suspects.length;
  let best = plain;
  for (const quote of [...plain.suspects.slice(0, recoveryTries), plain.unclosed]) {
    const attempt = scan(text, quote);
    if (attempt.unclosed >= 0) continue;
    if (best.unclosed >= 0 || rank(attempt) < rank(best)) best = attempt;
  }
  return best.script;
}

const firstWords =
  /(?:ALTER|ANALYZE|ATTACH|BEGIN|COMMIT|CREATE|DELETE|DETACH|DROP|END|EXPLAIN|INSERT|PRAGMA|REINDEX|RELEASE|REPLACE|ROLLBACK|SAVEPOINT|SELECT|UPDATE|VACUUM|VALUES|WITH)\b/iy;

function startsStatement(text: string, at: number): boolean {
  firstWords.lastIndex = at;
  return firstWords.test(text);
}

interface Scan {
  readonly script: Script;
  /** The offset of a quote that is open where the text ends, or -1. */
  readonly unclosed: number;
  /** Quotes whose content runs over the end of a statement and of its line: perhaps they were never closed. */
  readonly suspects: readonly number[];
}

/** `brokenQuote`: the offset of a quote to be read as never closed: it reaches to the end of its statement's line. */
function scan(text: string, brokenQuote: number): Scan {
  const pieces: Piece[] = [];
  const comments: Range[] = [];
  const markers: MarkerAt[] = [];
  const shellCommands: Range[] = [];
  const suspects: number[] = [];
  let unclosed = -1;

  let start = -1;
  let tokenEnd = 0;
  let trigger = new TriggerState();
  let afterSemicolon = -1;

  const finish = (end: number, terminated: boolean): void => {
    if (start >= 0) pieces.push({ range: { start, end }, terminated });
    start = -1;
    afterSemicolon = -1;
    trigger = new TriggerState();
  };

  for (let at = 0; at < text.length; ) {
    if (start < 0 && text.charCodeAt(at) === 46 && opensLine(text, at)) {
      const end = lineEnd(text, at);
      shellCommands.push({ start: at, end });
      at = end;
      continue;
    }
    if (at === brokenQuote) {
      if (start < 0) start = at;
      at = brokenQuoteEnd(text, at);
      finish(at, text.charCodeAt(at - 1) === 59);
      continue;
    }
    // Play's markers start with what is no comment in SQL.
    if (text.charCodeAt(at) === 35 && opensLine(text, at)) {
      const end = lineEnd(text, at);
      const marker = readMarker(text.slice(at, end));
      if (marker) {
        comments.push({ start: at, end });
        markers.push({ marker, range: { start: at, end } });
        finish(tokenEnd, false);
        at = end;
        continue;
      }
    }
    const lexeme = lexemeAt(text, at);
    const { kind, end } = lexeme;
    if (kind === 'line-comment' || kind === 'block-comment') {
      comments.push({ start: at, end });
      const marker = kind === 'line-comment' ? readMarker(text.slice(at, end)) : undefined;
      if (marker) {
        markers.push({ marker, range: { start: at, end } });
        finish(tokenEnd, false);
      }
    } else if (kind === 'semicolon') {
      if (start < 0) {
        // An empty statement: nothing to say of it.
      } else if (trigger.endsAtSemicolon()) {
        finish(end, true);
      } else {
        trigger.semicolon();
        afterSemicolon = end;
      }
      tokenEnd = end;
    } else if (kind !== 'space') {
      const word = kind === 'word' ? text.slice(at, end) : '';
      if (afterSemicolon >= 0 && neverInTrigger.has(word.toUpperCase())) finish(afterSemicolon, true);
      afterSemicolon = -1;
      if (start < 0) start = at;
      if (kind === 'quoted') {
        if (!lexeme.closed) unclosed = at;
        else if (/;[ \t]*\r?\n/.test(text.slice(at, end))) suspects.push(at);
      }
      trigger.token(word);
      tokenEnd = end;
      if (trigger.opensDollarQuote && text.charCodeAt(at) === 36) {
        const close = text.indexOf(text.slice(at, end), end);
        if (text.charCodeAt(end - 1) === 36 && close >= 0) {
          at = close + (end - at);
          tokenEnd = at;
          continue;
        }
      }
    }
    at = end;
  }
  finish(tokenEnd, false);
  return { script: { pieces, comments, markers, shellCommands }, unclosed, suspects };
}

function opensLine(text: string, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && (text.charCodeAt(before) === 32 || text.charCodeAt(before) === 9)) before--;
  const code = text.charCodeAt(before);
  return (before < 0 || code === 10 || code === 13 || code === 0xfeff) && /[a-z]/i.test(text[at + 1] ?? '');
}

/** Behind the first `;` that ends a line, or the end of the text. */
function brokenQuoteEnd(text: string, at: number): number {
  const found = /;(?=[ \t]*(?:\r|\n|$))/.exec(text.slice(at));
  return found ? at + found.index + 1 : text.length;
}

/** Follows `[EXPLAIN …] CREATE [TEMP] TRIGGER … BEGIN …; END`, whose inner semicolons end nothing. */
class TriggerState {
  #state: 'start' | 'create' | 'trigger' | 'body' | 'semicolon' | 'end' | 'plain' = 'start';
  #previous = '';

  /** Behind `AS` or `DO`, `$$ … $$` is the body of a Postgres function: one token, whatever it holds. */
  opensDollarQuote = false;

  token(word: string): void {
    const upper = word.toUpperCase();
    this.opensDollarQuote = word === '' && (this.#previous === 'AS' || this.#previous === 'DO');
    this.#previous = upper;
    switch (this.#state) {
      case 'start':
        if (upper === 'CREATE') this.#state = 'create';
        else if (upper !== 'EXPLAIN' && upper !== 'QUERY' && upper !== 'PLAN') this.#state = 'plain';
        break;
      case 'create':
        if (upper === 'TRIGGER') this.#state = 'trigger';
        else if (upper !== 'TEMP' && upper !== 'TEMPORARY') this.#state = 'plain';
        break;
      case 'trigger':
        if (upper === 'BEGIN') this.#state = 'body';
        break;
      case 'semicolon':
        this.#state = upper === 'END' ? 'end' : 'body';
        break;
      case 'end':
        this.#state = 'body';
        break;
    }
  }

  endsAtSemicolon(): boolean {
    return this.#state !== 'body' && this.#state !== 'semicolon';
  }

  semicolon(): void {
    this.#state = 'semicolon';
  }
}
