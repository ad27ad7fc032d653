import type { Node } from '@vscode/tree-sitter-wasm';
import type { Declaration } from './text-expressions.ts';

/** A name that is given another value, or more, where it is known already. */
export interface Named {
  readonly name: string;
  readonly place: Node;
  readonly value?: Node | undefined;
  readonly kind: Declaration['kind'];
}

/** Assignments, each in the scope of the name's innermost declaration around it; in the file where it has none. */
export function assignedTo(
  declared: readonly Declaration[],
  assigned: readonly Named[],
  root: Node,
): Declaration[] {
  const named = new Map<string, Declaration[]>();
  for (const declaration of declared) {
    const others = named.get(declaration.name);
    if (others) others.push(declaration);
    else named.set(declaration.name, [declaration]);
  }
  return assigned.map(({ name, place, value, kind }) => {
    let scope = root;
    for (const declaration of named.get(name) ?? []) {
      const { startIndex, endIndex } = declaration.scope;
      const isAround = startIndex <= place.startIndex && place.endIndex <= endIndex;
      if (isAround && startIndex >= scope.startIndex && endIndex <= scope.endIndex) scope = declaration.scope;
    }
    return { name, scope, value, kind };
  });
}
