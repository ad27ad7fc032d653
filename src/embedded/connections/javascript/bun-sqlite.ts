import { childrenOf } from '../../sql/text-expressions.ts';
import { namedPathAt } from './better-sqlite3.ts';
import { importedAs } from './imports.ts';
import type { DriverFile, Opening } from './opening.ts';
import { asksToRead } from './option-settings.ts';
import { objectOf, readOptions } from './options.ts';

/** Connections of `bun:sqlite`: `new Database(path, options)`, `Database.open(path)`. https://bun.com/docs/runtime/sqlite */
export function* readBunSqlite({ file, imports, names }: DriverFile): Iterable<Opening> {
  for (const node of names.nodes.of('new_expression', 'call_expression')) {
    const made = node.childForFieldName('constructor') ?? node.childForFieldName('function');
    const isOpen = made?.childForFieldName('property')?.text === 'open' && node.type === 'call_expression';
    if (node.type === 'call_expression' && !isOpen) continue;
    const used = importedAs(isOpen ? (made?.childForFieldName('object') ?? null) : made, imports);
    if (used?.module !== 'bun:sqlite' || !/^(?:Database|default)$/.test(used.name ?? '')) continue;
    const [path, given] = childrenOf(node.childForFieldName('arguments'));
    // Flags are taken in the place of options; neither sets a pragma.
    const options = readOptions(objectOf(given, names) ?? given, file);
    const reads = asksToRead(options, 'readonly') || /OPEN_READONLY/.test(given?.text ?? '');
    yield {
      node,
      driver: 'bun:sqlite',
      ...(path
        ? namedPathAt(path, { file, names })
        : { database: { kind: 'text', text: ':memory:' }, storage: 'memory' }),
      readOnly: reads,
      options: [],
      code: (handle, pragma, value) => `${handle}.run('PRAGMA ${pragma} = ${value}');`,
    };
  }
}
