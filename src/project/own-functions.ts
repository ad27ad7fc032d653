import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** The SQL functions that the programs of a project bring along. */
export interface OwnFunctions {
  /** True for a function that some program registers, or may: names are compared without regard to case. */
  has(name: string): boolean;
  /** True where anything tells that a connection may know functions beyond SQLite's own, under whatever names. */
  readonly areGiven: boolean;
}

/**
 * How drivers are given a function: `create_function("name", …)` of Python, Ruby and C, `db.function('name', …)` of
 * better-sqlite3 and node:sqlite, `RegisterFunc("name", …)` of Go, `sqliteCreateFunction('name', …)` of PDO,
 * `create_scalar_function("name", …)` of rusqlite, `[SQLiteFunction(Name = "name")]` of .NET, `Function.create(conn, "name", …)`
 * of Java. What stands where the name is expected is a text, or something that is put together.
 */
const registers =
  /(?:(?<!\b(?:def|fn|func|function)\s+)\b(?:sqlite)?_?(?:create|register|mustregister|define|add)_?\w*(?:func|function|aggregate|aggregator|collation)\w*|(?:\.|->)\s*(?:function|aggregate)|\bSQLiteFunction|\bFunction\s*\.\s*create)\b\s*(?:<[^<>()]*>)?(?:\(|\s)\s*(?:&?\w+\s*,\s*)?(?:name\s*[:=]\s*)?(?:c)?(["'`]?)([\w$.]+)/gi;

/**
 * Any sign that programs give a connection functions: the calls of the drivers whatever the name is, packages of
 * extensions, and frameworks that register functions under the names of other databases.
 */
const signs =
  /create_?(?:scalar_?|aggregate_?|window_?)?function|create_?aggregate|\.(?:function|aggregate)\s*\(|define_?function|register_?(?:impl|agg|func|deterministic|scalar|custom_?function|\w*function)|\bFunction\.create\s*\(|\bDatabase(?:Function|Aggregate)\b|\.define\s*\(\s*"|@\w+\.func\s*\(|go-sqlite3\/ext\/|SQLiteFunction|create_?collation|(?:load|enable)_?extensions?\b|auto_extension|\bextensions\s*[:=(]|sqlean|spatialite|sqlite-regex|\bturso\b|\blimbo\b|\bdjango\b|doctrine\/dbal|sqlite-database-integration/i;

/** Loads all that a library holds. */
const loadsExtensions = /\b(?:load_?extension|enable_?load_?extension|loadExtension|sqlean|spatialite)\b/i;

/** A script that loads an extension itself: by the function, or by the command of SQLite's shell. */
const loadsInScript = /\bload_extension\s*\(|^\.load\b/im;

interface RegisteredFunctions {
  readonly names: readonly string[];
  /** True where a name is put together, or a library may hold any. */
  readonly any: boolean;
  readonly areGiven: boolean;
}

/** The functions that files register; any, where a name is put together. They are looked for when they are first asked about. */
export function ownFunctions(sources: readonly SourceFile[]): OwnFunctions {
  let found: { names: ReadonlySet<string>; any: boolean } | undefined;
  let areGiven: boolean | undefined;
  return {
    has(name) {
      found ??= gather(sources);
      return found.any || found.names.has(name.toLowerCase());
    },
    get areGiven() {
      areGiven ??= sources.some((source) => functionsOf(source).areGiven);
      return areGiven;
    },
  };
}

function gather(sources: readonly SourceFile[]): { names: ReadonlySet<string>; any: boolean } {
  const all = sources.map(functionsOf);
  return { names: new Set(all.flatMap(({ names }) => names)), any: all.some(({ any }) => any) };
}

const functionsOf = remember(({ text, kind }: SourceFile): RegisteredFunctions => {
  if (kind === 'sql') {
    const loads = loadsInScript.test(text);
    return { names: [], any: loads, areGiven: loads };
  }
  const calls = [...text.matchAll(registers)];
  const names = calls.flatMap(([, quote, name = '']) => (quote ? [name.toLowerCase()] : []));
  const isComputed = calls.some(([whole, quote]) => !quote && whole.includes('('));
  return {
    names,
    any: isComputed || loadsExtensions.test(text),
    areGiven: kind !== 'lock' && (names.length > 0 || signs.test(text)),
  };
});
