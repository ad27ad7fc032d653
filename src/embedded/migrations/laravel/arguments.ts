import type { Node } from '@vscode/tree-sitter-wasm';
import { argumentsOf, evaluate } from './evaluate.ts';
import { type PhpScope, type PhpValue, partsOf } from './values.ts';

/** A call's arguments by position and by name. */
export class CallArguments {
  readonly positional: readonly PhpValue[];
  /** False where some are spread from a list that isn't known. */
  readonly complete: boolean;
  readonly #named: ReadonlyMap<string, PhpValue>;

  constructor(positional: readonly PhpValue[], named: ReadonlyMap<string, PhpValue>, complete = true) {
    this.positional = positional;
    this.complete = complete;
    this.#named = named;
  }

  /** The argument at a position, or of a name; undefined where it isn't given. */
  get(at: number, name?: string): PhpValue | undefined {
    return (name === undefined ? undefined : this.#named.get(name)) ?? this.positional[at];
  }
}

/** Reads the arguments of a call. */
export function readArguments(call: Node, scope: PhpScope): CallArguments {
  const positional: PhpValue[] = [];
  const named = new Map<string, PhpValue>();
  let complete = true;
  for (const argument of argumentsOf(call)) {
    const value = partsOf(argument).at(-1);
    const name = argument.childForFieldName('name')?.text;
    if (value?.type === 'variadic_unpacking') {
      const spread = evaluate(partsOf(value)[0], scope);
      if (spread.kind === 'array') positional.push(...spread.entries.map((entry) => entry.value));
      else complete = false;
    } else if (name !== undefined) {
      named.set(name, evaluate(value, scope));
    } else {
      positional.push(evaluate(argument, scope));
    }
  }
  return new CallArguments(positional, named, complete);
}
