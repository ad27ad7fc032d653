import { lexemeAt } from './scan.ts';

/** A parameter of a statement (https://sqlite.org/lang_expr.html#parameters). */
export interface Parameter {
  /** The number by which SQLite binds it, from 1. */
  readonly number: number;
  /** As written: `?`, `?2`, `:id`, `@id`, `$id`. */
  readonly name: string;
}

/**
 * The parameters of one statement in the order of their numbers. `?` takes the number after the largest one so far; a
 * name that comes again is the same parameter.
 */
export function readParameters(sql: string): Parameter[] {
  const parameters = new Map<string, Parameter>();
  let largest = 0;
  for (let at = 0; at < sql.length; ) {
    const { kind, end } = lexemeAt(sql, at);
    const found = kind === 'other' ? parameterAt.exec(sql.slice(at, at + 200)) : null;
    if (!found) {
      at = end;
      continue;
    }
    const [name] = found;
    at += name.length;
    const number = name === '?' ? largest + 1 : name.startsWith('?') ? Number(name.slice(1)) : undefined;
    const key = number === undefined ? name : `?${number}`;
    if (!parameters.has(key)) parameters.set(key, { number: number ?? largest + 1, name });
    largest = Math.max(largest, parameters.get(key)?.number ?? 0);
  }
  return [...parameters.values()].sort((a, b) => a.number - b.number);
}

const parameterAt = /^(?:\?\d*|[:@$][\w\u0080-\uffff$]+)/;
