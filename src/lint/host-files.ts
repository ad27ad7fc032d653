import type { Tree } from '@vscode/tree-sitter-wasm';
import { type HostLanguage, type HostLanguages, hostLanguageOf } from '../embedded/host-languages.ts';
import type { MigrationScript } from '../embedded/migrations/operations.ts';
import { mayBeMigrationScript, readMigrationScript } from '../embedded/migrations/read.ts';
import { type NodeSqliteFacts, readNodeSqlite } from '../embedded/node-sqlite.ts';
import { remember } from '../project/remember.ts';
import type { SourceFile } from '../project/source-file.ts';

/** What is known of one text of a host language. */
interface HostFacts {
  readonly file: SourceFile;
  readonly connections: NodeSqliteFacts | undefined;
  readonly migration: MigrationScript | undefined;
}

/** Reads the files of host languages that matter: those that open connections, and migrations of frameworks. */
export class HostFiles {
  readonly #languages: HostLanguages;
  readonly #facts = new Map<string, HostFacts>();
  /** How many texts were parsed. */
  parsed = 0;

  constructor(languages: HostLanguages) {
    this.#languages = languages;
  }

  /** True when a file of that path has been read and has something to say. */
  has(path: string): boolean {
    const facts = this.#facts.get(path);
    return facts?.connections !== undefined || facts?.migration !== undefined;
  }

  /** True while a file that matters has not been read since its text changed. */
  isUnread(file: SourceFile): boolean {
    return this.#facts.get(file.path)?.file !== file && matters(file);
  }

  forget(path: string): void {
    this.#facts.delete(path);
  }

  /** Reads what was not read since its text changed; true when there was something. */
  async read(files: Iterable<SourceFile>): Promise<boolean> {
    let news = false;
    for (const { file, language } of this.#unread(files)) {
      const tree = await this.#languages.parse(language, file.text);
      if (!tree) continue;
      this.#take(file, tree);
      news = true;
    }
    return news;
  }

  /** What the files say of their present text. Where the grammar is loaded, one that has changed is read on the spot. */
  current(files: ReadonlyMap<string, SourceFile>): {
    connections: ReadonlyMap<string, NodeSqliteFacts>;
    scripts: ReadonlyMap<string, MigrationScript>;
  } {
    for (const { file, language } of this.#unread(files.values())) {
      const tree = this.#languages.parseLoaded(language, file.text);
      if (tree) this.#take(file, tree);
    }
    const connections = new Map<string, NodeSqliteFacts>();
    const scripts = new Map<string, MigrationScript>();
    for (const [path, facts] of this.#facts) {
      if (files.get(path) !== facts.file) continue;
      if (facts.connections) connections.set(path, facts.connections);
      if (facts.migration) scripts.set(path, facts.migration);
    }
    return { connections, scripts };
  }

  #unread(files: Iterable<SourceFile>): { file: SourceFile; language: HostLanguage }[] {
    return [...files].flatMap((file) => {
      if (!this.isUnread(file)) return [];
      const language = hostLanguageOf(file.path);
      return language ? [{ file, language }] : [];
    });
  }

  #take(file: SourceFile, tree: Tree): void {
    this.parsed++;
    const { path, text } = file;
    this.#facts.set(path, {
      file,
      connections: mayOpenConnections(file) ? readNodeSqlite(tree, text) : undefined,
      migration: mayBeMigration(file) ? readMigrationScript(tree.rootNode, text, path) : undefined,
    });
    tree.delete();
  }
}

const matters = remember((file: SourceFile): boolean => mayOpenConnections(file) || mayBeMigration(file));

function mayOpenConnections(file: SourceFile): boolean {
  return file.kind === 'script' && file.apart === undefined && file.text.includes('node:sqlite');
}

function mayBeMigration(file: SourceFile): boolean {
  return (
    (file.kind === 'script' || file.kind === 'text') &&
    file.apart === undefined &&
    mayBeMigrationScript(file.path, file.text)
  );
}
