import type { Range } from '../../text/range.ts';
import { type TextPiece, textOfPieces } from '../sql/builder.ts';

/** A parameter of a connection string. */
export interface DsnParameter {
  readonly name: string;
  /** Decoded; undefined where the program fills it in. */
  readonly value: string | undefined;
  /** As written, what is filled in being a `?`. */
  readonly raw?: string | undefined;
  /** The parameter with its value, without what separates it from others. */
  readonly range: Range;
}

/** A connection string, taken apart. */
export interface Dsn {
  /** What stands before the parameters, with its scheme; a hole is a `?` there. */
  readonly path: string;
  /** False where a part of the path is filled in at run time. */
  readonly isPathKnown: boolean;
  readonly parameters: readonly DsnParameter[];
  /** False where what is filled in may hold further parameters. */
  readonly isComplete: boolean;
}

/** How a kind of connection string is written. */
export interface DsnForm {
  /** What divides the path from the parameters: `?`, or `;` in ADO.NET's strings. */
  readonly start: '?' | ';';
  readonly separator: '&' | ';';
}

/** URLs and SQLite's own URIs: `file:app.db?mode=ro&cache=private`. */
export const urlForm: DsnForm = { start: '?', separator: '&' };

/** A stand-in for a hole that occurs in no connection string. */
const hole = '\u0000';

/**
 * Takes a connection string apart.
 * @param pieces what is written of it
 * @param whole where the expression stands: the place of what has none of its own
 * @param isPath true for an expression (by its text) that surely is a path, without parameters
 */
export function readDsn(
  pieces: readonly TextPiece[],
  whole: Range,
  isPath: (hole: Range) => boolean,
  form: DsnForm = urlForm,
): Dsn {
  const text = pieces.map((piece) => ('hole' in piece ? hole : piece.text)).join('');
  const placeOf = hostPlaces(pieces, whole);
  const split = text.indexOf(form.start);
  const path = split < 0 ? text : text.slice(0, split);
  const holes = pieces.flatMap((piece) => ('hole' in piece ? [piece.hole] : []));
  const inPath = path.split(hole).length - 1;
  const parameters: DsnParameter[] = [];
  let isComplete = split >= 0 || holes.slice(0, inPath).every(isPath);
  if (split >= 0) {
    let at = split + 1;
    for (const part of text.slice(split + 1).split(form.separator)) {
      const equals = part.indexOf('=');
      const name = decode(equals < 0 ? part : part.slice(0, equals)).trim();
      const value = equals < 0 ? '' : part.slice(equals + 1);
      // A hole in the place of a parameter, or behind the last one, may be any number of them.
      if (name.includes(hole)) isComplete = false;
      else if (name !== '') {
        parameters.push({
          name,
          value: value.includes(hole) ? undefined : decode(value).trim(),
          raw: part.replaceAll(hole, '?'),
          range: placeOf(at, at + part.length),
        });
      }
      at += part.length + 1;
    }
  }
  return {
    path: path.replaceAll(hole, '?'),
    isPathKnown: inPath === 0,
    parameters,
    isComplete,
  };
}

/** The whole text of pieces that have no hole. */
export function knownText(pieces: readonly TextPiece[] | undefined): string | undefined {
  return !pieces || pieces.some((piece) => 'hole' in piece) ? undefined : textOfPieces(pieces);
}

/** The names of values that are a path to a file, and nothing else: `dbPath`, `cfg.Database.File`, `filepath.Join(…)`. */
export function isNamedLikePath(expression: string): boolean {
  const callee = expression.replace(/[([][\s\S]*$/, '');
  return /(?:path|file|filename|dir|folder|location|join|combine|resolve|to_?str(?:ing)?|as_posix|home)[\w!]*$/i.test(
    callee,
  );
}

/** The host's place of a stretch of the text that pieces make, holes being one character. */
function hostPlaces(pieces: readonly TextPiece[], whole: Range): (start: number, end: number) => Range {
  const spans: { at: number; length: number; host: Range | undefined; moves: boolean }[] = [];
  let at = 0;
  for (const piece of pieces) {
    const length = 'hole' in piece ? 1 : piece.text.length;
    const host =
      'hole' in piece
        ? piece.hole
        : piece.host === undefined
          ? undefined
          : { start: piece.host, end: piece.host + length };
    spans.push({ at, length, host, moves: 'text' in piece });
    at += length;
  }
  const find = (offset: number, isEnd: boolean): number | undefined => {
    for (const span of spans) {
      const within = isEnd
        ? span.at < offset && offset <= span.at + span.length
        : span.at <= offset && offset < span.at + span.length;
      if (!within || !span.host) continue;
      if (span.moves) return span.host.start + (offset - span.at);
      return isEnd ? span.host.end : span.host.start;
    }
    return undefined;
  };
  return (start, end) => {
    const from = find(start, false);
    const to = find(end, true);
    return from === undefined || to === undefined || to < from ? whole : { start: from, end: to };
  };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** What kind of database a path names: in memory, an unnamed temporary one, one among temporary files, or a file. */
export function storageOf(path: string): 'file' | 'memory' | 'temporary' {
  if (path.includes(':memory:') || /[?&]mode=memory\b/.test(path)) return 'memory';
  if (path === '' || /^(?:file:)?\/(?:var\/)?tmp\//.test(path)) return 'temporary';
  return 'file';
}
