import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

export interface Token {
  readonly text: string;
  /** From the outermost to the innermost; the first is the grammar's own. */
  readonly scopes: readonly string[];
}

const grammarUrl = new URL('../../syntaxes/sqlite.tmLanguage.json', import.meta.url);

let loading: Promise<textmate.IGrammar> | undefined;

/** Tokenizes a text with the SQLite grammar by the libraries that VS Code uses, without a time limit. */
export async function tokenize(text: string): Promise<Token[]> {
  loading ??= loadGrammar();
  const grammar = await loading;
  const tokens: Token[] = [];
  let state = textmate.INITIAL;
  for (const line of text.split('\n')) {
    const result = grammar.tokenizeLine(line, state);
    for (const token of result.tokens) {
      tokens.push({ text: line.slice(token.startIndex, token.endIndex), scopes: token.scopes });
    }
    state = result.ruleStack;
  }
  return tokens;
}

/** The innermost scope of the first token that is `text`, without the suffix of the language. */
export function innermostScope(tokens: readonly Token[], text: string): string | undefined {
  const token = tokens.find((candidate) => candidate.text === text);
  return token?.scopes.at(-1)?.replace(/\.sqlite$/, '');
}

async function loadGrammar(): Promise<textmate.IGrammar> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(new Uint8Array(wasm).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(grammarUrl, 'utf8'), grammarUrl.pathname),
  });
  const grammar = await registry.loadGrammar('source.sqlite');
  if (!grammar) throw new Error('the SQLite grammar was not loaded');
  return grammar;
}
