import { type MigrationFile, migrationFileOf } from '../../project/migration-files.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { lineEnd } from '../../sql/scan.ts';
import { nameOf } from '../../text/paths.ts';
import { defineRule } from '../rule.ts';

const book = 'CREATE TABLE book (id INTEGER PRIMARY KEY);\n';
const author = 'CREATE TABLE author (id INTEGER PRIMARY KEY);\n';
const goose = (sql: string): string => `-- +goose Up\n${sql}`;

export default defineRule({
  id: 'migration/duplicate-version',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds two migrations of one version where their tool goes by the version: goose, golang-migrate, SQLx, Flyway, refinery, Rails.',
    why: 'Two branches that are merged have both taken the next number. goose, golang-migrate, Flyway, refinery and Rails refuse to run any migration then; SQLx runs the first and fails at the second, which its table of versions has no room for.',
    sources: [
      'https://github.com/pressly/goose/blob/main/migrate.go',
      'https://github.com/golang-migrate/migrate/blob/master/source/iofs/iofs.go',
      'https://docs.rs/sqlx/latest/sqlx/macro.migrate.html',
      'https://documentation.red-gate.com/fd/migrations-184127470.html',
      'https://api.rubyonrails.org/classes/ActiveRecord/DuplicateMigrationVersionError.html',
    ],
    bad: [
      {
        'migrations/sqlite/00001_book.sql': goose(book),
        'migrations/sqlite/00002_author.sql': goose(author),
        'migrations/sqlite/00002_index.sql': goose('CREATE INDEX book_id ON author (id, id);\n'),
      },
      {
        'src/main/resources/db/migration/sqlite/V1__book.sql': book,
        'src/main/resources/db/migration/sqlite/V1__author.sql': author,
      },
    ],
    good: [
      {
        'migrations/sqlite/00001_book.sql': goose(book),
        'migrations/sqlite/00002_author.sql': goose(author),
      },
      // Nothing tells which tool runs these: it may go by their names.
      { 'migrations/sqlite/001_book.sql': book, 'migrations/sqlite/001_author.sql': author },
    ],
  },
  *checkDatabase({ tool, files, others }, { sources }) {
    const by = tool === 'rails' ? 'Rails' : nameOfTool(tool, sources);
    if (by === undefined) return;
    const candidates = tool === 'rails' ? [...files, ...others.map(({ file }) => file)] : files;
    const seen = new Map<string, SourceFile>();
    for (const file of candidates) {
      const version = versionOf(file, tool);
      if (version === undefined) continue;
      const key = `${file.folder}/${version}`;
      const first = seen.get(key);
      if (first && first.path !== file.path) {
        yield {
          file: file.path,
          range: { start: 0, end: lineEnd(file.text, 0) },
          message: `The migrations ${nameOf(first.path)} and ${nameOf(file.path)} have the same version, ${version}. ${by === 'SQLx' ? 'SQLx fails at the second one' : `${by} refuses to run any`}.`,
          help: 'Give the one that has run nowhere yet the next free version.',
        };
      }
      seen.set(key, file);
    }
  },
});

/** The tool, where it surely refuses two migrations of one version. */
function nameOfTool(tool: string, sources: readonly SourceFile[]): string | undefined {
  if (tool === 'goose' || tool === 'sqlx') return tool === 'sqlx' ? 'SQLx' : tool;
  // The names alone are others' habit, too.
  const names = (pattern: RegExp): boolean =>
    sources.some(({ path, text }) => /(?:^|\/)(?:go\.mod|Cargo\.toml)$/.test(path) && pattern.test(text));
  if (tool === 'golang-migrate')
    return names(/\bgolang-migrate\/migrate\b/)
      ? 'golang-migrate'
      : names(/^\s*sqlx\b/m)
        ? 'SQLx'
        : undefined;
  if (tool === 'flyway') return names(/^\s*refinery\b/m) ? 'refinery' : 'Flyway';
  return undefined;
}

/** The version by which a tool knows a migration that runs once. */
function versionOf(file: SourceFile, tool: string): string | undefined {
  const name = nameOf(file.path);
  if (tool === 'rails') return /^(\d+)_\w+\.rb$/.exec(name)?.[1];
  const migration: MigrationFile | undefined = file.kind === 'sql' ? migrationFileOf(file) : undefined;
  if (!migration || migration.repeatable || migration.direction === 'down') return undefined;
  if (tool === 'flyway') return /^V(\d+(?:[._]\d+)*)__/.exec(name)?.[1]?.replaceAll('_', '.');
  // Up to the first underline, as a number.
  const digits = /^(\d+)_/.exec(name)?.[1];
  return digits === undefined ? undefined : String(BigInt(digits));
}
