import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, nodesOf } from '../../sql/text-expressions.ts';
import type { BeginSetting, ConnectionSite, LooseSetting, Setting } from '../site.ts';
import { modeOf } from './connect-options.ts';
import { refersTo } from './imports.ts';
import { argumentOf, argumentsOf, type PythonModule, parameterNames } from './module.ts';
import { plain } from './pragmas.ts';
import { type MethodSetting, UsesReader } from './uses.ts';

/** A function that is run with each new connection. */
export interface Hook {
  /** What it listens to: `engine`, `self.engine`, `Engine`. */
  readonly target: Node;
  /** `connect`, `first_connect`, `begin`. */
  readonly event: string;
  readonly listener: Node;
  readonly settings: readonly Setting[];
}

/** The drivers whose connections SQLAlchemy opens. */
const onSqlAlchemy = ['sqlalchemy', 'sqlmodel', 'flask-sqlalchemy', 'dataset'];

const listens = /^sqlalchemy\.event\.(?:api\.)?(?:listens_for|listen)$/;
const everyEngine =
  /^(?:sqlalchemy|sqlmodel)\.(?:engine\.)?(?:base\.)?Engine$|^sqlalchemy\.pool\.(?:base\.)?(?:\w*Pool)$/;

/**
 * Listeners of SQLAlchemy's events: `@event.listens_for(engine, "connect")`, `event.listen(Engine, "connect", configure)`.
 * https://docs.sqlalchemy.org/en/20/core/events.html#sqlalchemy.events.PoolEvents.connect
 */
export function readHooks(module: PythonModule): Hook[] {
  return module.callsOf(listens).flatMap((call): Hook[] => {
    const given = argumentsOf(call);
    const target = argumentOf(given, 'target', 0);
    const event = module.literalOf(argumentOf(given, 'identifier', 1));
    const listener = decorated(call) ?? functionNamed(argumentOf(given, 'fn', 2), module);
    if (!target || typeof event !== 'string' || !listener) return [];
    return [{ target, event, listener, settings: settingsOf(listener, 0, event === 'connect', module) }];
  });
}

/** What the listeners of one engine set on its connections. */
export function hooksOn(handle: string | undefined, hooks: readonly Hook[]): Setting[] {
  if (handle === undefined) return [];
  return hooks.flatMap(({ target, event, settings }) =>
    isConnect(event) && engineOf(target) === handle ? settings : [],
  );
}

/** What the listeners that belong to no engine of the file set. */
export function looseHooks(
  hooks: readonly Hook[],
  sites: readonly ConnectionSite[],
  module: PythonModule,
): LooseSetting[] {
  const known = new Set(sites.map(({ variable }) => variable));
  return hooks.flatMap(({ target, event, settings }): LooseSetting[] => {
    if (!isConnect(event)) return [];
    if (refersTo(target, module.imports, everyEngine))
      return settings.map((setting) => ({ ...setting, handle: 'connection', drivers: onSqlAlchemy }));
    if (known.has(engineOf(target))) return [];
    return settings.map((setting) => ({ ...setting, handle: 'connection' }));
  });
}

const isConnect = (event: string): boolean => /^(?:connect|first_connect|checkout)$/.test(event);

/** `engine` of `engine.sync_engine` and `engine.pool`. */
function engineOf(target: Node): string {
  return plain(target).replace(/\.(?:sync_engine|pool)$/, '');
}

/** `@event.listens_for(engine, "begin")` whose function runs `BEGIN IMMEDIATE`. */
export function beginHook(handle: string | undefined, hooks: readonly Hook[]): BeginSetting | undefined {
  for (const { target, event, listener } of hooks) {
    if (event !== 'begin' || handle === undefined || engineOf(target) !== handle) continue;
    const [, mode] = /\bBEGIN(?:\s+(DEFERRED|IMMEDIATE|EXCLUSIVE))?\b\s*;?\s*['"]/i.exec(listener.text) ?? [];
    const written = listener.childForFieldName('name');
    if (!written || !/\bBEGIN\b/.test(listener.text)) return undefined;
    return {
      mode: modeOf(mode ?? 'deferred'),
      range: { start: written.startIndex, end: written.endIndex },
      written: `${written.text}()`,
    };
  }
  return undefined;
}

const created = /^django\.db\.backends\.signals\.connection_created$/;

/**
 * Receivers of Django's signal for new connections: `@receiver(connection_created)`, `connection_created.connect(f)`.
 * https://docs.djangoproject.com/en/5.2/ref/signals/#connection-created
 */
export function djangoSignals(module: PythonModule): LooseSetting[] {
  if (!module.file.text.includes('connection_created')) return [];
  const receivers = module.calls.flatMap((call): Node[] => {
    const callee = call.childForFieldName('function');
    const [first] = argumentsOf(call).positional;
    const signals = first && /^(?:list|tuple)$/.test(first.type) ? childrenOf(first) : [first];
    const isReceiver =
      refersTo(callee, module.imports, /^django\.dispatch\.(?:dispatcher\.)?receiver$/) &&
      signals.some((one) => refersTo(one, module.imports, created));
    if (isReceiver) return listOf(decorated(call));
    if (callee?.childForFieldName('attribute')?.text !== 'connect') return [];
    const isSignal = refersTo(callee.childForFieldName('object'), module.imports, created);
    return isSignal ? listOf(functionNamed(argumentOf(argumentsOf(call), 'receiver', 0), module)) : [];
  });
  return receivers.flatMap((listener) => {
    const names = parameterNames(listener.childForFieldName('parameters')).map(({ text }) => text);
    const at = names.indexOf('connection');
    // Without a parameter of its own it is a keyword: `kwargs["connection"]`.
    const settings =
      at >= 0
        ? settingsOf(listener, at, true, module)
        : nodesOf(listener, ['assignment', 'as_pattern']).length > 0
          ? keywordSettings(listener, module)
          : [];
    return settings.map(
      (setting): LooseSetting => ({ ...setting, handle: 'connection', drivers: ['django'] }),
    );
  });
}

/** What code that has its connection from Django switches to WAL: the file of Django’s database keeps it. */
export function ofDjango(setting: LooseSetting, { imports }: PythonModule): LooseSetting {
  const isDjango = [...imports.names.values()].some((name) =>
    /^django\.db\.(?:connections?$|migrations\b)/.test(name),
  );
  const isWal = setting.pragma === 'journal_mode' && setting.value?.toLowerCase() === 'wal';
  return isDjango && isWal ? { ...setting, everyConnection: true, drivers: ['django'] } : setting;
}

function keywordSettings(listener: Node, module: PythonModule): readonly Setting[] {
  const uses = new UsesReader(module).follow(
    { name: "kwargs['connection']", scope: listener, origin: listener, everyConnection: true },
    false,
  );
  return uses.settings.map((setting) => ({ ...setting, by: 'hook' }));
}

/** What a function does with the connection that is its parameter of a place. */
export function settingsOf(
  listener: Node,
  at: number,
  everyConnection: boolean,
  module: PythonModule,
  method?: MethodSetting,
): readonly Setting[] {
  const parameters = parameterNames(listener.childForFieldName('parameters'));
  const isMethod = /^(?:self|cls)$/.test(parameters[0]?.text ?? '');
  const name = parameters[at + (isMethod ? 1 : 0)]?.text;
  if (name === undefined) return [];
  const receiver = { name, scope: listener, origin: listener, everyConnection };
  return new UsesReader(module, method)
    .follow(receiver, false)
    .settings.map((setting) => ({ ...setting, by: 'hook' }));
}

const listOf = (node: Node | undefined): Node[] => (node ? [node] : []);

/** The function that a call decorates. */
function decorated(call: Node): Node | undefined {
  const decorator = call.parent;
  if (decorator?.type !== 'decorator') return undefined;
  return decorator.parent?.childForFieldName('definition') ?? undefined;
}

/** The function of the file that a name refers to. */
export function functionNamed(node: Node | undefined, module: PythonModule): Node | undefined {
  const name = node && plain(node).replace(/^self\./, '');
  if (name === undefined) return undefined;
  return module.nodesOf(['function_definition']).find((one) => one.childForFieldName('name')?.text === name);
}
