import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import { evaluate } from './evaluate.ts';
import { hashValue } from './literals.ts';
import { partsOf, type RubyScope, type RubyValue, rangeOf, textOf, truthOf } from './values.ts';

/** A call's arguments: those by position, and those by name. */
export interface Arguments {
  readonly positional: readonly RubyValue[];
  readonly options: Options;
  /** Where a call without arguments would have them. */
  readonly range: Range;
}

/** Reads the arguments of a call. */
export function readArguments(call: Node, scope: RubyScope, doubts: string[]): Arguments {
  const list = call.childForFieldName('arguments');
  const range = rangeOf(call);
  const positional: RubyValue[] = [];
  for (const part of partsOf(list)) {
    if (/^(?:pair|hash_splat_argument|block_argument)$/.test(part.type)) continue;
    if (part.type !== 'splat_argument') {
      positional.push(evaluate(part, scope));
      continue;
    }
    const spread = evaluate(partsOf(part)[0], scope);
    if (spread.kind === 'list') positional.push(...spread.items);
    else positional.push({ kind: 'unknown', prefix: '', range: rangeOf(part) });
  }
  const named = list ? hashValue(list, scope, evaluate) : undefined;
  if (list && !named) doubts.push('it has options that are put together at run time');
  let entries = named?.entries ?? new Map<string, RubyValue>();
  const last = positional.at(-1);
  if (last?.kind === 'hash' && entries.size === 0) {
    entries = last.entries;
    positional.pop();
  }
  return { positional, options: new Options(entries, doubts), range };
}

/** Options of a call. What can't be told of one that matters goes to `doubts`. */
export class Options {
  readonly #entries: ReadonlyMap<string, RubyValue>;
  readonly #doubts: string[];

  constructor(entries: ReadonlyMap<string, RubyValue>, doubts: string[]) {
    this.#entries = entries;
    this.#doubts = doubts;
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  get(name: string): RubyValue | undefined {
    return this.#entries.get(name);
  }

  /** The text of an option; undefined without one. */
  text(name: string): string | undefined {
    const value = this.#entries.get(name);
    const text = textOf(value);
    if (value && text === undefined && value.kind !== 'nil') this.#doubt(name);
    return text;
  }

  /** Whether an option is set; `otherwise` without it. */
  truth(name: string, otherwise = false): boolean {
    const value = this.#entries.get(name);
    if (!value || value.kind === 'nil') return otherwise;
    const truth = truthOf(value);
    if (truth === undefined) this.#doubt(name);
    return truth ?? otherwise;
  }

  /** The options within an option: `index: { unique: true }`. */
  nested(name: string): Options {
    const value = this.#entries.get(name);
    return new Options(value?.kind === 'hash' ? value.entries : new Map(), this.#doubts);
  }

  /** These without some, and with others where they have none. */
  with(changes: Readonly<Record<string, RubyValue | undefined>>): Options {
    const entries = new Map(this.#entries);
    for (const [name, value] of Object.entries(changes)) {
      if (!value) entries.delete(name);
      else if (!entries.has(name)) entries.set(name, value);
    }
    return new Options(entries, this.#doubts);
  }

  #doubt(name: string): void {
    this.#doubts.push(`its ${name} is put together at run time`);
  }
}
