import type { Named } from '../operations.ts';
import { type PhpValue, textOf } from './values.ts';

/** A name and where it stands; undefined where it is put together at run time. */
export function namedOf(value: PhpValue | undefined): Named | undefined {
  const text = textOf(value);
  return value && text !== undefined ? { text, range: value.range } : undefined;
}

/** The name that Laravel gives an index or a key. */
export function indexName(table: string, columns: readonly string[], type: string): string {
  return `${table}_${columns.join('_')}_${type}`.toLowerCase().replace(/[-.]/g, '_');
}
