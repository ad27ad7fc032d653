import type { Node } from '@vscode/tree-sitter-wasm';
import { placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite } from '../site.ts';
import { fateOf, statementBehind } from './handles.ts';
import { argumentOf, argumentsOf, type PythonModule } from './module.ts';
import { databaseOf } from './paths.ts';
import { type MethodSetting, UsesReader } from './uses.ts';

/**
 * Databases of sqlite-utils: `sqlite_utils.Database(path)`; one that is given a connection opens none.
 * https://sqlite-utils.datasette.io/en/stable/python-api.html
 */
export function* readSqliteUtils(module: PythonModule): Iterable<ConnectionSite> {
  const uses = new UsesReader(module, walMethod);
  for (const call of module.callsOf(/^sqlite_utils\.(?:db\.)?Database$/)) {
    const given = argumentsOf(call);
    const path = argumentOf(given, 'filename_or_conn', 0);
    const isMemory = given.keywords.has('memory') || given.keywords.has('memory_name');
    if (path && isConnection(path, module)) continue;
    if (!path && !isMemory) continue;
    const fate = fateOf(call, module);
    const handle = fate.kind === 'kept' ? fate.handle : undefined;
    const run = handle && uses.follow({ ...handle, origin: call, everyConnection: true }, false);
    const { database, storage } = databaseOf(path, module);
    yield {
      driver: 'sqlite-utils',
      range: placeOf(call),
      database,
      storage: isMemory ? 'memory' : storage,
      readOnly: false,
      settings: run?.settings ?? [],
      ignored: [],
      opaque: run?.opaque,
      variable: handle?.name,
      fix: (pragma, value) =>
        pragma === 'journal_mode'
          ? statementBehind(handle, module.file.text, `${handle?.name ?? ''}.enable_wal()`)
          : statementBehind(
              handle,
              module.file.text,
              `${handle?.name ?? ''}.execute("PRAGMA ${pragma} = ${value}")`,
            ),
    };
  }
}

/** True for what is opened elsewhere and handed on. */
function isConnection(path: Node, module: PythonModule): boolean {
  const value = module.resolved(path);
  if (/^(?:identifier|attribute)$/.test(value.type)) return /conn(?:ection)?$|\bdb$/i.test(value.text);
  return value.type === 'call' && /\bconnect$/i.test(value.childForFieldName('function')?.text ?? '');
}

const walMethod: MethodSetting = (call, method) =>
  method === 'enable_wal' || method === 'disable_wal'
    ? {
        pragma: 'journal_mode',
        value: method === 'enable_wal' ? 'wal' : 'delete',
        by: 'statement',
        written: `${method}()`,
        range: placeOf(call),
      }
    : undefined;
