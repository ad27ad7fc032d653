import type { ConnectionFacts } from '../../embedded/connections/found.ts';
import { type EffectivePragma, effectivePragmas, pragmasNamedIn } from '../../facts/effective-pragmas.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';

/**
 * Which files name a pragma beyond what was read as a setting of a connection. Such a file may set it in a way that is
 * not followed, so that what is in effect is unknown.
 */
export class Mentions {
  readonly #mentioned = new Map<EffectivePragma, SourceFile>();
  /** One that sets pragmas whose names it is given. */
  readonly #any: SourceFile | undefined;

  constructor(files: readonly SourceFile[], facts: ReadonlyMap<string, ConnectionFacts>) {
    this.#any = files.find((file) => file.apart === undefined && setsAnyPragma(file));
    for (const file of files) {
      // Manifests of the folders above are read for their drivers; they are another project's.
      if (file.kind === 'database' || file.kind === 'lock' || file.path.startsWith('../')) continue;
      if (ofOtherEnvironments.test(file.path)) continue;
      for (const pragma of effectivePragmas) {
        if (this.#mentioned.has(pragma) || !file.mentions(pragma)) continue;
        if (plainWords.has(pragma) && !isAboutSqlite(file)) continue;
        // Migrations switch foreign keys off and on again around a change.
        if (
          file.kind === 'sql' &&
          pragma === 'foreign_keys' &&
          /foreign_keys\s*=\s*(?:off|0)/i.test(file.text)
        )
          continue;
        if (leftMentions(file, facts.get(file.path)).has(pragma)) this.#mentioned.set(pragma, file);
      }
    }
  }

  /** Why a pragma may be set in a way that is not followed; undefined where nothing names it. */
  of(pragma: EffectivePragma, connection: SourceFile): string | undefined {
    const file = this.#mentioned.get(pragma);
    if (!file) return this.#any && `${this.#any.path} sets pragmas whose names are put together at run time`;
    return `${file === connection ? 'this file' : file.path} mentions ${pragma}`;
  }
}

/** `"PRAGMA " + name`, `$"PRAGMA {name}={value}"`. Readers of other languages see these where they are run. */
const setsAnyPragma = remember(
  ({ path, text }: SourceFile): boolean =>
    /\.(?:cs|java|kt)$/.test(path) && /"\s*pragma\s+(?:\{|%s|\$\{?\w|"\s*\+)/i.test(text),
);

/** True for a file that speaks of SQLite at all. */
const isAboutSqlite = remember(({ text }: SourceFile): boolean =>
  /sqlite|(?<!#\s*)pragma|[?&]_sync=/i.test(text),
);

/** What Elixir reads in development and in tests only, and what continuous integration does. */
const ofOtherEnvironments = /(?:^|\/)config\/(?:dev|test)\.exs$|(?:^|\/)\.(?:github|gitlab|circleci)\//;

/** Pragmas that are called by words of other trades: requests are synchronous, caches have a size, stores are temporary. */
const plainWords: ReadonlySet<EffectivePragma> = new Set(['synchronous', 'cache_size', 'temp_store']);

/** A program without the lines that are comments; files of settings show in those what may be set. */
function withoutCommentLines({ path, text }: SourceFile): string {
  if (/\.(?:[cm]?[jt]sx?|go|rs|java|kt|cs|php)$/.test(path))
    return text.replace(/^[ \t]*(?:\/\/|\/?\*).*$/gm, '');
  return /\.(?:py|rb)$/.test(path) ? text.replace(/^[ \t]*#.*$/gm, '') : text;
}

const remembered = new WeakMap<ConnectionFacts, ReadonlySet<EffectivePragma>>();

/** The pragmas that a file names outside of what was read. */
function leftMentions(file: SourceFile, facts: ConnectionFacts | undefined): ReadonlySet<EffectivePragma> {
  if (!facts) return pragmasNamedIn(withoutCommentLines(file));
  let left = remembered.get(facts);
  if (!left) {
    const { text } = file;
    const explained = [...facts.explained].sort((a, b) => a.start - b.start);
    let rest = '';
    let at = 0;
    for (const { start, end } of explained) {
      if (start > at) rest += `${text.slice(at, start)} `;
      at = Math.max(at, end);
    }
    rest += text.slice(at);
    left = pragmasNamedIn(rest);
    remembered.set(facts, left);
  }
  return left;
}
