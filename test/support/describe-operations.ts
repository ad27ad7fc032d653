import type {
  ColumnSpec,
  ForeignKeySpec,
  IndexSpec,
  SchemaOperation,
} from '../../src/embedded/migrations/operations.ts';
import type { Range } from '../../src/text/range.ts';

/**
 * Operations as short lines for comparing. What a range stands on is written behind `@` where it isn't the name itself,
 * so that every range is compared as well.
 */
export function describeOperations(operations: readonly SchemaOperation[], text: string): string[] {
  return operations.map((operation) => describe(operation, text));
}

function at(range: Range, name: string, text: string): string {
  const slice = text.slice(range.start, range.end);
  return slice === name ? name : `${name}@${slice}`;
}

function describe(operation: SchemaOperation, text: string): string {
  switch (operation.kind) {
    case 'create-table': {
      const parts = [
        ...operation.columns.map((column) => describeColumn(column, text)),
        ...(operation.primaryKey ? [`primary key(${operation.primaryKey})`] : []),
        ...operation.uniques.map((unique) => `unique(${at(unique.range, String(unique.columns), text)})`),
        ...operation.foreignKeys.map((key) => describeKey(key, text)),
      ];
      const flags = `${operation.force ? ' force' : ''}${operation.ifNotExists ? ' if not exists' : ''}`;
      const indexes = operation.indexes.map((index) => `; ${describeIndex(index, text)}`).join('');
      return `create ${at(operation.table.range, operation.table.text, text)}${flags} (${parts.join(', ')})${indexes}`;
    }
    case 'drop-table':
      return `drop ${operation.table}${operation.ifExists ? ' if exists' : ''}`;
    case 'rename-table':
    case 'set-table-name':
      return `${operation.kind} ${operation.table} → ${at(operation.to.range, operation.to.text, text)}`;
    case 'add-column': {
      const parts = [
        ...operation.foreignKeys.map((key) => ` ${describeKey(key, text)}`),
        ...operation.indexes.map((index) => `; ${describeIndex(index, text)}`),
      ];
      const flag = operation.ifNotExists ? ' if not exists' : '';
      return `${operation.table} add${flag} ${describeColumn(operation.column, text)}${parts.join('')}`;
    }
    case 'drop-column':
      return `${operation.table} drop ${operation.column}${operation.ifExists ? ' if exists' : ''}`;
    case 'rename-column':
      return `${operation.table} rename ${operation.column} → ${at(operation.to.range, operation.to.text, text)}`;
    case 'alter-column': {
      const { type, notNull, unique, default: value } = operation.change;
      const changes = [
        ...(type === undefined ? [] : [type]),
        ...(notNull === undefined ? [] : [notNull ? 'not null' : 'null']),
        ...(unique === undefined ? [] : [unique ? 'unique' : 'not unique']),
        ...(value === undefined ? [] : [`default ${value === null ? 'none' : valueText(value)}`]),
      ];
      return `${operation.table} alter ${operation.column} ${changes.join(' ')}`;
    }
    case 'replace-column': {
      const parts = [
        ...operation.foreignKeys.map((key) => ` ${describeKey(key, text)}`),
        ...operation.indexes.map((index) => `; ${describeIndex(index, text)}`),
      ];
      return `${operation.table} replace ${operation.column} ${describeColumn(operation.to, text)}${parts.join('')}`;
    }
    case 'set-together': {
      const indexes = operation.indexes.map((index) => `; ${describeIndex(index, text)}`).join('');
      return `${operation.table} set ${operation.option}${indexes}`;
    }
    case 'add-index':
      return `${operation.table} ${describeIndex(operation.index, text)}${operation.ifNotExists ? ' if not exists' : ''}`;
    case 'drop-index':
      return `${operation.table} drop index ${operation.name ?? ''}(${operation.columns ?? ''})${operation.ifExists ? ' if exists' : ''}`;
    case 'rename-index':
      return `${operation.table} rename index ${operation.name} → ${operation.to}`;
    case 'add-unique':
    case 'drop-unique':
      return `${operation.table} ${operation.kind} ${operation.name ?? ''}(${operation.columns ?? ''})`;
    case 'add-foreign-key':
      return `${operation.table} ${describeKey(operation.foreignKey, text)}`;
    case 'drop-foreign-key':
      return `${operation.table} drop key ${operation.name ?? ''}(${operation.columns ?? ''}) ${operation.parent ?? ''}`.trimEnd();
    case 'add-primary-key':
      return `${operation.table} primary key(${operation.columns})`;
    case 'sql': {
      const slice = text.slice(operation.textRange.start, operation.textRange.end);
      return `sql ${operation.sql.trim()}${operation.verbatim && slice !== operation.sql ? ` BUT ${slice}` : ''}${operation.verbatim ? '' : ' (not verbatim)'}`;
    }
    case 'opaque':
      return `opaque ${operation.tables ? `[${operation.tables}]` : 'any'}: ${operation.reason}`;
  }
}

function valueText(value: string | symbol): string {
  return typeof value === 'string' ? value : 'computed';
}

function describeColumn(column: ColumnSpec, text: string): string {
  return [
    at(column.name.range, column.name.text, text),
    column.type,
    ...(column.primaryKey ? [column.autoincrement ? 'pk auto' : 'pk'] : []),
    ...(column.notNull ? ['not null'] : []),
    ...(column.unique ? ['unique'] : []),
    ...(column.default === undefined ? [] : [`default ${valueText(column.default)}`]),
    ...(column.collate === undefined ? [] : [`collate ${column.collate}`]),
    ...(column.generated === undefined ? [] : [`as (${column.generated})`]),
  ].join(' ');
}

function describeIndex(index: IndexSpec, text: string): string {
  const columns = index.columns.map(
    (column) => `${column}${index.descending?.includes(column) ? ' desc' : ''}`,
  );
  const where = index.where === undefined ? '' : ` where ${index.where}`;
  const kind = `${index.implied ? 'implied ' : ''}${index.unique ? 'unique ' : ''}index`;
  return `${kind} ${index.name} (${columns})${where} @${text.slice(index.range.start, index.range.end)}`;
}

function describeKey(key: ForeignKeySpec, text: string): string {
  const actions = `${key.onDelete ? ` on delete ${key.onDelete}` : ''}${key.onUpdate ? ` on update ${key.onUpdate}` : ''}`;
  return `key(${key.columns}) → ${key.table}(${key.parentColumns ?? ''})${actions} @${text.slice(key.range.start, key.range.end)}`;
}
