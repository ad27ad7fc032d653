import type { Node } from '@vscode/tree-sitter-wasm';
import { dottedName, moduleScope, namedChildrenOf, textOf } from '../python/values.ts';

/** The label that an `apps.py` gives its app, where it is another than the folder's name. */
export function readDjangoAppLabel(root: Node): string | undefined {
  const scope = moduleScope(root);
  for (const config of namedChildrenOf(root)) {
    const bases = namedChildrenOf(config.childForFieldName('superclasses'));
    if (config.type !== 'class_definition' || !bases.some((base) => dottedName(base)?.endsWith('Config'))) {
      continue;
    }
    for (const statement of namedChildrenOf(config.childForFieldName('body'))) {
      const assignment = statement.namedChildren[0];
      const value = assignment?.childForFieldName('right');
      if (assignment?.childForFieldName('left')?.text === 'label' && value) {
        return textOf({ node: value, scope })?.value;
      }
    }
  }
  return undefined;
}

/** The model `app.Model` that a settings file names as AUTH_USER_MODEL. */
export function readDjangoUserModel(root: Node): string | undefined {
  return textOf(moduleScope(root).get('AUTH_USER_MODEL'))?.value;
}
