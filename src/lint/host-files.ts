import type { Tree } from '@vscode/tree-sitter-wasm';
import type { ConnectionFacts } from '../embedded/connections/found.ts';
import { mayOpenConnections, readConnections } from '../embedded/connections/read.ts';
import { hostFile } from '../embedded/host-file.ts';
import {
  type HostLanguage,
  type HostLanguages,
  hostLanguageOf,
  type ParsedText,
  parsable,
} from '../embedded/host-languages.ts';
import type { MigrationScript } from '../embedded/migrations/operations.ts';
import { mayBeMigrationScript, readMigrationScript } from '../embedded/migrations/read.ts';
import type { EmbeddedSql } from '../embedded/sql/embedded-sql.ts';
import { mayHoldSql } from '../embedded/sql/read.ts';
import { mayFillSql, mayOpenTransactions, readProgramFacts } from '../embedded/transactions/read.ts';
import type { ProgramFacts } from '../embedded/transactions/site.ts';
import { remember } from '../project/remember.ts';
import type { SourceFile } from '../project/source-file.ts';
import type { SyntaxCache } from '../sql/document.ts';

/** What is known of one text of a host language. */
interface HostFacts {
  readonly file: SourceFile;
  readonly connections: ConnectionFacts | undefined;
  readonly migration: MigrationScript | undefined;
  /** Undefined where its SQL was not looked for. */
  readonly sql: readonly EmbeddedSql[] | undefined;
  /** What it does in transactions, and what it puts into SQL; undefined where that was not looked for. */
  readonly program: ProgramFacts | undefined;
}

/**
 * Reads the files of host languages that matter: those that open connections, migrations of frameworks, and, in a project
 * that has a schema of SQLite, those that hold SQL.
 */
export class HostFiles {
  readonly #languages: HostLanguages;
  readonly #cache: SyntaxCache;
  readonly #edited = new EditedTrees();
  readonly #facts = new Map<string, HostFacts>();
  /** How many texts were parsed. */
  parsed = 0;
  #tables: RegExp | undefined;
  /** True once it is known that the project uses SQLite: programs that make tables are read as well. */
  makesSchemas = false;
  /** Whether files name a known table. */
  readonly #named = new WeakMap<SourceFile, { readonly tables: RegExp; readonly answer: boolean }>();

  constructor(languages: HostLanguages, cache: SyntaxCache) {
    this.#languages = languages;
    this.#cache = cache;
  }

  /** Says which tables are known: SQL about others is of no use, and is not looked for. In lower case. */
  set tables(names: ReadonlySet<string>) {
    const pattern = [...names]
      .map((name) => name.replaceAll(/[^\w]/g, '\\$&'))
      .sort()
      .join('|');
    if (pattern === '') this.#tables = undefined;
    else if (this.#tables?.source !== `\\b(?:${pattern})\\b`)
      this.#tables = new RegExp(`\\b(?:${pattern})\\b`, 'i');
  }

  /** True when a file of that path has been read and has something to say. */
  has(path: string): boolean {
    const facts = this.#facts.get(path);
    const { sites = [], loose = [], libsql = [] } = facts?.connections ?? {};
    return (
      sites.length + loose.length + libsql.length > 0 ||
      facts?.migration !== undefined ||
      (facts?.sql?.length ?? 0) > 0 ||
      facts?.program !== undefined
    );
  }

  /** True while a file that matters has not been read since its text changed. */
  isUnread(file: SourceFile): boolean {
    const known = this.#facts.get(file.path);
    const wantsSql = this.#wantsSql(file);
    if (known?.file !== file) return wantsSql || matters(file);
    return wantsSql && known.sql === undefined;
  }

  forget(path: string): void {
    this.#facts.delete(path);
    this.#edited.take(path)?.tree.delete();
  }

  /** Reads what was not read since its text changed; true when there was something. */
  async read(files: Iterable<SourceFile>): Promise<boolean> {
    let news = false;
    for (const { file, language } of this.#unread(files)) {
      const tree = await this.#languages.parse(language, file.text, this.#edited.take(file.path));
      if (!tree) continue;
      this.#take(file, language, tree);
      news = true;
    }
    return news;
  }

  /** What the files say of their present text. Where the grammar is loaded, one that has changed is read on the spot. */
  current(files: ReadonlyMap<string, SourceFile>): {
    connections: ReadonlyMap<string, ConnectionFacts>;
    scripts: ReadonlyMap<string, MigrationScript>;
    embedded: ReadonlyMap<string, readonly EmbeddedSql[]>;
    programFacts: ReadonlyMap<string, ProgramFacts>;
  } {
    for (const { file, language } of this.#unread(files.values())) {
      const tree = this.#languages.parseLoaded(language, file.text, this.#edited.take(file.path));
      if (tree) this.#take(file, language, tree);
    }
    const connections = new Map<string, ConnectionFacts>();
    const scripts = new Map<string, MigrationScript>();
    const embedded = new Map<string, readonly EmbeddedSql[]>();
    const programFacts = new Map<string, ProgramFacts>();
    for (const [path, facts] of this.#facts) {
      if (files.get(path) !== facts.file) continue;
      if (facts.connections) connections.set(path, facts.connections);
      if (facts.migration) scripts.set(path, facts.migration);
      else if (facts.sql) embedded.set(path, facts.sql);
      if (facts.program) programFacts.set(path, facts.program);
    }
    return { connections, scripts, embedded, programFacts };
  }

  #wantsSql(file: SourceFile): boolean {
    if (this.makesSchemas && (mayMakeSchema(file) || mayTransact(file))) return true;
    const tables = this.#tables;
    if (!tables || !holdsSql(file)) return false;
    let known = this.#named.get(file);
    if (known?.tables !== tables) {
      known = { tables, answer: tables.test(file.text) };
      this.#named.set(file, known);
    }
    return known.answer;
  }

  #unread(files: Iterable<SourceFile>): { file: SourceFile; language: HostLanguage }[] {
    return [...files].flatMap((file) => {
      if (!this.isUnread(file)) return [];
      const language = hostLanguageOf(file.path);
      return language ? [{ file, language }] : [];
    });
  }

  #take(file: SourceFile, language: HostLanguage, tree: Tree): void {
    this.parsed++;
    const { path, text } = file;
    const isEdited = this.#facts.has(path);
    const root = tree.rootNode;
    const concernsConnections = mayConcernConnections(file);
    const wantsSql = this.#wantsSql(file);
    const host = hostFile(language, path, text, root, this.#cache);
    const sql = concernsConnections || wantsSql ? host.sql : undefined;
    const migration = mayBeMigration(file) ? readMigrationScript(root, text, path) : undefined;
    this.#facts.set(path, {
      file,
      connections: concernsConnections ? readConnections(language, host) : undefined,
      migration,
      sql,
      program: sql && !migration ? readProgramFacts(language, host) : undefined,
    });
    if (isEdited) this.#edited.keep(path, { text: parsable(language, text), tree });
    else tree.delete();
  }
}

const matters = remember((file: SourceFile): boolean => mayConcernConnections(file) || mayBeMigration(file));

const holdsSql = remember(
  (file: SourceFile): boolean =>
    (file.kind === 'script' || file.kind === 'text') &&
    file.apart === undefined &&
    hostLanguageOf(file.path) !== undefined &&
    mayHoldSql(file.text),
);

const mayMakeSchema = remember(
  (file: SourceFile): boolean =>
    (file.kind === 'script' || file.kind === 'text') &&
    file.apart === undefined &&
    hostLanguageOf(file.path) !== undefined &&
    /\bcreate\s+table\b/i.test(file.text),
);

const mayTransact = remember(
  (file: SourceFile): boolean =>
    (file.kind === 'script' || file.kind === 'text') &&
    file.apart === undefined &&
    hostLanguageOf(file.path) !== undefined &&
    file.text.length < 1_000_000 &&
    (mayOpenTransactions(file.text) || mayFillSql(file.text)),
);

const mayConcernConnections = remember((file: SourceFile): boolean => {
  const language = hostLanguageOf(file.path);
  return language !== undefined && file.apart === undefined && mayOpenConnections(language, file.text);
});

function mayBeMigration(file: SourceFile): boolean {
  return (
    (file.kind === 'script' || file.kind === 'text') &&
    file.apart === undefined &&
    mayBeMigrationScript(file.path, file.text)
  );
}

/** The trees of the files that were changed last: what is typed changes little of them. */
class EditedTrees {
  readonly #trees = new Map<string, ParsedText>();

  /** Hands a tree out; it is the caller's from then on. */
  take(path: string): ParsedText | undefined {
    const parsed = this.#trees.get(path);
    this.#trees.delete(path);
    return parsed;
  }

  keep(path: string, parsed: ParsedText): void {
    this.#trees.set(path, parsed);
    for (const [oldest, { tree }] of this.#trees) {
      if (this.#trees.size <= 4) return;
      tree.delete();
      this.#trees.delete(oldest);
    }
  }
}
