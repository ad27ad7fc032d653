import { nameOf } from '../../text/paths.ts';
import { directionsOf, type PlainIndex } from './index-change.ts';
import type { MigrationRequest, WrittenMigration } from './new-migration.ts';
import { classNameOf, nextVersion, slugOf } from './version.ts';

/** A class with a date in front of its file's name (https://laravel.com/docs/migrations), anonymous where the last one is. */
export function writeLaravel({ change, database, now }: MigrationRequest): WrittenMigration | undefined {
  const last = database.files
    .filter(({ path }) => /\/\d{4}_\d\d_\d\d_\d{6}_\w+\.php$/.test(path))
    .sort((a, b) => (nameOf(a.path) < nameOf(b.path) ? -1 : 1))
    .at(-1);
  // A new application starts with files of the year 1 (https://github.com/laravel/laravel).
  const before = last && nameOf(last.path).slice(0, 17).replace(/^0001/, '2001');
  const version = before === undefined ? undefined : nextVersion(before, [], now);
  if (!last || version === undefined) return undefined;
  const { plain, up, down } = directionsOf(change, callOf, statements);
  const type = /function up\(\)\s*:\s*void/.test(last.text) ? ': void' : '';
  const head = /\breturn\s+new\s+class\b/.test(last.text)
    ? 'return new class extends Migration'
    : `class ${classNameOf(change.title)} extends Migration`;
  const imports = [
    'Illuminate\\Database\\Migrations\\Migration',
    ...(plain
      ? ['Illuminate\\Database\\Schema\\Blueprint', 'Illuminate\\Support\\Facades\\Schema']
      : ['Illuminate\\Support\\Facades\\DB']),
  ];
  const text = [
    '<?php',
    '',
    ...imports.map((name) => `use ${name};`),
    '',
    head,
    '{',
    ...method('up', type, up),
    '',
    ...method('down', type, down),
    head.startsWith('return') ? '};' : '}',
    '',
  ].join('\n');
  return { files: [{ path: `${last.folder}/${version}_${slugOf(change.title)}.php`, text }] };
}

function callOf({ name, table, columns, unique }: PlainIndex, kind: 'add' | 'drop'): string[] {
  const what = unique ? 'unique' : 'index';
  const call =
    kind === 'add'
      ? `${what}([${columns.map(quoted).join(', ')}], ${quoted(name)})`
      : `drop${unique ? 'Unique' : 'Index'}(${quoted(name)})`;
  return [`Schema::table(${quoted(table)}, function (Blueprint $table) {`, `    $table->${call};`, '});'];
}

function statements(list: readonly string[]): string[] {
  return list.map((sql) => `DB::statement(${quoted(sql)});`);
}

function method(name: string, type: string, lines: readonly string[]): string[] {
  return [
    `    public function ${name}()${type}`,
    '    {',
    ...lines.flatMap((line) => line.split('\n').map((part) => `        ${part}`)),
    '    }',
  ];
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
