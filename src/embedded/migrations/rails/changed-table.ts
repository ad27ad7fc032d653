import type { Arguments } from './arguments.ts';
import { columnTypes } from './columns.ts';
import type { RubyValue } from './values.ts';

/** A schema statement by name, with the table as its first argument. */
export interface TableStatement {
  readonly name: string;
  readonly args: Arguments;
}

/** Methods of the block that are a statement of another name. */
const renamed: Readonly<Record<string, string>> = {
  index: 'add_index',
  timestamps: 'add_timestamps',
  remove: 'remove_columns',
  rename: 'rename_column',
  change: 'change_column',
  change_default: 'change_column_default',
  change_null: 'change_column_null',
  foreign_key: 'add_foreign_key',
  check_constraint: 'add_check_constraint',
  column: 'add_column',
  references: 'add_reference',
  belongs_to: 'add_reference',
  remove_references: 'remove_reference',
  remove_belongs_to: 'remove_reference',
};

const same =
  /^(?:remove_(?:index|timestamps|foreign_key|check_constraint|unique_constraint)|rename_index|(?:exclusion|unique)_constraint)$/;

/** The `t` of `change_table`. */
export class ChangedTable {
  readonly table: RubyValue;

  constructor(table: RubyValue) {
    this.table = table;
  }

  /** The statements that a call on the table stands for; undefined for a call that isn't known. */
  statements(method: string, args: Arguments): TableStatement[] | undefined {
    const { positional, options } = args;
    const statement = (name: string, ...values: readonly RubyValue[]): TableStatement => ({
      name,
      args: { ...args, positional: [this.table, ...values] },
    });
    if (method.endsWith('?')) return [];
    if (same.test(method)) return [statement(method, ...positional)];
    const name = Object.hasOwn(renamed, method) ? renamed[method] : undefined;
    if (name === 'add_reference' || name === 'remove_reference') {
      return positional.map((value) => statement(name, value));
    }
    const columns = method === 'column' ? positional.slice(0, 1) : positional;
    if (name !== undefined && method !== 'column') return [statement(name, ...positional)];
    const word: RubyValue = { kind: 'text', text: method, symbol: true, verbatim: false, range: args.range };
    const type = method === 'column' ? positional[1] : columnTypes.has(method) ? word : undefined;
    if (!type || columns.length === 0) return undefined;
    return columns.flatMap((column) => {
      const added = statement('add_column', column, type);
      if (!options.truth('index')) return [added];
      const index = statement('add_index', column);
      return [added, { ...index, args: { ...index.args, options: options.nested('index') } }];
    });
  }
}
