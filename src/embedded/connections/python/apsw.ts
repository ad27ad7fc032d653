import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite, LooseSetting, Setting } from '../site.ts';
import { connectionClass, constructorSettings } from './classes.ts';
import { fateOf, statementBehind } from './handles.ts';
import { functionNamed, settingsOf } from './hooks.ts';
import { refersTo } from './imports.ts';
import { argumentOf, argumentsOf, type PythonModule } from './module.ts';
import { handedTo } from './packages.ts';
import { databaseOf } from './paths.ts';
import { methodOf, receiverOf } from './pragmas.ts';
import { type MethodSetting, UsesReader } from './uses.ts';

const connections = /^apsw\.Connection$/;

/** Connections of APSW: `apsw.Connection(path, flags=…)`. https://rogerbinns.github.io/apsw/connection.html */
export function* readApsw(module: PythonModule): Iterable<ConnectionSite> {
  const uses = new UsesReader(module, apswMethod(module));
  if (!/\bapsw\b/.test(module.file.text)) return;
  for (const call of module.calls) {
    const own = connectionClass(call.childForFieldName('function'), connections, module);
    if (!own && !module.calleeOf(call).some((name) => connections.test(name))) continue;
    const given = argumentsOf(call);
    const path = argumentOf(given, 'filename', 0);
    const flags = argumentOf(given, 'flags', 1)?.text ?? '';
    const fate = fateOf(call, module);
    const handle = fate.kind === 'kept' ? fate.handle : undefined;
    const run = handle && uses.follow({ ...handle, origin: call, everyConnection: true }, false);
    const { database, storage } = databaseOf(path, module);
    const isUri = /OPEN_URI/.test(flags);
    yield {
      driver: 'apsw',
      range: placeOf(call),
      database,
      storage,
      readOnly: /OPEN_READONLY/.test(flags) || (isUri && /[?&]mode=ro\b/.test(path?.text ?? '')),
      settings: [...constructorSettings(own, uses), ...(run?.settings ?? [])],
      ignored: [],
      opaque:
        given.isComplete && given.spread.length === 0
          ? fate.kind === 'handed'
            ? handedTo(fate.call, module)
            : run?.opaque
          : 'its options are built at run time',
      variable: handle?.name,
      sharedCache: /OPEN_SHAREDCACHE/.test(flags) ? placeOf(call) : undefined,
      fix: (pragma, value) =>
        statementBehind(
          handle,
          module.file.text,
          `${handle?.name ?? ''}.execute("PRAGMA ${pragma} = ${value}")`,
        ),
    };
  }
}

/** `conn.set_busy_timeout(5000)`, `conn.pragma("journal_mode", "wal")`. */
function apswMethod(module: PythonModule): MethodSetting {
  return (call, method) => {
    const { positional } = argumentsOf(call);
    if (/^set_?busy_?timeout$/.test(method)) {
      const value = module.literalOf(positional[0]);
      return {
        pragma: 'busy_timeout',
        value: typeof value === 'number' ? String(value) : undefined,
        by: 'statement',
        written: `${method}()`,
        range: placeOf(call),
      };
    }
    const name = method === 'pragma' ? module.literalOf(positional[0]) : undefined;
    if (typeof name !== 'string' || !positional[1]) return undefined;
    const value = module.literalOf(positional[1]);
    return {
      pragma: name.toLowerCase(),
      value: value === undefined || value === null ? undefined : String(value),
      by: 'statement',
      written: `pragma("${name}")`,
      range: placeOf(call),
    };
  };
}

/** What `apsw.bestpractice.recommended` does with each connection. https://rogerbinns.github.io/apsw/bestpractice.html */
const recommended: Readonly<Record<string, readonly [string, string]>> = {
  connection_wal: ['journal_mode', 'wal'],
  connection_busy_timeout: ['busy_timeout', '100'],
  connection_enable_foreign_keys: ['foreign_keys', 'on'],
};

/** `apsw.bestpractice.apply(apsw.bestpractice.recommended)` and `apsw.connection_hooks.append(configure)`. */
export function apswHooks(module: PythonModule): LooseSetting[] {
  const how = { handle: 'connection', drivers: ['apsw'] } as const;
  if (!/\bbestpractice\b|\bconnection_hooks\b/.test(module.file.text)) return [];
  return module.calls.flatMap((call): LooseSetting[] => {
    const callee = call.childForFieldName('function');
    const [first] = argumentsOf(call).positional;
    if (refersTo(callee, module.imports, /^apsw\.bestpractice\.apply$/)) {
      const all = first && /\brecommended$/.test(first.text);
      const named: readonly Node[] =
        first && /^(?:list|tuple|set)$/.test(first.type) ? childrenOf(first) : [];
      const names = all ? Object.keys(recommended) : named.map(({ text }) => text.replace(/^.*\./, ''));
      return names.flatMap((name): LooseSetting[] => {
        const [pragma, value] = recommended[name] ?? [];
        if (pragma === undefined || value === undefined) return [];
        const setting: Setting = {
          pragma,
          value,
          by: 'hook',
          written: 'apsw.bestpractice',
          range: placeOf(call),
          everyConnection: true,
        };
        return [{ ...setting, ...how }];
      });
    }
    const isHook = methodOf(call) === 'append' && /\bconnection_hooks$/.test(receiverOf(call));
    const listener = isHook ? functionNamed(first, module) : undefined;
    const found = listener ? settingsOf(listener, 0, true, module, apswMethod(module)) : [];
    return found.map((setting) => ({ ...setting, ...how }));
  });
}
