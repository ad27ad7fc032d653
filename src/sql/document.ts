import type { Range } from '../text/range.ts';
import { type MarkerAt, splitScript } from './split.ts';
import { type Section, Statement, StatementSyntax } from './statement.ts';

/** The SQL of one text, divided into statements. */
export interface SqlDocument {
  readonly text: string;
  readonly statements: readonly Statement[];
  readonly comments: readonly Range[];
  readonly markers: readonly MarkerAt[];
}

/** Remembers statements by their text, so that an edit costs the parsing of one. */
export class SyntaxCache {
  readonly #entries = new Map<string, StatementSyntax>();
  readonly #limit: number;
  /** How many statements had to be parsed: the figure that shows what a keystroke costs. */
  parsed = 0;

  /** `limit`: the number of statements remembered; the least recently used are forgotten first. */
  constructor(limit = 20_000) {
    this.#limit = limit;
  }

  get(text: string): StatementSyntax {
    const known = this.#entries.get(text);
    if (known) {
      this.#entries.delete(text);
      this.#entries.set(text, known);
      return known;
    }
    const syntax = new StatementSyntax(text);
    this.parsed++;
    this.#entries.set(text, syntax);
    if (this.#entries.size > this.#limit) {
      const oldest = this.#entries.keys().next().value;
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    return syntax;
  }
}

/** Reads a text as a script of SQLite statements. Broken ones are kept, each in its place. */
export function readSqlDocument(text: string, cache: SyntaxCache): SqlDocument {
  const script = splitScript(text);
  const sections = readSections(script.markers);
  let next = 0;
  let current: Section | undefined;
  const statements = script.pieces.map(({ range }) => {
    for (; next < sections.length && (sections[next] as SectionStart).at <= range.start; next++) {
      current = (sections[next] as SectionStart).section;
    }
    return new Statement(cache.get(text.slice(range.start, range.end)), range.start, current);
  });
  return { text, statements, comments: script.comments, markers: script.markers };
}

interface SectionStart {
  readonly at: number;
  readonly section: Section;
}

/** goose, sql-migrate and dbmate run each section in a transaction unless its markers say otherwise. */
function readSections(markers: readonly MarkerAt[]): SectionStart[] {
  const off = markers.some(({ marker }) => marker.kind === 'no-transaction');
  const sections: SectionStart[] = [];
  for (const { marker, range } of markers) {
    if (marker.kind !== 'up' && marker.kind !== 'down') continue;
    const wraps = marker.tool === 'goose' || marker.tool === 'sql-migrate' || marker.tool === 'dbmate';
    sections.push({
      at: range.end,
      section: {
        direction: marker.kind,
        inTransaction: wraps && !off && !marker.noTransaction,
        tool: marker.tool,
      },
    });
  }
  return sections;
}
