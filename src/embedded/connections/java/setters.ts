import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import type { JdbcProperty } from '../jdbc.ts';
import { holderOf } from '../values.ts';
import { type Call, callsOn, createdAt, holderOfUse, literalAt } from './objects.ts';

/** The property that a setter of SQLiteConfig or SQLiteDataSource sets. */
const propertyOf: ReadonlyMap<string, string> = new Map(
  Object.entries({
    setBusyTimeout: 'busy_timeout',
    setJournalMode: 'journal_mode',
    setSynchronous: 'synchronous',
    enforceForeignKeys: 'foreign_keys',
    setEnforceForeignKeys: 'foreign_keys',
    setCacheSize: 'cache_size',
    setTempStore: 'temp_store',
    setLockingMode: 'locking_mode',
    setJournalSizeLimit: 'journal_size_limit',
    setWalAutocheckpoint: 'wal_autocheckpoint',
    setPageSize: 'page_size',
    setMaxPageCount: 'max_page_count',
    setUserVersion: 'user_version',
    setApplicationId: 'application_id',
    setEncoding: 'encoding',
    setReadUncommitted: 'read_uncommitted',
    enableRecursiveTriggers: 'recursive_triggers',
    setRecursiveTriggers: 'recursive_triggers',
    deferForeignKeys: 'defer_foreign_keys',
    setLegacyAlterTable: 'legacy_alter_table',
    setTransactionMode: 'transaction_mode',
    setSharedCache: 'shared_cache',
  }),
);

const configType = /^(?:org\.sqlite\.)?SQLiteConfig$/;

/** What setters of SQLiteConfig or SQLiteDataSource set, as properties. */
export function settersIn(calls: readonly Call[], file: HostFile): JdbcProperty[] {
  return calls.flatMap(({ node, method, args, maybe }): JdbcProperty[] => {
    const [first, second] = args;
    const how = { range: nameAndArguments(node), written: method, by: 'builder' as const, maybe };
    if (method === 'setPragma' && second) {
      const name = /(?:^|\.)([A-Z_]+)$/.exec(first?.text ?? '')?.[1];
      return name === undefined ? [] : [{ ...how, name: name.toLowerCase(), value: literalAt(second, file) }];
    }
    if (method === 'setReadOnly') {
      const value = literalAt(first, file);
      return [{ ...how, name: 'open_mode', value: value === 'true' ? '1' : '6' }];
    }
    const name = propertyOf.get(method);
    return name === undefined || args.length !== 1 ? [] : [{ ...how, name, value: literalAt(first, file) }];
  });
}

/** The method's name with its arguments, without what it is called on. */
export function nameAndArguments(call: Node): { start: number; end: number } {
  return { start: (call.childForFieldName('name') ?? call).startIndex, end: call.endIndex };
}

/** What an SQLiteConfig that an expression stands for is set to; undefined where it is built elsewhere. */
export function configAt(node: Node | undefined, file: HostFile): JdbcProperty[] | undefined {
  const created = createdAt(node, configType);
  if (!node || !created) return undefined;
  const holder = holderOfUse(node) ?? holderOf(created);
  return settersIn(callsOn(created, holder, file, node), file);
}
