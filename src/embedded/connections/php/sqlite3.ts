import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { behind } from '../behind.ts';
import { type SettingAt, SetUp, settingsBehind } from '../set-up.ts';
import type { ConnectionSite } from '../site.ts';
import { pathAt } from '../written.ts';
import {
  argumentsOf,
  callsOn,
  className,
  constructedHandle,
  isWithinClassOf,
  opaqueUse,
  phpFlow,
  phpHandleOf,
  phpValue,
} from './syntax.ts';

/** Connections of the class SQLite3: `new SQLite3($path, SQLITE3_OPEN_READONLY)`, `$db->open($path)`. */
export function* readSqlite3Class(file: HostFile): Iterable<ConnectionSite> {
  for (const node of nodesOf(file.root, ['object_creation_expression'])) {
    if (className(node) === 'SQLite3') yield readSite(node, file);
  }
  // Classes made of it open themselves.
  for (const call of nodesOf(file.root, ['scoped_call_expression', 'member_call_expression'])) {
    const method = call.childForFieldName('name')?.text ?? '';
    const owner = (call.childForFieldName('scope') ?? call.childForFieldName('object'))?.text ?? '';
    const opens = /^(?:parent::(?:__construct|open)|\$this::open)$/.test(`${owner}::${method}`);
    if (opens && isWithinClassOf(call, /^SQLite3$/)) yield readSite(call, file);
  }
}

function readSite(node: Node, file: HostFile): ConnectionSite {
  const [path, flags] = argumentsOf(node);
  const { name, statement } = constructedHandle(node) ?? phpHandleOf(node);
  return {
    driver: 'php-sqlite3',
    range: placeOf(node),
    ...pathAt(path, file),
    readOnly: /\bSQLITE3_OPEN_READONLY\b/.test(flags?.text ?? ''),
    settings:
      name === undefined
        ? []
        : settingsBehind(new SetUp(node, phpFlow), new Set([name]), file, timeoutsOn(name, file)),
    ignored: [],
    opaque: opaqueUse(node, name, file),
    variable: name,
    fix: (pragma, value) =>
      behind(
        statement,
        file.text,
        pragma === 'busy_timeout'
          ? `${name}->busyTimeout(${value});`
          : `${name}->exec('PRAGMA ${pragma} = ${value}');`,
      ),
  };
}

/** `$db->busyTimeout(5000)`, in milliseconds. */
function timeoutsOn(handle: string, file: HostFile): SettingAt[] {
  return [...callsOn(handle, file)].flatMap(({ node, method, args: [value] }): SettingAt[] => {
    if (!/^busyTimeout$/i.test(method) || !value) return [];
    return [
      {
        node,
        receiver: handle,
        setting: {
          pragma: 'busy_timeout',
          value: phpValue(value, file).value ?? undefined,
          by: 'statement',
          written: 'busyTimeout()',
          range: placeOf(node),
          everyConnection: true,
        },
      },
    ];
  });
}
