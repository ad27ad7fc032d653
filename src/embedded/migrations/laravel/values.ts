import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';

/** What an expression of PHP is worth, as far as the file tells. `range` is where it is written, without quotes. */
export type PhpValue = { readonly range: Range } & (
  | {
      readonly kind: 'text';
      readonly text: string;
      /** True when the text stands in the file as it is. */
      readonly verbatim: boolean;
    }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  | { readonly kind: 'array'; readonly entries: readonly PhpEntry[] }
  /** SQL within `DB::raw()`. */
  | { readonly kind: 'raw'; readonly sql: string | undefined }
  /** `User::class`. */
  | { readonly kind: 'class'; readonly name: string }
  | { readonly kind: 'closure'; readonly node: Node; readonly scope: PhpScope }
  /** Whether the database has something: true where it has it; `positive` is undefined where several are mixed. */
  | { readonly kind: 'existence'; readonly positive: boolean | undefined }
  /** A thing that methods are called on: `$table`, the schema, a connection. */
  | { readonly kind: 'object'; readonly object: object }
  /** `prefix` is the text up to the first part that isn't known. */
  | { readonly kind: 'unknown'; readonly prefix: string }
);

export interface PhpEntry {
  readonly key: PhpValue | undefined;
  readonly value: PhpValue;
}

/** The schema builder or the connection of a database. */
export class DatabaseHandle {
  readonly what: 'schema' | 'connection';
  /** The name of another connection than the default one, where it is written out. */
  readonly other: string | undefined;

  constructor(what: 'schema' | 'connection', other: string | undefined) {
    this.what = what;
    this.other = other;
  }
}

/** What names mean at a place of a PHP file. */
export class PhpScope {
  readonly file: PhpFile;
  readonly #variables = new Map<string, PhpValue>();

  constructor(file: PhpFile, outer?: PhpScope) {
    this.file = file;
    // A closure takes values along; what it assigns stays within it.
    if (outer) for (const [name, value] of outer.#variables) this.#variables.set(name, value);
  }

  get(name: string): PhpValue | undefined {
    return this.#variables.get(name);
  }

  set(name: string, value: PhpValue): void {
    this.#variables.set(name, value);
  }
}

/** What the migration's class has, by names without `$`. */
export interface PhpFile {
  readonly methods: ReadonlyMap<string, Node>;
  /** Values of constants and of properties. */
  readonly members: ReadonlyMap<string, Node>;
}

export function rangeOf(node: Node): Range {
  return { start: node.startIndex, end: node.endIndex };
}

/** The named children without comments. */
export function partsOf(node: Node | null | undefined): Node[] {
  return (node?.namedChildren ?? []).filter(
    (child): child is Node => child !== null && child.type !== 'comment',
  );
}

export function unknown(node: Node, prefix = ''): PhpValue {
  return { kind: 'unknown', prefix, range: rangeOf(node) };
}

export function textOf(value: PhpValue | undefined): string | undefined {
  return value?.kind === 'text' || value?.kind === 'number' ? value.text : undefined;
}

/** The texts of an array, or of a single one; undefined where one isn't known. */
export function textsOf(value: PhpValue | undefined): string[] | undefined {
  const texts = (value?.kind === 'array' ? value.entries.map((entry) => entry.value) : [value]).map(textOf);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

/** PHP's truth; undefined where it isn't known. */
export function truthOf(value: PhpValue | undefined): boolean | undefined {
  switch (value?.kind) {
    case undefined:
    case 'null':
      return false;
    case 'boolean':
      return value.value;
    case 'text':
    case 'number':
      return value.text !== '' && value.text !== '0';
    case 'array':
      return value.entries.length > 0;
    case 'existence':
    case 'unknown':
      return undefined;
    default:
      return true;
  }
}

/** The last part of a name with namespaces. */
export function baseName(node: Node | null | undefined): string {
  return node?.text.split('\\').at(-1) ?? '';
}
