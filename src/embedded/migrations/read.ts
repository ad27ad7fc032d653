import type { Node } from '@vscode/tree-sitter-wasm';
import { mayBeAlembicMigration, readAlembic } from './alembic.ts';
import { mayBeDjangoMigration, readDjango } from './django.ts';
import { mayBeKnexMigration, readKnex } from './knex.ts';
import { mayBeLaravelMigration, readLaravel } from './laravel.ts';
import type { MigrationScript } from './operations.ts';
import { mayBeRailsMigration, readRails } from './rails.ts';

interface Reader {
  readonly extension: RegExp;
  readonly mayBe: (path: string, text: string) => boolean;
  readonly read: (root: Node, text: string, path: string) => MigrationScript | undefined;
}

const readers: readonly Reader[] = [
  { extension: /\.rb$/, mayBe: mayBeRailsMigration, read: readRails },
  { extension: /\.py$/, mayBe: mayBeDjangoMigration, read: readDjango },
  { extension: /\.py$/, mayBe: mayBeAlembicMigration, read: readAlembic },
  { extension: /\.php$/, mayBe: mayBeLaravelMigration, read: readLaravel },
  { extension: /\.[cm]?[jt]s$/, mayBe: mayBeKnexMigration, read: readKnex },
];

/** True when a file may be a migration of a framework, by its path and by a look at its text. */
export function mayBeMigrationScript(path: string, text: string): boolean {
  return readers.some(({ extension, mayBe }) => extension.test(path) && mayBe(path, text));
}

/** Reads a migration of a framework; undefined when the file is none. */
export function readMigrationScript(root: Node, text: string, path: string): MigrationScript | undefined {
  for (const { extension, mayBe, read } of readers) {
    if (!extension.test(path) || !mayBe(path, text)) continue;
    const script = read(root, text, path);
    if (script) return script;
  }
  return undefined;
}
