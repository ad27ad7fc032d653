import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { IndexSpec, Together } from '../operations.ts';
import {
  argument,
  type Bound,
  callOf,
  itemsOf,
  literalOf,
  type PythonCall,
  placeOf,
  rangeOf,
  resolve,
  textOf,
} from '../python/values.ts';
import { type ColumnOf, conditionSql } from './conditions.ts';

/** A model's constraint: UNIQUE of the table, an index of its own, or nothing that has to do with indexes. */
export type DjangoConstraint =
  | {
      readonly kind: 'unique';
      readonly name: string | undefined;
      readonly columns: readonly string[];
      readonly range: Range;
    }
  | { readonly kind: 'index'; readonly index: IndexSpec }
  | { readonly kind: 'none' };

/** Reads `models.Index(…)`; undefined where its columns or its condition can't be told. */
export function readIndex(value: Bound, columnOf: ColumnOf): IndexSpec | undefined {
  const call = callOf(value);
  return call?.name === 'Index' ? indexOf(call, false, columnOf) : undefined;
}

/** Reads `models.UniqueConstraint(…)` and its like; undefined where it can't be told. */
export function readConstraint(value: Bound, columnOf: ColumnOf): DjangoConstraint | undefined {
  const call = callOf(value);
  if (!call?.complete) return undefined;
  if (call.name === 'CheckConstraint') return { kind: 'none' };
  if (call.name !== 'UniqueConstraint') return undefined;
  const given = (keyword: string): boolean => {
    const option = call.keywords.get(keyword);
    return option !== undefined && literalOf(option) !== null && itemsOf(option)?.length !== 0;
  };
  // SQLite's backend supports none of these: Django leaves the whole constraint out.
  if (given('include') || given('deferrable') || given('nulls_distinct')) return { kind: 'none' };
  const index = indexOf(call, true, columnOf);
  if (!index) return undefined;
  return given('condition') || given('opclasses') || call.positional.length > 0
    ? { kind: 'index', index }
    : { kind: 'unique', name: index.name, columns: index.columns, range: index.range };
}

/** Reads the groups of `unique_together` or `index_together`: one flat group, or several. */
export function readTogether(
  value: Bound,
  option: Together,
  columnOf: ColumnOf,
): readonly IndexSpec[] | undefined {
  if (literalOf(value) === null) return [];
  const items = itemsOf(value);
  if (!items) return undefined;
  const flat = items.length > 0 && items.every((item) => typeof literalOf(item) === 'string');
  const indexes = (flat ? [value] : items).map((group): IndexSpec | undefined => {
    const fields = itemsOf(group)?.map((field) => literalOf(field));
    if (!fields?.every((field) => typeof field === 'string')) return undefined;
    return {
      name: undefined,
      columns: fields.map((field) => columnOf(field)),
      unique: option === 'unique_together',
      together: option,
      range: placeOf(resolve(group).node),
    };
  });
  return indexes.every((index) => index !== undefined) ? indexes : undefined;
}

function indexOf(call: PythonCall, unique: boolean, columnOf: ColumnOf): IndexSpec | undefined {
  if (!call.complete) return undefined;
  const fields = call.keywords.get('fields');
  const listed = fields ? itemsOf(fields)?.map((field) => fieldPart(literalOf(field), columnOf)) : [];
  const expressions = call.positional.map((expression) => expressionPart(expression, columnOf));
  const parts = listed ? [...listed, ...expressions] : [];
  if (parts.length === 0 || !parts.every((part) => part !== undefined)) return undefined;
  const condition = argument(call, 'condition');
  const where = condition && literalOf(condition) !== null ? conditionSql(condition, columnOf) : undefined;
  if (condition && literalOf(condition) !== null && where === undefined) return undefined;
  const name = textOf(call.keywords.get('name'));
  const descending = parts.filter((part) => part.descending).map((part) => part.column);
  return {
    name: name?.value,
    columns: parts.map((part) => part.column),
    ...(descending.length > 0 && { descending }),
    unique,
    ...(where !== undefined && { where }),
    range: name?.range ?? calleeRange(call.node),
  };
}

interface Part {
  readonly column: string;
  readonly descending: boolean;
}

function fieldPart(field: unknown, columnOf: ColumnOf): Part | undefined {
  if (typeof field !== 'string') return undefined;
  const descending = field.startsWith('-');
  return { column: columnOf(descending ? field.slice(1) : field), descending };
}

/** `Lower('title')`, `F('created').desc()`. */
function expressionPart(value: Bound, columnOf: ColumnOf): Part | undefined {
  const name = literalOf(value);
  if (typeof name === 'string') return fieldPart(name, columnOf);
  const call = callOf(value);
  const callee = call?.node.childForFieldName('function');
  if (!call || !callee) return undefined;
  if (callee.type === 'attribute' && (call.name === 'desc' || call.name === 'asc')) {
    const object = callee.childForFieldName('object');
    const part = object ? expressionPart({ node: object, scope: call.scope }, columnOf) : undefined;
    return part && call.keywords.size === 0 ? { ...part, descending: call.name === 'desc' } : undefined;
  }
  const [only] = call.positional;
  const operand = only && call.positional.length === 1 ? expressionPart(only, columnOf) : undefined;
  if (call.name === 'OrderBy') {
    const descending = call.keywords.get('descending');
    return operand && { ...operand, descending: descending !== undefined && literalOf(descending) === true };
  }
  if (!operand || operand.descending || call.keywords.size > 0) return undefined;
  if (call.name === 'F') return operand;
  const inner = operand.column.startsWith('(') ? operand.column.slice(1, -1) : `"${operand.column}"`;
  return call.name === 'Lower' || call.name === 'Upper'
    ? { column: `(${call.name.toUpperCase()}(${inner}))`, descending: false }
    : undefined;
}

function calleeRange(call: Node): Range {
  return rangeOf(call.childForFieldName('function') ?? call);
}
