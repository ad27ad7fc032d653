import type { HostFile } from '../reader.ts';
import type { Imports } from './imports.ts';

/**
 * Why something may be set on a handle that is not seen: it is handed to a package, or the name of a pragma is put
 * together at run time. What the project's own code sets needs no such reason: it names the pragma, and is found by it.
 */
export function opaqueUse(handle: string, { root }: HostFile, { names }: Imports): string | undefined {
  for (const call of root.descendantsOfType(['call_expression', 'new_expression'])) {
    const callee = call?.childForFieldName('function') ?? call?.childForFieldName('constructor');
    const args = call?.childForFieldName('arguments');
    if (!callee || !args) continue;
    if (callee.type === 'member_expression' && callee.childForFieldName('object')?.text === handle) {
      if (setsPragmaByName(args.namedChildren[0]?.text ?? ''))
        return 'a pragma whose name is put together at run time is set on it';
      continue;
    }
    const module = names.get(callee.text.split(/[.(<]/, 1)[0] ?? '')?.module;
    if (module === undefined || module.startsWith('.') || module.startsWith('node:')) continue;
    const handed = args.descendantsOfType([
      'identifier',
      'shorthand_property_identifier',
      'member_expression',
    ]);
    if (handed.some((argument) => argument?.text === handle))
      return `it is handed to ${callee.text}() of the package ${module}`;
  }
  return undefined;
}

function setsPragmaByName(expression: string): boolean {
  return /\bpragma\s+(?:\w+\.)?\$\{|\bpragma\s*['"`]\s*\+/i.test(expression);
}
