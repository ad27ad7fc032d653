import { isBlank, lexemeAt } from '../sql/scan.ts';
import { messageOf } from './messages.ts';

/** The functions and collations that this build lacks, as far as statements have asked for them. */
export class UnknownNames {
  readonly #functions = new Set<string>();
  readonly #collations = new Set<string>();

  /**
   * Runs `work` on the statement, replacing what this build does not know until it compiles: a function by printf(),
   * which takes any arguments and is deterministic as an index demands, a collation by BINARY.
   */
  compile<T>(sql: string, work: (sql: string) => T): { result: T; stubbed: string | undefined } {
    for (let attempt = 0; ; attempt++) {
      const text = this.#replaced(sql);
      try {
        return { result: work(text), stubbed: text === sql ? undefined : 'function or collation' };
      } catch (error) {
        const message = messageOf(error);
        const unknownFunction = /^(?:unknown function|no such function): (\w+)/.exec(message)?.[1];
        const unknownCollation = /^no such collation sequence: (\w+)/.exec(message)?.[1];
        if (attempt === 20 || (!unknownFunction && !unknownCollation)) throw error;
        if (unknownFunction) this.#functions.add(unknownFunction.toLowerCase());
        if (unknownCollation) this.#collations.add(unknownCollation.toLowerCase());
        if (this.#replaced(sql) === text) throw error;
      }
    }
  }

  #replaced(sql: string): string {
    if (this.#functions.size === 0 && this.#collations.size === 0) return sql;
    let result = '';
    let previous = '';
    for (let at = 0; at < sql.length; ) {
      const { kind, end } = lexemeAt(sql, at);
      const token = sql.slice(at, end);
      const word = (kind === 'quoted' ? token.slice(1, -1) : token).toLowerCase();
      if (previous === 'collate' && this.#collations.has(word)) result += 'BINARY';
      else if (kind === 'word' && this.#functions.has(word) && /^\s*\(/.test(sql.slice(end)))
        result += 'printf';
      else result += token;
      if (!isBlank(kind)) previous = word;
      at = end;
    }
    return result;
  }
}

/** True for a message that says that this build lacks a module of virtual tables, or what one needs. */
export function lacksModule(message: string): boolean {
  return /^no such module: |^unknown tokenizer: |^error in tokenizer constructor/.test(message);
}

/** The name of the table that stands in for a virtual one, in lower case. */
export function stubName(stub: string): string | undefined {
  return /^CREATE TABLE (?:IF NOT EXISTS )?"((?:[^"]|"")*)"/
    .exec(stub)?.[1]
    ?.replaceAll('""', '"')
    .toLowerCase();
}
