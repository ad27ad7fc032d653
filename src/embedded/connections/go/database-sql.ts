import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { nodesOf } from '../../sql/text-expressions.ts';
import { driverName } from './driver-name.ts';
import { type Followed, follow } from './follow.ts';
import { handleOf } from './handles.ts';
import { calledFunction, type Imports, importedName } from './imports.ts';
import { gormDrivers, placeOfDriver } from './names.ts';
import { argumentsOf, type Opening } from './open.ts';
import { hookOf, keyedElement } from './register.ts';
import type { PragmaRun } from './runs.ts';

/** The calls of a file that open pools through database/sql, sqlx, GORM and others. */
export function* findOpenings(
  file: HostFile,
  imports: Imports,
  runs: readonly PragmaRun[],
): Iterable<Opening> {
  for (const call of nodesOf(file.root, ['call_expression'])) {
    const used = calledFunction(call, imports);
    if (!used) continue;
    const args = argumentsOf(call);
    const followed = (of: Node = call): { handle: string | undefined; followed: Followed } => {
      const handle = handleOf(of);
      const how = { by: 'statement', everyConnection: false } as const;
      return { handle, followed: follow(of, handle, file, imports, runs, how) };
    };
    const at = placeOfDriver(used.path, used.name) ?? (isEntClient(used) ? 0 : undefined);
    if (at !== undefined) {
      const [name, dsn] = args.slice(at);
      if (name && dsn)
        yield { call, name: driverName(name, file, imports), driver: undefined, dsn, ...followed() };
      continue;
    }
    if (used.path === 'github.com/ncruces/go-sqlite3/driver' && used.name === 'Open') {
      const hook = args[1] ? hookOf(args[1], file, runs) : undefined;
      const hooks = hook && { driver: '', settings: hook.settings, opaque: hook.opaque };
      yield { call, name: undefined, driver: 'ncruces/go-sqlite3', dsn: args[0], ...followed(), hooks };
    }
    if (used.path === 'modernc.org/sqlite' && used.name === 'NewConnector') {
      const text = { pieces: [{ text: 'sqlite', host: undefined }], holes: new Map(), maybe: [] };
      const name = { text, compared: [], parameter: undefined };
      yield { call, name, driver: undefined, dsn: args[0], ...followed(poolOf(call)) };
    }
    const gorm = gormDrivers[used.path];
    if (gorm !== undefined && used.name === 'Open')
      yield { call, name: undefined, driver: gorm, dsn: args[0], ...followed(gormCall(call)) };
    if (gorm !== undefined && used.name === 'New' && !keyedElement(args[0], 'Conn')) {
      const name = keyedElement(args[0], 'DriverName');
      const dsn = keyedElement(args[0], 'DSN');
      const ways = name
        ? { name: driverName(name, file, imports), driver: undefined }
        : { name: undefined, driver: gorm };
      yield { call, ...ways, dsn, ...followed(gormCall(call)) };
    }
  }
  yield* dialectors(file, imports, runs);
}

/** `&sqlite.Dialector{DriverName: "sqlite", DSN: dsn}`. */
function* dialectors(file: HostFile, imports: Imports, runs: readonly PragmaRun[]): Iterable<Opening> {
  for (const literal of nodesOf(file.root, ['composite_literal'])) {
    const type = importedName(literal.childForFieldName('type'), imports);
    const gorm = type?.name === 'Dialector' ? gormDrivers[type.path] : undefined;
    const dsn = keyedElement(literal, 'DSN');
    if (gorm === undefined || !dsn || keyedElement(literal, 'Conn')) continue;
    const name = keyedElement(literal, 'DriverName');
    const of = gormCall(literal);
    const handle = handleOf(of);
    const how = { by: 'statement', everyConnection: false } as const;
    yield {
      call: literal,
      name: name && driverName(name, file, imports),
      driver: name ? undefined : gorm,
      dsn,
      handle,
      followed: follow(of, handle, file, imports, runs, how),
    };
  }
}

/** The clients that ent generates have a function Open of their own. */
function isEntClient({ path, name }: { readonly path: string; readonly name: string }): boolean {
  return name === 'Open' && /\/ent$/.test(path);
}

const gormCall = (dialector: Node): Node => callThatTakes(dialector, 'gorm.Open');
const poolOf = (connector: Node): Node => callThatTakes(connector, 'sql.OpenDB');

/** The call of a function that a value is given to, itself or by a variable; the value where none is seen. */
function callThatTakes(dialector: Node, name: string): Node {
  for (let around = dialector.parent; around; around = around.parent) {
    if (around.type === 'call_expression' && around.childForFieldName('function')?.text === name)
      return around;
    if (/_declaration$|_statement$/.test(around.type)) break;
  }
  const handle = handleOf(dialector);
  if (handle === undefined) return dialector;
  let scope: Node = dialector;
  while (scope.parent && !/^(?:function_declaration|method_declaration)$/.test(scope.type))
    scope = scope.parent;
  const opened = nodesOf(scope, ['call_expression']).find(
    (call) => call.childForFieldName('function')?.text === name && argumentsOf(call)[0]?.text === handle,
  );
  return opened ?? dialector;
}
