import type { Range } from '../../../text/range.ts';
import type { SchemaOperation } from '../operations.ts';
import type { CallArguments } from './arguments.ts';
import { snakeOf } from './inflector.ts';
import { indexName, namedOf } from './names.ts';
import { textOf, textsOf } from './values.ts';

/** What a call on a table changes of what is there; undefined for another call, and for arguments that aren't known. */
export function alterations(
  table: string,
  method: string,
  args: CallArguments,
  range: Range,
): SchemaOperation[] | undefined {
  const value = args.get(0);
  const drop = (columns: readonly (string | undefined)[]): SchemaOperation[] | undefined =>
    columns.every((column) => column !== undefined)
      ? columns.map((column) => ({ kind: 'drop-column', range, table, column }))
      : undefined;
  const byIndex = (type: string): SchemaOperation[] | undefined => {
    const columns = value?.kind === 'array' ? textsOf(value) : undefined;
    const name = columns ? indexName(table, columns, type) : textOf(value);
    return name === undefined ? undefined : [{ kind: 'drop-index', range, table, name }];
  };
  const byKey = (columns: string[] | undefined, name?: string): SchemaOperation[] | undefined =>
    (columns ?? name) === undefined ? undefined : [{ kind: 'drop-foreign-key', range, table, columns, name }];
  const constrained = (column: string | undefined): SchemaOperation[] | undefined => {
    const key = column === undefined ? undefined : byKey([column]);
    return key && [...key, ...(drop([column]) ?? [])];
  };
  const ofModel = (): string | undefined =>
    textOf(args.get(1)) ?? (value?.kind === 'class' ? `${snakeOf(value.name)}_id` : undefined);
  switch (method) {
    case 'dropColumn':
    case 'dropColumns':
      return drop(value?.kind === 'array' ? (textsOf(value) ?? [undefined]) : args.positional.map(textOf));
    case 'dropTimestamps':
    case 'dropTimestampsTz':
      return drop(['created_at', 'updated_at']);
    case 'dropSoftDeletes':
    case 'dropSoftDeletesTz':
      return drop([value ? textOf(value) : 'deleted_at']);
    case 'dropRememberToken':
      return drop(['remember_token']);
    case 'dropMorphs': {
      const name = textOf(value);
      if (name === undefined) return undefined;
      const columns = [`${name}_type`, `${name}_id`];
      const index = textOf(args.get(1)) ?? indexName(table, columns, 'index');
      return [{ kind: 'drop-index', range, table, name: index }, ...(drop(columns) ?? [])];
    }
    case 'dropConstrainedForeignId':
      return constrained(textOf(value));
    case 'dropConstrainedForeignIdFor':
      return constrained(ofModel());
    case 'dropForeignIdFor':
      return drop([ofModel()]);
    case 'dropForeign':
      return value?.kind === 'array' ? byKey(textsOf(value)) : byKey(undefined, textOf(value));
    case 'dropIndex':
      return byIndex('index');
    case 'dropUnique':
      return byIndex('unique');
    case 'renameColumn': {
      const [column, to] = [textOf(value), namedOf(args.get(1, 'to'))];
      return column === undefined || !to ? undefined : [{ kind: 'rename-column', range, table, column, to }];
    }
    case 'renameIndex': {
      const [name, to] = [textOf(value), textOf(args.get(1, 'to'))];
      return name === undefined || to === undefined
        ? undefined
        : [{ kind: 'rename-index', range, table, name, to }];
    }
    case 'rename': {
      const to = namedOf(value);
      return to && [{ kind: 'rename-table', range, table, to }];
    }
    case 'drop':
      return [{ kind: 'drop-table', range, table }];
    case 'dropIfExists':
      return [{ kind: 'drop-table', range, table, ifExists: true }];
    default:
      return undefined;
  }
}
