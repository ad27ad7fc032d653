import type { MigrationScript, ScriptTool } from '../embedded/migrations/operations.ts';
import { commonFolder, parentOf } from '../text/paths.ts';
import type { SchemaSource, Scripts } from './databases.ts';
import type { DialectVerdict } from './dialect.ts';
import { compareMigrations, scriptFileOf } from './migration-files.ts';
import type { SourceFile } from './source-file.ts';

/** Scripts of one tool that build one database. */
export interface ScriptGroup {
  readonly home: string;
  readonly tool: ScriptTool;
  readonly verdict: DialectVerdict;
  /** In the order in which they run. */
  readonly files: readonly SourceFile[];
  readonly others: SchemaSource['others'];
  readonly unknowns: readonly string[];
  /** True for a dump of SQL that the tool writes of the same database. */
  isShownBy(file: SourceFile): boolean;
}

interface Member {
  readonly file: SourceFile;
  readonly script: MigrationScript;
}

/** Sorts scripts into databases, and each database's scripts into their order. Only those that SQLite runs are returned. */
export function groupScripts(
  scripts: Scripts,
  fileOf: (path: string) => SourceFile | undefined,
  verdictOf: (files: readonly SourceFile[], script: MigrationScript, folder: string) => DialectVerdict,
): ScriptGroup[] {
  const members = [...scripts].flatMap(([path, script]): Member[] => {
    const file = fileOf(path);
    return file && file.apart === undefined ? [{ file, script }] : [];
  });
  const foldersOf = (tool: ScriptTool): string[] =>
    members.filter(({ script }) => script.tool === tool).map(({ file }) => file.folder);
  const knex = new Set(foldersOf('knex'));
  const django = commonFolder(foldersOf('django').map((folder) => parentOf(folder)));
  const byHome = new Map<string, Member[]>();
  for (const member of members) {
    const key = `${member.script.tool}\n${homeOf(member, django, knex)}`;
    const list = byHome.get(key);
    if (list) list.push(member);
    else byHome.set(key, [member]);
  }
  return [...byHome].flatMap(([key, list]): ScriptGroup[] => {
    const home = key.slice(key.indexOf('\n') + 1);
    const [{ script }] = list as [Member];
    const verdict = verdictOf(
      list.map(({ file }) => file),
      script,
      home,
    );
    if (verdict.dialect !== 'sqlite') return [];
    return [
      {
        home: home || '.',
        tool: script.tool,
        verdict,
        ...order(script.tool, list, verdict),
        ...shownBy(script.tool, home),
      },
    ];
  });
}

/**
 * The place that stands for a database: what its scripts have in common.
 * @param django the folder that holds the project's Django applications: all are in its default database
 * @param knex the folders with scripts of Knex
 */
function homeOf({ file, script }: Member, django: string, knex: ReadonlySet<string>): string {
  switch (script.tool) {
    case 'rails':
      // db/schema.rb and db/migrate, db/cache_schema.rb and db/cache_migrate
      return script.whole ? file.path.replace(/schema(?:_\w+)?\.rb$/, 'migrate') : file.folder;
    case 'django':
      return django;
    case 'knex':
      // A script that makes the first tables belongs to the migrations in the folder beside it.
      return (
        [...knex].find((folder) => folder !== file.folder && parentOf(folder) === file.folder) ?? file.folder
      );
    default:
      return file.folder;
  }
}

function order(
  tool: ScriptTool,
  members: readonly Member[],
  verdict: DialectVerdict,
): Pick<ScriptGroup, 'files' | 'others' | 'unknowns'> {
  const all = members.filter(({ script }) => script.whole).map(({ file }) => file);
  // One that names SQLite stands before one that another database's dump has written.
  const own = all.filter(({ pathDialect }) => pathDialect?.dialect === 'sqlite');
  const whole = own.length > 0 ? own : all;
  const single = members.filter(({ script }) => !script.whole);
  if (whole[0]) {
    const reason = `${whole[0].path} holds the schema`;
    return { files: whole, others: single.map(({ file }) => ({ file, reason })), unknowns: [] };
  }
  if (tool === 'django' || tool === 'alembic') return byRevision(single);
  const longest = Math.max(...single.map(({ file }) => file.folder.length));
  const isFirst = ({ file }: { readonly file: SourceFile }): boolean => file.folder.length < longest;
  // A tool runs what is in its folder on every database; whether it is SQLite that a script outside builds, is open
  // where the project talks to others too.
  const unsure = verdict.among ? single.filter(isFirst) : [];
  const files = single
    .filter((member) => !unsure.includes(member))
    .map(({ file, script }) => scriptFileOf(file, script))
    .sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)) || compareMigrations(a, b))
    .map(({ file }) => file);
  const reason = 'it may build another of the databases that the project talks to';
  return { files, others: unsure.map(({ file }) => ({ file, reason })), unknowns: [] };
}

/** Each script behind those that it follows; among the rest by path. Those that another replaces are left out. */
function byRevision(members: readonly Member[]): Pick<ScriptGroup, 'files' | 'others' | 'unknowns'> {
  const byName = new Map(
    members.flatMap((member) =>
      member.script.revision === undefined ? [] : [[member.script.revision, member] as const],
    ),
  );
  const replaced = new Map<string, Member>();
  for (const member of members) for (const name of member.script.replaces ?? []) replaced.set(name, member);
  const unknowns: string[] = [];
  const others: { file: SourceFile; reason: string }[] = [];
  const files: SourceFile[] = [];
  const sorted = [...members].sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
  for (const member of topological(sorted, byName, replaced)) {
    const { file, script } = member;
    const squashed = script.revision === undefined ? undefined : replaced.get(script.revision);
    if (squashed && squashed !== member) others.push({ file, reason: `${squashed.file.path} stands for it` });
    else files.push(file);
    // Django's own applications are not in the project; Alembic's history is all there, or torn.
    if (script.tool !== 'alembic') continue;
    for (const name of script.follows ?? [])
      if (!byName.has(name)) unknowns.push(`${file.path} follows ${name}, which is not in the project`);
  }
  return { files, others, unknowns };
}

/** Members in waves: first those without predecessors in the project, then those that follow them. */
function topological(
  members: readonly Member[],
  byName: ReadonlyMap<string, Member>,
  replaced: ReadonlyMap<string, Member>,
): Member[] {
  const open = new Set(members);
  const result: Member[] = [];
  while (open.size > 0) {
    const ready = [...open].filter(({ script }) =>
      (script.follows ?? []).every((name) => {
        const before = replaced.get(name) ?? byName.get(name);
        return !before || !open.has(before) || before.script === script;
      }),
    );
    // A circle: the rest in the order of their paths.
    const wave = ready.length > 0 ? ready : [...open];
    for (const member of wave) {
      open.delete(member);
      result.push(member);
    }
  }
  return result;
}

function shownBy(tool: ScriptTool, home: string): Pick<ScriptGroup, 'isShownBy'> {
  const folder = parentOf(home);
  const prefix = home.slice(folder === '' ? 0 : folder.length + 1).replace(/migrate$/, '');
  return {
    isShownBy: ({ path }) => {
      const at = folder === '' ? '' : `${folder}/`;
      if (tool === 'rails') return path === `${at}${prefix}structure.sql`;
      if (tool === 'laravel')
        return path.startsWith(`${at}schema/`) && /sqlite-schema\.(?:sql|dump)$/.test(path);
      return false;
    },
  };
}
