import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';
import type { Setting } from '../site.ts';
import { refersTo } from './imports.ts';
import { nameOf, type PythonModule } from './module.ts';
import type { UsesReader } from './uses.ts';

/** The class of the file that a name refers to, where it is a connection of a driver: `class Db(apsw.Connection)`. */
export function connectionClass(
  name: Node | null | undefined,
  base: RegExp,
  module: PythonModule,
): Node | undefined {
  const wanted = name ? nameOf(name) : undefined;
  if (wanted === undefined) return undefined;
  return module
    .nodesOf(['class_definition'])
    .find(
      (one) =>
        one.childForFieldName('name')?.text === wanted &&
        childrenOf(one.childForFieldName('superclasses')).some((of) => refersTo(of, module.imports, base)),
    );
}

/** The pragmas that the constructor of such a class runs on the new connection. */
export function constructorSettings(owner: Node | undefined, uses: UsesReader): readonly Setting[] {
  const body = owner?.childForFieldName('body');
  const initializer = childrenOf(body).find(
    (one) => one.type === 'function_definition' && one.childForFieldName('name')?.text === '__init__',
  );
  if (!initializer) return [];
  const self = { name: 'self', scope: initializer, origin: initializer, everyConnection: true };
  return uses.follow(self, false).settings;
}
