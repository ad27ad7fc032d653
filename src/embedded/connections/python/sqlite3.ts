import type { Node } from '@vscode/tree-sitter-wasm';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { BeginSetting, ConnectionSite } from '../site.ts';
import { connectionClass, constructorSettings } from './classes.ts';
import { beginOfLevel, connectArguments, withinTransaction } from './connect-options.ts';
import { fateOf, type Handle, statementBehind } from './handles.ts';
import { argumentOf, argumentsOf, type PythonModule } from './module.ts';
import { handedTo } from './packages.ts';
import { databaseOf } from './paths.ts';
import { UsesReader } from './uses.ts';

const standard =
  /^(?:(?:[\w.]+\.)?sqlite3(?:\.dbapi2)?\.(?:connect|Connection)|pysqlite3(?:\.dbapi2)?\.connect|aiosqlite(?:\.core)?\.connect)$/;

/**
 * Connections of the standard library and of what has its interface: `sqlite3.connect(path, timeout=5.0)`,
 * `aiosqlite.connect(path)`. https://docs.python.org/3/library/sqlite3.html
 */
export function* readSqlite3(module: PythonModule): Iterable<ConnectionSite> {
  const uses = new UsesReader(module);
  for (const call of module.callsOf(standard)) {
    const site = readSite(call, module, uses);
    if (site) yield site;
  }
}

function readSite(call: Node, module: PythonModule, reader: UsesReader): ConnectionSite | undefined {
  const [callee = ''] = module.calleeOf(call);
  const driver = /^(?:aiosqlite|pysqlite3)\b/.exec(callee)?.[0] ?? 'sqlite3';
  const given = argumentsOf(call);
  const path = argumentOf(given, 'database', 0);
  if (!path && given.isComplete && given.spread.length === 0) return undefined;
  const options = connectArguments(given, module);
  const fate = fateOf(call, module);
  const handle = fate.kind === 'kept' ? fate.handle : undefined;
  const { database, storage } = databaseOf(path, module);
  const run = handle && reader.follow({ ...handle, origin: call, everyConnection: true }, false);
  const factory = connectionClass(
    argumentOf(given, 'factory', 5),
    /^sqlite3(?:\.dbapi2)?\.Connection$/,
    module,
  );
  const all = [...options.settings, ...constructorSettings(factory, reader), ...(run?.settings ?? [])];
  const { settings, ignored } = options.isAlwaysInTransaction
    ? withinTransaction(all)
    : { settings: all, ignored: [] };
  const text = database.kind === 'text' ? database.text : '';
  const shared = options.uri !== false && /[?&]cache=shared\b/.test(text);
  return {
    driver,
    range: placeOf(call),
    database,
    storage,
    readOnly: options.uri !== false && /[?&](?:mode=ro|immutable=1)\b/.test(path?.text ?? ''),
    settings,
    ignored,
    opaque:
      !given.isComplete || given.spread.length > 0
        ? 'its options are built at run time'
        : fate.kind === 'handed'
          ? handedTo(fate.call, module)
          : run?.opaque,
    begin: options.begin ?? assignedLevel(handle, module),
    variable: handle?.name,
    sharedCache: shared && path ? placeOf(path) : undefined,
    fix: (pragma, value) => {
      const wait = driver === 'aiosqlite' ? 'await ' : '';
      const statement = `${wait}${handle?.name ?? ''}.execute("PRAGMA ${pragma} = ${value}")`;
      return statementBehind(handle, module.file.text, statement);
    },
  };
}

/** `conn.isolation_level = None` behind the opening. */
function assignedLevel(handle: Handle | undefined, module: PythonModule): BeginSetting | undefined {
  if (!handle) return undefined;
  const assignment = nodesOf(handle.scope, ['assignment']).find(
    (one) => one.childForFieldName('left')?.text === `${handle.name}.isolation_level`,
  );
  const value = assignment?.childForFieldName('right');
  return assignment && value ? beginOfLevel({ value, node: assignment }, module) : undefined;
}
