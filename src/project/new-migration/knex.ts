import { nameOf } from '../../text/paths.ts';
import { directionsOf, type PlainIndex } from './index-change.ts';
import type { MigrationRequest, WrittenMigration } from './new-migration.ts';
import { nextVersion, slugOf } from './version.ts';

/** A module that exports `up` and `down` as the last one does (https://knexjs.org/guide/migrations.html). */
export function writeKnex({ change, database, now }: MigrationRequest): WrittenMigration | undefined {
  const last = database.files
    .filter(({ path }) => /^\d+_.*\.[cm]?[jt]s$/.test(nameOf(path)))
    .sort((a, b) => (nameOf(a.path) < nameOf(b.path) ? -1 : 1))
    .at(-1);
  const [, digits = '', ending = ''] = /^(\d+)_.*(\.[cm]?[jt]s)$/.exec(last ? nameOf(last.path) : '') ?? [];
  const version = nextVersion(digits, [], now);
  const form = last && formOf(last.text, /ts$/.test(ending));
  if (!last || version === undefined || !form) return undefined;
  const { up, down } = directionsOf(change, callOf, statements);
  const text = `${form.head}${form.method('up', up)}\n${form.method('down', down)}`;
  return { files: [{ path: `${last.folder}/${version}_${slugOf(change.title)}${ending}`, text }] };
}

interface Form {
  readonly head: string;
  readonly method: (name: string, body: string) => string;
}

/** How a module exports its functions; undefined for a way of its own. */
function formOf(text: string, isTyped: boolean): Form | undefined {
  const type = isTyped ? ': Knex' : '';
  const result = isTyped ? ': Promise<void>' : '';
  const imported = /^import\s[^\n]*\bKnex\b[^\n]*$/m.exec(text)?.[0];
  const head = isTyped ? `${imported ?? "import type { Knex } from 'knex';"}\n\n` : '';
  if (/^export\s+(?:async\s+)?function\s+up\b|^export\s+const\s+up\b/m.test(text))
    return {
      head,
      method: (name, body) => `export async function ${name}(knex${type})${result} {\n${body}}\n`,
    };
  // Within TypeScript's modules the functions of CommonJS have no types.
  if (!isTyped && /^(?:module\.)?exports\.up\s*=/m.test(text))
    return { head, method: (name, body) => `exports.${name} = async function (knex) {\n${body}};\n` };
  if (!isTyped && /^module\.exports\s*=\s*\{\s*up,\s*down,?\s*\}/m.test(text))
    return {
      head,
      method: (name, body) =>
        `async function ${name}(knex) {\n${body}}\n${name === 'down' ? '\nmodule.exports = { up, down };\n' : ''}`,
    };
  return undefined;
}

function callOf({ name, table, columns, unique }: PlainIndex, kind: 'add' | 'drop'): string {
  const what = kind === 'add' ? (unique ? 'unique' : 'index') : unique ? 'dropUnique' : 'dropIndex';
  const options = unique && kind === 'add' ? `{ indexName: ${quoted(name)} }` : quoted(name);
  const call = `table.${what}([${columns.map(quoted).join(', ')}], ${options});`;
  return `  await knex.schema.alterTable(${quoted(table)}, (table) => {\n    ${call}\n  });\n`;
}

function statements(list: readonly string[]): string {
  // In knex.raw() a question mark stands for a value, unless it is escaped.
  return list.map((sql) => `  await knex.raw(${quoted(sql.replaceAll('?', '\\?'))});\n`).join('');
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;
}
