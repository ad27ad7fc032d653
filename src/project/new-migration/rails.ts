import { withoutSemicolon } from '../../sql/scan.ts';
import { nameOf } from '../../text/paths.ts';
import { indexChangeOf, type PlainIndex } from './index-change.ts';
import type { MigrationRequest, WrittenMigration } from './new-migration.ts';
import { classNameOf, nextVersion, slugOf, wordsOf } from './version.ts';

/** A class in `db/migrate`, of the version that the last one names (https://guides.rubyonrails.org/active_record_migrations.html). */
export function writeRails({ change, database, now }: MigrationRequest): WrittenMigration | undefined {
  const migrations = [...database.files, ...database.others.map(({ file }) => file)]
    .filter(({ path }) => /\/\d+_\w+\.rb$/.test(path))
    .sort((a, b) => (versionOf(a.path) < versionOf(b.path) ? -1 : 1));
  const last = migrations.at(-1);
  const parent = last && /<\s*(ActiveRecord::Migration(?:\[[\d.]+\])?)/.exec(last.text)?.[1];
  const version = last && nextVersion(versionOf(last.path), [], now);
  if (!last || parent === undefined || version === undefined) return undefined;
  // Rails finds the class by the file's name, and wants it once only.
  const taken = migrations.map(({ path }) => nameOf(path).replace(/^\d+_|\.rb$/g, ''));
  const base = slugOf(/^\d/.test(wordsOf(change.title)[0] ?? '0') ? `change ${change.title}` : change.title);
  let title = base;
  for (let number = 2; taken.includes(title); number++) title = `${base}_${number}`;
  return {
    files: [
      {
        path: `${last.folder}/${version}_${title}.rb`,
        text: `class ${classNameOf(title)} < ${parent}\n${bodyOf(change)}end\n`,
      },
    ],
  };
}

function versionOf(path: string): string {
  return /^\d+/.exec(nameOf(path))?.[0] ?? '';
}

function bodyOf(change: MigrationRequest['change']): string {
  const plain = indexChangeOf(change);
  if (plain?.kind === 'add') return `  def change\n    ${addIndex(plain.index)}\n  end\n`;
  if (plain)
    return method('up', [
      `remove_index ${symbol(plain.index.table)}, name: ${quoted(plain.index.name)}`,
    ]).concat('\n', method('down', [addIndex(plain.index)]));
  return method('up', change.up.flatMap(execute)).concat('\n', method('down', change.down.flatMap(execute)));
}

function addIndex({ name, table, columns, unique }: PlainIndex): string {
  const on = columns.map(symbol).join(', ');
  const options = `${unique ? ', unique: true' : ''}, name: ${quoted(name)}`;
  return `add_index ${symbol(table)}, ${columns.length === 1 ? on : `[${on}]`}${options}`;
}

function method(name: string, lines: readonly string[]): string {
  return `  def ${name}\n${lines.map((line) => `    ${line}\n`).join('')}  end\n`;
}

function symbol(name: string): string {
  return /^[a-z_]\w*$/i.test(name) ? `:${name}` : `:${quoted(name)}`;
}

/** Lines that run a statement, which stands in a heredoc where it has quotes of its own. */
function execute(sql: string): string[] {
  const text = withoutSemicolon(sql);
  if (!/['\\\n]/.test(text)) return [`execute ${quoted(text)}`];
  return ["execute <<~'SQL'", ...text.split('\n').map((line) => `  ${line}`), 'SQL'];
}

/** A text without interpolation. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
