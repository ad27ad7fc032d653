import type { Language, Parser, Tree } from '@vscode/tree-sitter-wasm';
import treeSitter from '@vscode/tree-sitter-wasm';
import { parsableCSharp } from './csharp.ts';
import { editBetween } from './edits.ts';

/** A grammar of the package that VS Code's own team builds. */
export type HostLanguage =
  | 'c-sharp'
  | 'go'
  | 'java'
  | 'javascript'
  | 'php'
  | 'python'
  | 'ruby'
  | 'rust'
  | 'tsx'
  | 'typescript';

/** Brings the bytes of a `.wasm` file of `@vscode/tree-sitter-wasm`: `tree-sitter.wasm` or a grammar's. */
export type WasmLoader = (file: string) => Promise<Uint8Array>;

/** Parses host languages. A grammar is loaded on first use (3 to 27 ms each). */
export class HostLanguages {
  readonly #load: WasmLoader;
  readonly #parsers = new Map<HostLanguage, Promise<Parser>>();
  readonly #loaded = new Map<HostLanguage, Parser>();
  #runtime: Promise<void> | undefined;

  constructor(load: WasmLoader) {
    this.#load = load;
  }

  /** The syntax tree of a text. The caller frees it with `delete()`. */
  async parse(language: HostLanguage, text: string, before?: ParsedText): Promise<Tree | null> {
    let parser = this.#parsers.get(language);
    if (!parser) {
      parser = this.#start(language);
      this.#parsers.set(language, parser);
    }
    return parseAgain(await parser, parsable(language, text), before);
  }

  /** The same at once, where the grammar has been loaded before; undefined where it has not. */
  parseLoaded(language: HostLanguage, text: string, before?: ParsedText): Tree | null | undefined {
    const parser = this.#loaded.get(language);
    return parser && parseAgain(parser, parsable(language, text), before);
  }

  async #start(language: HostLanguage): Promise<Parser> {
    this.#runtime ??= this.#load('tree-sitter.wasm').then((wasmBinary) =>
      // The type knows only `locateFile`; Emscripten's modules take the bytes as well.
      treeSitter.Parser.init({ wasmBinary } as unknown as Parameters<typeof treeSitter.Parser.init>[0]),
    );
    await this.#runtime;
    const grammar: Language = await treeSitter.Language.load(
      await this.#load(`tree-sitter-${language}.wasm`),
    );
    const parser = new treeSitter.Parser();
    parser.setLanguage(grammar);
    this.#loaded.set(language, parser);
    return parser;
  }
}

/** A text with its tree: an earlier state of a document, from which the parser takes what has not changed. */
export interface ParsedText {
  readonly text: string;
  readonly tree: Tree;
}

/** Parses a text, from its earlier state where there is one, whose tree is freed. */
function parseAgain(parser: Parser, text: string, before: ParsedText | undefined): Tree | null {
  if (!before) return parser.parse(text);
  before.tree.edit(editBetween(before.text, text));
  const tree = parser.parse(text, before.tree);
  before.tree.delete();
  return tree;
}

/** A text that the grammar understands, with the same offsets. */
export function parsable(language: HostLanguage, text: string): string {
  return language === 'c-sharp' ? parsableCSharp(text) : text;
}

/** The grammar for a file, by its extension. */
export function hostLanguageOf(path: string): HostLanguage | undefined {
  const extension = /\.([cm]?[jt]sx?|cs|go|java|php|py|rb|rs)$/.exec(path)?.[1];
  switch (extension) {
    case undefined:
      return undefined;
    case 'cs':
      return 'c-sharp';
    case 'go':
      return 'go';
    case 'java':
      return 'java';
    case 'php':
      return 'php';
    case 'py':
      return 'python';
    case 'rb':
      return 'ruby';
    case 'rs':
      return 'rust';
  }
  if (extension.endsWith('tsx')) return 'tsx';
  return extension.includes('ts') ? 'typescript' : 'javascript';
}
