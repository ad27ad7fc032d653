import { childrenOf } from '../../sql/text-expressions.ts';
import { namedPathAt } from './better-sqlite3.ts';
import { importedAs } from './imports.ts';
import type { DriverFile, Opening } from './opening.ts';
import { asksToRead, opaqueOptions, optionSettings } from './option-settings.ts';
import { objectOf, readOptions } from './options.ts';
import { superclassOf } from './superclass.ts';

/** Which pragma an option of the constructor sets. */
const pragmas = { timeout: 'busy_timeout', enableForeignKeyConstraints: 'foreign_keys' };

/** Connections of `node:sqlite`: `new DatabaseSync(path, options)`. https://nodejs.org/api/sqlite.html */
export function* readNodeSqlite({ file, imports, names }: DriverFile): Iterable<Opening> {
  for (const node of names.nodes.of('new_expression', 'call_expression')) {
    const used = importedAs(superclassOf(node) ?? node.childForFieldName('constructor'), imports);
    if (used?.module !== 'node:sqlite' || used.name !== 'DatabaseSync') continue;
    const [path, given] = childrenOf(node.childForFieldName('arguments'));
    const options = readOptions(objectOf(given, names) ?? given, file);
    yield {
      node,
      driver: 'node:sqlite',
      ...namedPathAt(path, { file, names }),
      readOnly: asksToRead(options, 'readOnly'),
      options: optionSettings(options, pragmas),
      opaque: opaqueOptions(options),
      code: (handle, pragma, value) => `${handle}.exec('PRAGMA ${pragma} = ${value}');`,
    };
  }
}
