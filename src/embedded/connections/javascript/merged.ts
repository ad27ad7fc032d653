import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';
import { handleOf } from './handles.ts';
import type { DriverFile } from './opening.ts';

/** Functions that take a configuration as it is. */
const takesAsItIs =
  /^(?:knex|DataSource|createConnection\w*|forRoot\w*|forFeature\w*|defineConfig|freeze|push|register\w*|Sequelize|resolve|setup)$/i;

/** Why an object of options may not be all that the driver is given: it is put together with others. */
export function mergedInto(object: Node, { names }: Pick<DriverFile, 'names'>): string | undefined {
  const list = object.parent?.type === 'arguments' ? object.parent : undefined;
  const call = list?.parent;
  const callee = call?.childForFieldName('function') ?? call?.childForFieldName('constructor');
  const method = callee?.childForFieldName('property')?.text ?? callee?.text ?? '';
  if (callee && childrenOf(list).length > 1 && !takesAsItIs.test(method))
    return `${callee.text}() puts its options together with others`;
  const handle = handleOf(object)?.name;
  if (handle === undefined || !/^\w+$/.test(handle)) return undefined;
  const key = names.keyOf(handle, object);
  const isSpread = names.nodes.of('spread_element').some((spread) => {
    const [inner] = childrenOf(spread);
    return inner?.text === handle && names.keyOf(handle, inner) === key;
  });
  return isSpread ? 'its options are put together with others' : undefined;
}
