import type { BuilderCall, ColumnBuilder } from './builders.ts';
import { addIndex, addPrimary, callForeign, newForeign, refer, withoutEffect } from './keys.ts';
import { spanOf, type Value } from './values.ts';

/** Notes a call of a method of a column, and returns what it brings. */
export function callColumn(column: ColumnBuilder, call: BuilderCall): Value {
  const { builder } = column;
  const { method, args, node, conditions } = call;
  const [first] = args;
  const doubt = (reason: string): Value => {
    builder.doubts.push({ range: spanOf(node), reason });
    return column;
  };
  // A part of the declaration that depends on something.
  if (conditions.length > column.conditions.length) doubt(`${column.name.text} depends on a condition`);
  switch (method) {
    case 'notNullable':
    case 'notNull':
      column.notNull = true;
      return column;
    case 'nullable':
      column.notNull = first?.value.kind === 'constant' && first.value.value === false;
      return column;
    case 'defaultTo':
    case 'default':
    case 'defaultsTo':
      column.default = first?.value;
      return column;
    case 'alter':
      column.alter = true;
      return column;
    case 'index':
    case 'unique':
      // Knex makes none for a counter: it is the primary key.
      if (!/increments/i.test(column.method)) addIndex(builder, call, undefined, args, column);
      return column;
    case 'primary':
      if (!/increments/i.test(column.method)) addPrimary(builder, call, undefined, first, column);
      return column;
    case 'references': {
      const foreign = newForeign(builder, [column.name.text], column.name.range, undefined);
      column.foreign = foreign;
      builder.statements.push({ kind: 'foreign', foreign, range: spanOf(node), column, conditions });
      refer(foreign, first);
      return column;
    }
    default:
      if (withoutEffect.test(method)) return column;
      if (column.foreign && callForeign(column.foreign, call)) return column;
      return doubt(`${method}() is not followed`);
  }
}
