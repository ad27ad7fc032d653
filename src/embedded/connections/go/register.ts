import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, holds, nodesOf } from '../../sql/text-expressions.ts';
import { knownText } from '../dsn.ts';
import type { NamedDriver } from '../pending.ts';
import type { Setting } from '../site.ts';
import { settingOf } from '../statements.ts';
import { calledFunction, type Imports, importedName } from './imports.ts';
import { driverPackages, namesOfDrivers } from './names.ts';
import type { PragmaRun } from './runs.ts';
import { goText } from './text.ts';
import { functionsNamed } from './variables.ts';

/** The drivers that a file makes known, by importing their packages and by registering its own. */
export function namedDrivers(
  file: HostFile,
  imports: Imports,
  runs: readonly PragmaRun[],
): { readonly drivers: readonly NamedDriver[]; readonly taken: ReadonlySet<PragmaRun> } {
  const drivers: NamedDriver[] = [];
  const taken = new Set<PragmaRun>();
  const add = (name: string | undefined, driver: string, hook: Hook | undefined): void => {
    for (const run of hook?.runs ?? []) taken.add(run);
    const settings = hook?.settings ?? [];
    drivers.push({
      name,
      driver,
      isCustom: hook !== undefined,
      settings,
      opaque: hook?.opaque,
      path: file.path,
    });
  };
  for (const { path, driver, registers } of driverPackages) {
    if (imports.paths.has(path)) add(registers, driver, undefined);
  }
  for (const call of nodesOf(file.root, ['call_expression'])) {
    const used = calledFunction(call, imports);
    const args = childrenOf(call.childForFieldName('arguments'));
    if (used?.name === 'Register' && used.path === 'database/sql' && args[0] && args[1]) {
      const name = nameOf(args[0], file, imports);
      const driver = driverOf(args[1], imports) ?? onlyDriver(imports);
      if (name === undefined || driver === undefined) continue;
      const hook =
        keyedElement(args[1], 'ConnectHook') ??
        keyedIn(file, 'ConnectHook', args[1]) ??
        openMethod(args[1], file);
      add(name, driver, hookOf(hook, file, runs));
    }
    if (used?.name === 'RegisterConnectionHook' && used.path === 'modernc.org/sqlite' && args[0])
      add(undefined, 'modernc.org/sqlite', hookOf(args[0], file, runs));
  }
  return { drivers, taken };
}

/** What a function does on each new connection that it is handed. */
export interface Hook {
  /** The name of a function of another file. */
  readonly name?: string | undefined;
  readonly settings: readonly Setting[];
  readonly runs: readonly PragmaRun[];
  readonly opaque: string | undefined;
}

/** The pragmas that a function runs on each new connection. */
export function hookOf(hook: Node | undefined, file: HostFile, runs: readonly PragmaRun[]): Hook {
  if (!hook || hook.type === 'nil') return { settings: [], runs: [], opaque: undefined };
  const body = /^(?:func_literal|block)$/.test(hook.type) ? hook : functionsNamed(file.root, hook.text)[0];
  if (!body)
    return {
      name: hook.text,
      settings: [],
      runs: [],
      opaque: `${hook.text}, which runs on each connection, is not in this file`,
    };
  const own = runs.filter(({ call }) => holds(body, call));
  return {
    settings: own.flatMap(({ statements, maybe }) =>
      statements.map((statement) => ({
        ...settingOf(statement, { by: 'hook', everyConnection: true }),
        ...(maybe ? { maybe: true } : {}),
      })),
    ),
    runs: own,
    opaque: undefined,
  };
}

/** The text of a driver's name, where the file tells it. */
function nameOf(node: Node, file: HostFile, imports: Imports): string | undefined {
  return knownDriverName(node, imports) ?? knownText(goText(node, file).pieces);
}

/** The names that packages have constants for. */
export function knownDriverName(node: Node, imports: Imports): string | undefined {
  const name = importedName(node, imports);
  return name && namesOfDrivers[`${name.path}.${name.name}`];
}

/** The driver whose type a value is of: `&sqlite3.SQLiteDriver{…}`, or a value that holds one. */
function driverOf(node: Node, imports: Imports): string | undefined {
  for (const literal of nodesOf(node, ['composite_literal'])) {
    const type = importedName(literal.childForFieldName('type'), imports);
    const used = driverPackages.find(({ path, type: name }) => path === type?.path && name === type?.name);
    if (used) return used.driver;
  }
  return undefined;
}

/** A type of the project's own that wraps a driver: the file that registers it imports one only. */
function onlyDriver(imports: Imports): string | undefined {
  const used = new Set(
    driverPackages.flatMap(({ path, driver }) => (imports.paths.has(path) ? [driver] : [])),
  );
  return used.size === 1 ? [...used][0] : undefined;
}

/** The value of a key in a composite literal. */
export function keyedElement(node: Node | undefined, key: string): Node | undefined {
  for (const element of node ? nodesOf(node, ['keyed_element']) : []) {
    const [name, value] = childrenOf(element);
    if (name?.text === key)
      return value?.type === 'literal_element' ? (value.namedChildren[0] ?? undefined) : value;
  }
  return undefined;
}

/** The same elsewhere in the file, for a type that wraps the driver. */
function keyedIn(file: HostFile, key: string, registered: Node): Node | undefined {
  const isOwn = /^&?\w+\{/.test(registered.text) || /^&?\w+$/.test(registered.text);
  return isOwn ? keyedElement(file.root, key) : undefined;
}

/** The method that opens connections for a type of the file that wraps a driver: `func (d Driver) Open(name string)`. */
function openMethod(registered: Node, file: HostFile): Node | undefined {
  const type = /^&?(\w+)\{/.exec(registered.text)?.[1];
  const method = functionsNamed(file.root, 'Open').find((one) => {
    const [receiver] = childrenOf(one.childForFieldName('receiver'));
    return type !== undefined && receiver?.childForFieldName('type')?.text.replace(/^\*/, '') === type;
  });
  return method?.childForFieldName('body') ?? undefined;
}

/** The types of what hooks are handed: one connection. */
const connectionType = /^(?:\*(?:sqlite|sqlite3)\.(?:Conn|SQLiteConn)|sqlite\.ExecQuerierContext)$/;

/** What the functions of a file run on a connection that they are handed, for hooks in other files. */
export function hookFunctions(file: HostFile, runs: readonly PragmaRun[]): Map<string, Setting[]> {
  const hooks = new Map<string, Setting[]>();
  for (const declaration of childrenOf(file.root)) {
    const name = declaration.childForFieldName('name')?.text;
    if (declaration.type !== 'function_declaration' || name === undefined) continue;
    const [first] = childrenOf(declaration.childForFieldName('parameters'));
    if (!connectionType.test(first?.childForFieldName('type')?.text ?? '')) continue;
    const { settings } = hookOf(declaration.childForFieldName('name') ?? undefined, file, runs);
    hooks.set(
      name,
      settings.map((setting) => ({ ...setting, written: `${setting.written} (${name} in ${file.path})` })),
    );
  }
  return hooks;
}
