import type { Node } from '@vscode/tree-sitter-wasm';
import { beginModeOf } from '../../../facts/drivers/driver.ts';
import { isEffectivePragma } from '../../../facts/effective-pragmas.ts';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { behind } from '../behind.ts';
import { type SettingAt, SetUp, settingsBehind } from '../set-up.ts';
import type { ConnectionSite, IgnoredParameter } from '../site.ts';
import { pathAt } from '../written.ts';
import { handlesOf, literalValue, methodsOn, type Pairs, pairsOf, rubyFlow } from './syntax.ts';

/** Connections of the sqlite3 gem: `SQLite3::Database.new(path, readonly: true)`, `open` with a block. */
export function* readSqlite3(file: HostFile): Iterable<ConnectionSite> {
  for (const call of nodesOf(file.root, ['call'])) {
    if (!/^(?:::)?SQLite3::Database$/.test(call.childForFieldName('receiver')?.text ?? '')) continue;
    if (/^(?:new|open)$/.test(call.childForFieldName('method')?.text ?? '')) yield readSite(call, file);
  }
}

function readSite(call: Node, file: HostFile): ConnectionSite {
  const [path, ...rest] = childrenOf(call.childForFieldName('arguments'));
  const options = pairsOf(rest, file);
  const { names, from, statement } = handlesOf(call);
  const handles = new Set(names);
  const flags = options.get('flags')?.node.text ?? '';
  const mode = options.get('default_transaction_mode');
  return {
    driver: 'sqlite3-ruby',
    range: placeOf(call),
    ...pathAt(path, file),
    readOnly: options.get('readonly')?.value === 'true' || /\bREADONLY\b/.test(flags),
    settings: settingsBehind(new SetUp(call, rubyFlow, from), handles, file, settersOn(handles, file)),
    ignored: ignoredOf(options),
    // Its options set no pragma, whatever they are; its own code names the pragmas that it sets.
    opaque: undefined,
    begin: mode && {
      mode: beginModeOf(mode.value),
      range: mode.range,
      written: 'default_transaction_mode',
      takenBy: [{ since: '1.6.9' }],
    },
    variable: names[0],
    fix: (pragma, value) =>
      behind(statement, file.text, `${names[0]}.execute("PRAGMA ${pragma} = ${value}")`),
  };
}

/** Pragmas that methods of the connection set: `db.busy_timeout = 5000`, `db.journal_mode = "wal"`. */
function settersOn(handles: ReadonlySet<string>, file: HostFile): SettingAt[] {
  return [...methodsOn(handles, file)].flatMap(({ node, method, value, receiver }): SettingAt[] => {
    const isBlock = method === 'busy_handler';
    const pragma = method === 'busy_handler_timeout' || isBlock ? 'busy_timeout' : method;
    if (!isEffectivePragma(pragma) || !value) return [];
    // `db.busy_timeout(5000)` sets it; other pragmas are asked for in that way.
    if (node.type === 'call' && method !== 'busy_timeout' && !isBlock) return [];
    return [
      {
        node,
        receiver,
        setting: {
          pragma,
          value: isBlock ? undefined : literalValue(value, file),
          by: 'statement',
          written: method,
          range: placeOf(node),
          everyConnection: true,
        },
      },
    ];
  });
}

/** Options that other drivers know and this one takes no notice of. */
function ignoredOf(options: Pairs): IgnoredParameter[] {
  return options.all.flatMap(({ name, value, range }): IgnoredParameter[] => {
    if (!/^(?:timeout|busy_timeout|journal_mode|synchronous|foreign_keys|pragmas)$/.test(name)) return [];
    return [
      {
        name,
        range,
        reason: `the sqlite3 gem knows no option ${name}.`,
        instead: /timeout/.test(name) ? `busy_timeout = ${value ?? '…'} on the database` : undefined,
      },
    ];
  });
}
