import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import type { HostFile } from '../reader.ts';
import type { ConnectionSite, Setting } from '../site.ts';
import { statementsOn } from '../statements.ts';
import { databaseAt } from '../written.ts';
import { handleOf, statementBehind } from './handles.ts';
import { type Imports, importedAs } from './imports.ts';
import { opaqueUse } from './opaque.ts';
import { type Options, readOptions } from './options.ts';

/** Connections of `node:sqlite`: `new DatabaseSync(path, options)`. https://nodejs.org/api/sqlite.html */
export function* readNodeSqlite(file: HostFile, imports: Imports): Iterable<ConnectionSite> {
  for (const node of file.root.descendantsOfType('new_expression')) {
    const used = node && importedAs(node.childForFieldName('constructor'), imports);
    if (used?.module === 'node:sqlite' && used.name === 'DatabaseSync')
      yield readSite(node as Node, file, imports);
  }
}

/** Which pragma an option of the constructor sets. */
const pragmaOfOption: Readonly<Record<string, string>> = {
  timeout: 'busy_timeout',
  enableForeignKeyConstraints: 'foreign_keys',
};

function readSite(node: Node, file: HostFile, imports: Imports): ConnectionSite {
  const [path, given] = childrenOf(node.childForFieldName('arguments'));
  const options = readOptions(given);
  const handle = handleOf(node);
  const { database, storage } = databaseAt(path, file);
  const run = handle ? statementsOn(handle.name, file) : [];
  return {
    driver: 'node:sqlite',
    range: placeOf(node),
    database,
    storage,
    readOnly: options?.get('readOnly')?.value === true,
    settings: [...settingsOf(options), ...run],
    ignored: [],
    opaque: handle
      ? (opaqueOptions(options) ?? opaqueUse(handle.name, file, imports))
      : 'it is not kept in a variable',
    variable: handle?.name,
    fix: (pragma, value) =>
      handle && statementBehind(handle, file.text, `${handle.name}.exec('PRAGMA ${pragma} = ${value}');`),
  };
}

function opaqueOptions(options: Options | undefined): string | undefined {
  return options?.isComplete ? undefined : 'its options are built at run time';
}

function settingsOf(options: Options | undefined): Setting[] {
  return (options?.all ?? []).flatMap(({ name, value, range }): Setting[] => {
    const pragma = pragmaOfOption[name];
    if (pragma === undefined) return [];
    return [
      {
        pragma,
        value: value === undefined ? undefined : String(value),
        by: 'option',
        written: name,
        range,
        everyConnection: true,
      },
    ];
  });
}
