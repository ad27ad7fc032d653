import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** The SQL functions that the programs of a project bring along. */
export interface OwnFunctions {
  /** True for a function that some program registers, or may: names are compared without regard to case. */
  has(name: string): boolean;
}

/**
 * How drivers are given a function: `create_function("name", …)` of Python, Ruby and C, `db.function('name', …)` of
 * better-sqlite3 and node:sqlite, `RegisterFunc("name", …)` of Go, `sqliteCreateFunction('name', …)` of PDO,
 * `create_scalar_function("name", …)` of rusqlite, `[SQLiteFunction(Name = "name")]` of .NET, `Function.create(conn, "name", …)`
 * of Java. What stands where the name is expected is a text, or something that is put together.
 */
const registers =
  /(?:(?<!\b(?:def|fn|func|function)\s+)\b(?:sqlite)?_?(?:create|register|mustregister|define|add)_?\w*(?:func|function|aggregate|aggregator|collation)\w*|(?:\.|->)\s*(?:function|aggregate)|\bSQLiteFunction|\bFunction\s*\.\s*create)\b\s*(?:<[^<>()]*>)?(?:\(|\s)\s*(?:&?\w+\s*,\s*)?(?:name\s*[:=]\s*)?(?:c)?(["'`]?)([\w$.]+)/gi;

/** Loads all that a library holds. */
const loadsExtensions = /\b(?:load_?extension|enable_?load_?extension|loadExtension|sqlean|spatialite)\b/i;

/** The functions that files register; any, where a name is put together. They are looked for when they are first asked about. */
export function ownFunctions(sources: readonly SourceFile[]): OwnFunctions {
  let found: { names: ReadonlySet<string>; any: boolean } | undefined;
  return {
    has(name) {
      found ??= gather(sources);
      return found.any || found.names.has(name.toLowerCase());
    },
  };
}

function gather(sources: readonly SourceFile[]): { names: ReadonlySet<string>; any: boolean } {
  const all = sources.map(functionsOf);
  return { names: new Set(all.flatMap(({ names }) => names)), any: all.some(({ any }) => any) };
}

const functionsOf = remember(({ text, kind }: SourceFile): { names: readonly string[]; any: boolean } => {
  if (kind === 'sql') return { names: [], any: false };
  const calls = [...text.matchAll(registers)];
  const names = calls.flatMap(([, quote, name = '']) => (quote ? [name.toLowerCase()] : []));
  const isComputed = calls.some(([whole, quote]) => !quote && whole.includes('('));
  return { names, any: isComputed || loadsExtensions.test(text) };
});
