import type { HostFile } from '../../host-file.ts';
import type { LooseSetting } from '../site.ts';
import type { Imports } from './imports.ts';
import { functionAround, type Names, parametersOf } from './names.ts';
import type { PragmaUse } from './pragmas.ts';

/** Types whose values open more than one connection, and types of single connections, by name. */
const pools =
  /\b(?:Knex|Client|DataSource|Connection|PrismaClient|Sequelize|EntityManager|QueryRunner|LibSQLDatabase)\b/;
const connections =
  /\b(?:Database|DatabaseSync|BetterSqlite3\.\w+|BetterSQLite3Database|BunSQLiteDatabase|SQLiteDatabase)\b/;

/** The pragmas that a file sets on handles which are opened elsewhere. */
export function looseUses(
  uses: readonly PragmaUse[],
  taken: ReadonlySet<number>,
  file: HostFile,
  imports: Imports,
  names: Names,
): LooseSetting[] {
  return uses.flatMap((use): LooseSetting[] => {
    const { pragma, value, range, written, sets } = use;
    if (pragma === undefined || !sets || taken.has(range.start)) return [];
    const handle = kindOf(use, file, imports, names);
    return [
      { pragma, value, range, written, by: 'statement', everyConnection: handle === 'connection', handle },
    ];
  });
}

function kindOf(
  { receivers, method }: PragmaUse,
  file: HostFile,
  imports: Imports,
  names: Names,
): LooseSetting['handle'] {
  // Only better-sqlite3 and packages with its interface have these methods, and their handles are connections.
  if (method === 'pragma' || method === 'configure') return 'connection';
  for (const receiver of receivers) {
    const type = typeOf(receiver.text, receiver, file);
    if (type === undefined) continue;
    const module = imports.names.get(type.split(/[.<]/, 1)[0] ?? '')?.module ?? '';
    if (/^(?:better-sqlite3|node:sqlite|sqlite3|sqlite|bun:sqlite|libsql)$/.test(module)) return 'connection';
    if (pools.test(type)) return 'pool';
    if (connections.test(type) && names.classNamed(receiver) === undefined) return 'unknown';
  }
  return 'unknown';
}

/** The type that a parameter or a field is declared with. */
function typeOf(
  name: string,
  at: Parameters<typeof functionAround>[0],
  { root }: HostFile,
): string | undefined {
  for (let around = functionAround(at); around; around = functionAround(around)) {
    const parameter = parametersOf(around).find(({ pattern }) => pattern.text === name);
    if (parameter) return parameter.type;
  }
  const field = /^this\.(#?\w+)$/.exec(name)?.[1];
  for (const node of root.descendantsOfType([
    'variable_declarator',
    ...(field === undefined ? [] : ['public_field_definition', 'required_parameter']),
  ])) {
    const own = node?.childForFieldName('name') ?? node?.childForFieldName('pattern');
    if (own?.text === (field ?? name)) {
      const type = node?.childForFieldName('type')?.text.replace(/^:\s*/, '');
      if (type !== undefined) return type;
    }
  }
  return undefined;
}
