import { contentMarks, type Dialect, dumpHeaders } from '../facts/dialects.ts';
import { type EffectivePragma, pragmasNamedIn } from '../facts/effective-pragmas.ts';
import { readSqlDocument, type SqlDocument, type SyntaxCache } from '../sql/document.ts';
import { skeletonOf } from '../sql/skeleton.ts';
import { withoutSqlcMacros } from '../sql/sqlc-macros.ts';
import { LineIndex } from '../text/lines.ts';
import { parentOf } from '../text/paths.ts';
import { type FileKind, kindOf, setApart } from './kinds.ts';
import { dialectOfPath, type PathDialect, withoutDialectWords } from './path-dialect.ts';

export interface ContentMark {
  readonly dialect: Dialect;
  readonly what: string;
}

/** One file of a project with what its text alone tells; computed when first asked for. */
export class SourceFile {
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  readonly kind: FileKind;
  readonly text: string;
  /** True when the user asked for this very file. */
  readonly named: boolean;
  readonly #cache: SyntaxCache;
  #document: SqlDocument | undefined;
  #lines: LineIndex | undefined;
  #apart: string | undefined;
  #marks: ContentMark[] | undefined;
  #pathDialect: PathDialect | null | undefined;
  #plainPath: string | undefined;
  #mentioned: ReadonlySet<EffectivePragma> | undefined;

  constructor(path: string, text: string, cache: SyntaxCache, named = false) {
    this.path = path;
    this.kind = kindOf(path) ?? 'text';
    this.text = text;
    this.named = named;
    this.#cache = cache;
  }

  /** The folder, without a slash at its end; empty for the root. */
  get folder(): string {
    return parentOf(this.path);
  }

  /** Why the file isn't judged as production code. */
  get apart(): string | undefined {
    if (this.named) return undefined;
    this.#apart ??= setApart(this.path) ?? (apartByText(this) || '');
    return this.#apart === '' ? undefined : this.#apart;
  }

  get document(): SqlDocument {
    const text = this.kind === 'sql' ? withoutSqlcMacros(this.text) : this.text;
    this.#document ??= readSqlDocument(text, this.#cache);
    return this.#document;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }

  /**
   * True for SQL that a template engine divides into branches: a part may be another database's, or be left out, and
   * nothing in the statements between the tags tells so.
   */
  get templated(): boolean {
    return this.kind === 'sql' && templateBranch.test(this.text);
  }

  /** The dialect that the path names. */
  get pathDialect(): PathDialect | undefined {
    this.#pathDialect ??= dialectOfPath(this.path) ?? null;
    return this.#pathDialect ?? undefined;
  }

  /** The path without words that name a dialect. */
  get plainPath(): string {
    this.#plainPath ??= withoutDialectWords(this.path);
    return this.#plainPath;
  }

  /** The constructs of the text that only one dialect has. */
  get marks(): readonly ContentMark[] {
    if (!this.#marks) {
      const skeleton = skeletonOf(this.text);
      const head = this.text.slice(0, 2000);
      this.#marks = [
        ...dumpHeaders.filter(([pattern]) => pattern.test(head)),
        ...contentMarks.filter(([pattern]) => pattern.test(skeleton)),
      ].map(([, dialect, what]) => ({ dialect, what }));
    }
    return this.#marks;
  }

  /** True when the text, comments included, has the name of a pragma, as SQLite writes it or in camel case. */
  mentions(pragma: EffectivePragma): boolean {
    this.#mentioned ??= pragmasNamedIn(this.text);
    return this.#mentioned.has(pragma);
  }
}

/** Why a text is no production code that somebody wrote; empty when it may be. */
function apartByText({ kind, text }: SourceFile): string {
  // The heading that the `.dump` command of the sqlite3 shell writes.
  if (kind === 'sql') return /^\s*PRAGMA foreign_keys=OFF;\s*BEGIN TRANSACTION;/.test(text) ? 'a dump' : '';
  if (kind !== 'script' && kind !== 'text') return '';
  if (notBuilt.test(text.slice(0, 2_000))) return 'programs that are not built with the others';
  if (generated.test(text.slice(0, 2_000)) || (kind === 'script' && isMinified(text)))
    return 'generated files';
  return '';
}

const templateBranch =
  /\{\{-?\s*(?:#\s*)?(?:if|else|range|with|each|unless)\b|\{%-?\s*(?:if|elif|for)\b|<%-?\s*(?:if|for)\b|\{#if\b/;

/** What generators write at the top of their files (https://go.dev/s/generatedcode). */
const generated = /^\s*(?:\/\/|\/\*|#|\*)\s*(?:Code generated .*DO NOT EDIT|@generated\b)/m;

/** Generators and the like, which `go run` starts by hand (https://pkg.go.dev/cmd/go#hdr-Build_constraints). */
const notBuilt = /^\/\/(?:go:build| \+build) ignore$/m;

/** Bundlers put a program on a few lines; people do not. */
function isMinified(text: string): boolean {
  if (text.length < 10_000) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  return text.length / lines > 300;
}
