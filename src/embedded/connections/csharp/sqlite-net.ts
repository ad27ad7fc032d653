import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite, Setting } from '../site.ts';
import { type Holder, holderOf, isConditional, isHolder, resolved } from '../values.ts';
import { databaseAt } from '../written.ts';
import { valueAt } from './builders.ts';
import { runOn } from './run.ts';
import { argumentsOf, createdType, creationsIn } from './types.ts';

/** Connections of sqlite-net: `new SQLiteConnection(path)` with `using SQLite;`. */
export function* readSqliteNet(file: HostFile): Iterable<ConnectionSite> {
  const isUsed = /^\s*(?:global\s+)?using\s+SQLite\s*;/m.test(file.text);
  for (const node of creationsIn(file)) {
    const type = createdType(node);
    if (
      !/^SQLite\.SQLite(?:Async)?Connection$/.test(type) &&
      !(isUsed && /^SQLite(?:Async)?Connection$/.test(type))
    )
      continue;
    const holder = holderOf(node);
    const [given, ...flags] = argumentsOf(node);
    const path = given && pathAt(given);
    const { database, storage } = databaseAt(path, file);
    yield {
      driver: 'sqlite-net',
      range: placeOf(node),
      database,
      storage,
      readOnly: flags.some(({ text }) => /\bReadOnly\b/.test(text)),
      settings: [...runOn(holder, file, node), ...methodsOn(holder, file, node)].sort(
        (a, b) => a.range.start - b.range.start,
      ),
      ignored: [],
      opaque: undefined,
      variable: holder?.name,
    };
  }
}

/** The path of an SQLiteConnectionString. */
function pathAt(given: Node): Node {
  const value = resolved(given);
  return createdType(value) === 'SQLiteConnectionString' ? (argumentsOf(value)[0] ?? given) : given;
}

/** What methods and properties of a connection set. */
function methodsOn(holder: Holder | undefined, file: HostFile, place: Node): Setting[] {
  if (!holder) return [];
  const settings: Setting[] = [];
  const add = (at: Node, pragma: string, value: string | undefined, written: string): void => {
    const maybe = isConditional(at, place) || undefined;
    settings.push({
      pragma,
      value,
      by: 'builder',
      written,
      range: placeOf(at),
      everyConnection: true,
      maybe,
    });
  };
  for (const call of nodesOf(file.root, ['invocation_expression'])) {
    const called = call.childForFieldName('function');
    const method = called?.childForFieldName('name')?.text ?? '';
    if (!isHolder(holder, called?.childForFieldName('expression')?.text ?? '', call)) continue;
    if (/^EnableWriteAheadLogging(?:Async)?$/.test(method)) add(call, 'journal_mode', 'WAL', method);
    if (method === 'SetBusyTimeoutAsync')
      add(call, 'busy_timeout', timeSpan(argumentsOf(call)[0], file), method);
  }
  for (const node of nodesOf(file.root, ['assignment_expression'])) {
    const left = node.childForFieldName('left');
    if (left?.childForFieldName('name')?.text !== 'BusyTimeout') continue;
    if (isHolder(holder, left.childForFieldName('expression')?.text ?? '', node))
      add(node, 'busy_timeout', timeSpan(node.childForFieldName('right') ?? undefined, file), 'BusyTimeout');
  }
  return settings;
}

/** Milliseconds of `TimeSpan.FromSeconds(5)`. */
function timeSpan(node: Node | undefined, file: HostFile): string | undefined {
  const call = node && resolved(node);
  const [, unit] = /^TimeSpan\s*\.\s*From(Seconds|Milliseconds|Minutes)\b/.exec(call?.text ?? '') ?? [];
  const [given] = call ? argumentsOf(call) : [];
  const amount = /^\d+(?:\.\d+)?$/.exec(given?.text ?? '')?.[0] ?? valueAt(given, file);
  if (unit === undefined || amount === undefined || Number.isNaN(Number(amount))) return undefined;
  return String(Math.round(Number(amount) * (unit === 'Seconds' ? 1000 : unit === 'Minutes' ? 60_000 : 1)));
}
