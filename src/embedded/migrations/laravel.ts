import type { Node } from '@vscode/tree-sitter-wasm';
import { evaluate } from './laravel/evaluate.ts';
import { baseName, type PhpFile, PhpScope, partsOf, rangeOf, textOf } from './laravel/values.ts';
import { Walker } from './laravel/walk.ts';
import type { MigrationScript } from './operations.ts';

/** True for a file that may be a Laravel migration, by its path and its words (https://laravel.com/docs/migrations). */
export function mayBeLaravelMigration(path: string, text: string): boolean {
  return (
    /(?:^|\/)migrations\/(?:[^/]+\/)*[^/]+\.php$/i.test(path) &&
    text.includes('Illuminate\\') &&
    /\bfunction\s+up\b/.test(text)
  );
}

/**
 * Reads what a migration of Laravel does upwards on SQLite, as Laravel 11 and later do it: those before leave out
 * foreign keys that are added to a table that exists. Undefined for another file.
 */
export function readLaravel(root: Node, text: string, path: string): MigrationScript | undefined {
  if (!mayBeLaravelMigration(path, text)) return undefined;
  const classes = root
    .descendantsOfType(['class_declaration', 'anonymous_class', 'object_creation_expression'])
    .filter((node): node is Node => node !== null);
  for (const declaration of classes) {
    const base = partsOf(declaration).find(({ type }) => type === 'base_clause');
    const body = partsOf(declaration).find(({ type }) => type === 'declaration_list');
    if (!base || !body || !baseName(partsOf(base)[0]).endsWith('Migration')) continue;
    const file = fileOf(body);
    const up = file.methods.get('up')?.childForFieldName('body');
    if (!up) continue;
    const scope = new PhpScope(file);
    const connection = file.members.get('connection');
    const other = connection ? textOf(evaluate(connection, scope)) : undefined;
    const walker = new Walker(other !== undefined && /sqlite/i.test(other) ? undefined : other);
    walker.runAll(partsOf(up), scope);
    if (root.hasError) {
      const reason = 'a part of the file is no PHP that is understood';
      walker.operations.add({ kind: 'opaque', range: rangeOf(root), reason });
    }
    return { tool: 'laravel', whole: false, operations: walker.operations.found };
  }
  return undefined;
}

/** What the class of a migration has. */
function fileOf(body: Node): PhpFile {
  const methods = new Map<string, Node>();
  const members = new Map<string, Node>();
  for (const member of partsOf(body)) {
    const name = member.childForFieldName('name')?.text;
    if (member.type === 'method_declaration' && name !== undefined) methods.set(name, member);
    for (const element of partsOf(member)) {
      const [first, second] = partsOf(element);
      const value = element.childForFieldName('default_value') ?? second;
      if (element.type !== 'property_element' && element.type !== 'const_element') continue;
      if (first && value) members.set(first.text.replace(/^\$/, ''), value);
    }
  }
  // Properties that the constructor sets.
  for (const statement of partsOf(methods.get('__construct')?.childForFieldName('body'))) {
    const [assignment] = partsOf(statement);
    const left = assignment?.childForFieldName('left');
    const right = assignment?.childForFieldName('right');
    if (left?.type !== 'member_access_expression' || left.childForFieldName('object')?.text !== '$this')
      continue;
    const name = left.childForFieldName('name')?.text;
    if (name !== undefined && right) members.set(name, right);
  }
  return { methods, members };
}
