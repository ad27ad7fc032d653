import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { PendingSite, Surroundings } from '../pending.ts';
import type { ConnectionSite, Setting } from '../site.ts';
import { databaseAt } from '../written.ts';
import { follow } from './follow.ts';
import { handleOf } from './handles.ts';
import { calledFunction, type Imports } from './imports.ts';
import { argumentsOf } from './open.ts';
import { type Hook, hookOf, keyedElement } from './register.ts';
import type { PragmaRun } from './runs.ts';

const connections = 'zombiezen.com/go/sqlite';
const pools = 'zombiezen.com/go/sqlite/sqlitex';
const migrations = 'zombiezen.com/go/sqlite/sqlitemigration';

/** Connections of zombiezen.com/go/sqlite, its pools, and those that are migrated. */
export function readZombiezen(
  file: HostFile,
  imports: Imports,
  runs: readonly PragmaRun[],
): {
  readonly pending: readonly PendingSite[];
  readonly explained: readonly Range[];
  readonly taken: ReadonlySet<PragmaRun>;
} {
  const pending: PendingSite[] = [];
  const explained: Range[] = [];
  const taken = new Set<PragmaRun>();
  for (const call of nodesOf(file.root, ['call_expression'])) {
    const used = calledFunction(call, imports);
    const [path, ...args] = argumentsOf(call);
    if (!used || !path) continue;
    const isPool = used.name === 'NewPool' && (used.path === pools || used.path === migrations);
    const isConnection = used.name === 'OpenConn' && used.path === connections;
    if (!isPool && !isConnection) continue;
    const options = isPool ? args.at(-1) : undefined;
    const hook = hookOf(keyedElement(options, 'PrepareConn'), file, runs);
    const handle = handleOf(call);
    const how = { by: 'statement', everyConnection: isConnection } as const;
    const followed = follow(call, handle, file, imports, runs, how);
    for (const run of [...hook.runs, ...followed.runs]) taken.add(run);
    const flags = isPool ? flagsOf(keyedElement(options, 'Flags')) : args;
    const size = keyedElement(options, 'PoolSize');
    const { database, storage } = databaseAt(path, file);
    const isWritten = options === undefined || options.type === 'composite_literal';
    const site: ConnectionSite = {
      driver: isPool ? 'zombiezen/sqlitex' : 'zombiezen/go-sqlite',
      range: placeOf(call),
      database,
      storage: flags.some(({ text }) => text.endsWith('OpenMemory')) ? 'memory' : storage,
      readOnly: flags.some(({ text }) => /\bOpenReadOnly\b/.test(text)),
      settings: [...journalModeOf(flags, call), ...hook.settings, ...followed.settings],
      ignored: [],
      opaque: isWritten ? hook.opaque : 'its options are built at run time',
      ...(size ? { poolSize: size.type === 'int_literal' ? Number(size.text) : 'unknown' } : {}),
      ...(handle === undefined ? {} : { variable: handle }),
    };
    explained.push(...site.settings.map(({ range }) => range));
    pending.push({ resolve: (around) => withHook(site, hook, around) });
  }
  return { pending, explained, taken };
}

/** A hook may be a function of another file of the package. */
function withHook(site: ConnectionSite, { name }: Hook, around: Surroundings): ConnectionSite {
  if (name === undefined) return site;
  const inFolder = around.shared.filter(({ folder }) => folder === around.folder);
  const all = inFolder.map(({ declarations }) => declarations.hooks.get(name)).find((one) => one);
  if (!all) return site;
  const own = all.map((setting) => ({ ...setting, range: site.range }));
  // It is run once the connection is open, behind what the flags say.
  const flags = site.settings.filter(({ by }) => by === 'option');
  const later = site.settings.filter(({ by }) => by !== 'option');
  return { ...site, settings: [...flags, ...own, ...later], opaque: undefined };
}

const flagsOf = (node: Node | undefined): Node[] => (node ? [node] : []);

/** Flags without OpenWAL leave the journal mode to the file. */
function journalModeOf(flags: readonly Node[], call: Node): Setting[] {
  if (flags.length === 0 || flags.some(({ text }) => /\bOpenWAL\b/.test(text))) return [];
  return [
    {
      pragma: 'journal_mode',
      value: undefined,
      by: 'option',
      written: 'the flags',
      range: placeOf(flags[0] ?? call),
      everyConnection: true,
    },
  ];
}
