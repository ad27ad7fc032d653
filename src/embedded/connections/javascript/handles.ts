import type { Node } from '@vscode/tree-sitter-wasm';

/** What keeps a connection in a program. */
export interface Handle {
  /** As the program calls it: `db`, `this.#db`. */
  readonly name: string;
  /** The statement that keeps it there, when another can follow. */
  readonly statement: Node | undefined;
}

/** The variable or field that the value of an expression is kept in. */
export function handleOf(node: Node): Handle | undefined {
  if (node.childForFieldName('function')?.type === 'super') {
    const { parent } = node;
    return { name: 'this', statement: parent?.type === 'expression_statement' ? parent : undefined };
  }
  let value = node;
  let parent = node.parent;
  while (parent && /^(?:parenthesized|as|satisfies|non_null|await)_expression$/.test(parent.type)) {
    value = parent;
    parent = parent.parent;
  }
  if (parent?.type === 'variable_declarator' && parent.childForFieldName('name')?.type === 'identifier') {
    const declaration = parent.parent;
    const outer = declaration?.parent?.type === 'export_statement' ? declaration.parent : declaration;
    return { name: parent.childForFieldName('name')?.text ?? '', statement: outer ?? undefined };
  }
  if (parent?.type === 'assignment_expression' && parent.childForFieldName('right')?.id === value.id) {
    const statement = parent.parent?.type === 'expression_statement' ? parent.parent : undefined;
    return { name: parent.childForFieldName('left')?.text ?? '', statement };
  }
  if (parent?.type === 'public_field_definition' || parent?.type === 'field_definition') {
    const name = (parent.childForFieldName('name') ?? parent.childForFieldName('property'))?.text;
    return name === undefined ? undefined : { name: `this.${name}`, statement: undefined };
  }
  return undefined;
}
