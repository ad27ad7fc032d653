import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, nodesOf } from '../../sql/text-expressions.ts';
import type { LooseSetting } from '../site.ts';
import { looseSettingOf } from '../statements.ts';
import type { PragmaRun, pragmaRuns } from './runs.ts';
import {
  assignmentsBefore,
  functionsAround,
  functionsNamed,
  parameterOf,
  typeOfVariable,
} from './variables.ts';

/** The pragmas that a file sets on handles which it does not open. */
export function looseOf(
  { runs, loose }: ReturnType<typeof pragmaRuns>,
  taken: ReadonlySet<PragmaRun>,
  root: Node,
): LooseSetting[] {
  const pools = poolFields(root);
  return [
    ...runs
      .filter((run) => !taken.has(run))
      .flatMap((run) => {
        const field = run.receiver && fieldOf(run.receiver);
        const isPool = isPoolByType(run, root) || (field !== undefined && pools.has(field));
        return run.statements.map((statement) => ({
          ...looseSettingOf(statement, isPool ? 'pool' : 'unknown'),
          ...(run.maybe ? { maybe: true } : {}),
          ...(isPool || field === undefined ? {} : { field }),
        }));
      }),
    ...loose.map((statement) => looseSettingOf(statement, 'unknown')),
  ];
}

/** Types of pools. One connection of a pool is not all of them, and not the pool. */
const poolType = /^\*(?:sql|sqlx|gorm|bun|dbx)\.DB$/;

/** True where the type of a variable says that it is a pool. */
function isPoolByType({ call, receiver }: PragmaRun, root: Node): boolean {
  if (receiver?.type !== 'identifier') return false;
  for (const around of functionsAround(call)) {
    const type = parameterOf(around, receiver.text)?.childForFieldName('type')?.text;
    if (type !== undefined) return poolType.test(type);
  }
  return isOneOfPools(receiver) || isReturnedPool(receiver, root);
}

/** `for _, db := range []*sql.DB{reader, writer}`. */
function isOneOfPools(variable: Node): boolean {
  for (let around = variable.parent; around; around = around.parent) {
    const clause =
      around.type === 'for_statement'
        ? childrenOf(around).find(({ type }) => type === 'range_clause')
        : undefined;
    const names = childrenOf(clause?.childForFieldName('left'));
    if (!names.some(({ text }) => text === variable.text)) continue;
    const over = clause?.childForFieldName('right');
    const type = over?.type === 'composite_literal' ? over.childForFieldName('type') : undefined;
    return names[1]?.text === variable.text && poolType.test(type?.childForFieldName('element')?.text ?? '');
  }
  return false;
}

/** `db := Db()`, of a function of the file that returns a pool. */
function isReturnedPool(variable: Node, root: Node): boolean {
  const [made, ...others] = assignmentsBefore(variable);
  const callee =
    made?.value?.type === 'call_expression' ? made.value.childForFieldName('function') : undefined;
  if (callee?.type !== 'identifier' || others.length > 0) return false;
  const [declaration, ...more] = functionsNamed(root, callee.text);
  const result = declaration?.childForFieldName('result');
  const first = result?.type === 'parameter_list' ? childrenOf(result)[0]?.childForFieldName('type') : result;
  return more.length === 0 && poolType.test(first?.text ?? '');
}

/** The field of a type of the package that a receiver is: `Store.db` of `s.db`. */
function fieldOf(receiver: Node): string | undefined {
  const [, base, field] = /^(\w+)\.(\w+)$/.exec(receiver.text) ?? [];
  const type = base === undefined ? undefined : typeOfVariable(receiver, base);
  return type === undefined ? undefined : `${type}.${field}`;
}

/** The fields of a file's structs that keep a pool: `Store.db`. */
export function poolFields(root: Node): ReadonlySet<string> {
  const found = new Set<string>();
  for (const spec of nodesOf(root, ['type_spec'])) {
    const type = spec.childForFieldName('type');
    if (type?.type !== 'struct_type' || functionsAround(spec).length > 0) continue;
    for (const field of nodesOf(type, ['field_declaration'])) {
      if (!poolType.test(field.childForFieldName('type')?.text ?? '')) continue;
      for (const name of field.childrenForFieldName('name'))
        found.add(`${spec.childForFieldName('name')?.text}.${name?.text}`);
    }
  }
  return found;
}
