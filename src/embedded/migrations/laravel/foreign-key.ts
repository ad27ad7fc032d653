import type { Range } from '../../../text/range.ts';
import type { ForeignKeySpec } from '../operations.ts';
import type { CallArguments } from './arguments.ts';
import type { Described } from './column.ts';
import { tableOfModel } from './inflector.ts';
import { textOf, textsOf } from './values.ts';

const actions: Readonly<Record<string, readonly ['onDelete' | 'onUpdate', string]>> = {
  cascadeOnDelete: ['onDelete', 'CASCADE'],
  restrictOnDelete: ['onDelete', 'RESTRICT'],
  nullOnDelete: ['onDelete', 'SET NULL'],
  noActionOnDelete: ['onDelete', 'NO ACTION'],
  cascadeOnUpdate: ['onUpdate', 'CASCADE'],
  restrictOnUpdate: ['onUpdate', 'RESTRICT'],
  nullOnUpdate: ['onUpdate', 'SET NULL'],
  noActionOnUpdate: ['onUpdate', 'NO ACTION'],
};

/** A foreign key while it is described. */
export class ForeignKeyDraft {
  readonly owner: Described;
  readonly columns: readonly string[];
  readonly name: string;
  readonly range: Range;
  #table: string | undefined;
  #parentColumns: readonly string[] | undefined;
  #onDelete: string | undefined;
  #onUpdate: string | undefined;

  constructor(owner: Described, columns: readonly string[], name: string, range: Range) {
    this.owner = owner;
    this.columns = columns;
    this.name = name;
    this.range = range;
  }

  /** Says what it refers to. */
  refer(table: string, columns: readonly string[]): void {
    this.#table = table;
    this.#parentColumns = columns;
  }

  /**
   * Applies a call; false for one that isn't known. A modifier of columns behind the key is taken as an attribute of
   * the key, and does nothing.
   */
  modify(name: string, args: CallArguments): boolean {
    const value = args.get(0);
    const word = textOf(value);
    switch (name) {
      case 'references':
        this.#parentColumns = textsOf(value);
        return this.#parentColumns !== undefined;
      case 'on':
        this.#table = value?.kind === 'class' ? tableOfModel(value.name) : word;
        return this.#table !== undefined;
      case 'onDelete':
        this.#onDelete = word?.toUpperCase();
        return word !== undefined;
      case 'onUpdate':
        this.#onUpdate = word?.toUpperCase();
        return word !== undefined;
      default: {
        const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
        if (action?.[0] === 'onDelete') this.#onDelete = action[1];
        if (action?.[0] === 'onUpdate') this.#onUpdate = action[1];
        return true;
      }
    }
  }

  /** The key; undefined where it isn't known what it refers to. */
  spec(): ForeignKeySpec | undefined {
    if (this.#table === undefined || !this.#parentColumns) return undefined;
    return {
      columns: this.columns,
      table: this.#table,
      parentColumns: this.#parentColumns,
      onDelete: this.#onDelete,
      onUpdate: this.#onUpdate,
      name: this.name,
      range: this.range,
    };
  }
}
