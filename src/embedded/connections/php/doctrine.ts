import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { knownText, storageOf } from '../dsn.ts';
import { SetUp, settingsBehind } from '../set-up.ts';
import type { ConnectionSite, Written } from '../site.ts';
import { writtenAt } from '../written.ts';
import { timeoutOf } from './pdo.ts';
import { assignedBefore, type Element, elementsOf, isWrittenOut, phpFlow, phpHandleOf } from './syntax.ts';

/**
 * Connections of Doctrine DBAL: arrays of parameters with the driver `pdo_sqlite` or `sqlite3`, or a URL of SQLite.
 * https://www.doctrine-project.org/projects/doctrine-dbal/en/current/reference/configuration.html
 */
export function* readDoctrine(file: HostFile): Iterable<ConnectionSite> {
  for (const array of nodesOf(file.root, ['array_creation_expression'])) {
    const elements = elementsOf(array) ?? [];
    const driver = textOf(elements, 'driver', file);
    const url = textOf(elements, 'url', file);
    const isSqlite = driver === 'pdo_sqlite' || driver === 'sqlite3';
    if (!isSqlite && !(/^(?:pdo-)?sqlite3?:/.test(url ?? '') && /\bDriverManager\b/.test(file.text)))
      continue;
    // What only chooses among drivers, or names one, opens none.
    if (!elements.some(({ key }) => /^(?:path|memory|url)$/.test(key))) continue;
    yield siteOf(
      array,
      elements,
      driver === 'sqlite3' ? 'doctrine-sqlite3' : 'doctrine-pdo-sqlite',
      url,
      file,
    );
  }
}

function siteOf(
  array: Node,
  elements: readonly Element[],
  driver: string,
  url: string | undefined,
  file: HostFile,
): ConnectionSite {
  const get = (key: string): Element | undefined => elements.findLast((one) => one.key === key);
  const opening = openingOf(array);
  const { name } = opening ? phpHandleOf(opening) : { name: undefined };
  const database = databaseOf(get('path'), url, file);
  const options = get('driverOptions')?.value;
  return {
    driver,
    range: placeOf(array),
    database,
    storage:
      get('memory')?.value.text.toLowerCase() === 'true'
        ? 'memory'
        : database.kind === 'text'
          ? storageOf(database.text)
          : 'file',
    readOnly: false,
    settings: [
      ...(driver === 'doctrine-pdo-sqlite' ? timeoutOf(options, file) : []),
      ...(opening && name !== undefined
        ? settingsBehind(new SetUp(opening, phpFlow), new Set([name]), file, [])
        : []),
    ],
    ignored: [],
    opaque: isWrittenOut(array) ? undefined : 'its parameters are put together at run time',
    variable: name,
  };
}

/** The call that the parameters are handed to, in place or as a variable. */
function openingOf(array: Node): Node | undefined {
  for (let around = array.parent; around; around = around.parent) {
    if (around.type === 'scoped_call_expression' || around.type === 'member_call_expression') return around;
    if (around.type === 'assignment_expression') {
      const name = around.childForFieldName('left')?.text;
      return nodesOf(array.tree.rootNode, ['scoped_call_expression', 'member_call_expression']).find(
        (call) =>
          call.startIndex > array.endIndex &&
          nodesOf(call, ['variable_name']).some(
            (variable) => variable.text === name && assignedBefore(variable)?.id === array.id,
          ),
      );
    }
    if (/_statement$/.test(around.type)) return undefined;
  }
  return undefined;
}

function databaseOf(path: Element | undefined, url: string | undefined, file: HostFile): Written {
  if (path) return writtenAt(path.value, file);
  if (url === undefined) return { kind: 'unknown', reason: 'no path is named' };
  return { kind: 'text', text: url.replace(/^[\w-]+:\/\/\w*\//, '').replace(/\?.*$/, '') };
}

function textOf(elements: readonly Element[], key: string, file: HostFile): string | undefined {
  const element = elements.findLast((one) => one.key === key);
  return element && knownText(file.texts.textOf(element.value));
}
