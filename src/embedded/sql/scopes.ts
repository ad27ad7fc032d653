import type { Node } from '@vscode/tree-sitter-wasm';
import { type Declaration, enclosing, nodesOf } from './text-expressions.ts';

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

/** The assignments of Java and C#, which have the same shape: each holds in the function around it. */
export function assignmentExpressions(
  root: Node,
  functions: ReadonlySet<string>,
  nameOf: (left: Node) => string | undefined,
): Declaration[] {
  return nodesOf(root, ['assignment_expression']).flatMap((assignment): Declaration[] => {
    const left = assignment.childForFieldName('left');
    const name = left ? nameOf(left) : undefined;
    if (name === undefined) return [];
    return [
      {
        name,
        scope: enclosing(assignment, functions) ?? root,
        value: assignment.childForFieldName('right') ?? undefined,
        kind: assignment.childForFieldName('operator')?.text === '=' ? 'variable' : 'append',
      },
    ];
  });
}
