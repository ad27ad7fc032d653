import type { TextEdit } from '../../text/edit.ts';
import type { LogicalDatabase } from '../databases.ts';
import type { Project } from '../project.ts';
import { writeAlembic } from './alembic.ts';
import { writeKnex } from './knex.ts';
import { writeLaravel } from './laravel.ts';
import { writePrisma } from './prisma.ts';
import { writeRails } from './rails.ts';
import { writeDiesel, writeSqlFile } from './sql-file.ts';

/** A change of a schema for a migration that is still to be written. */
export interface SchemaChange {
  /** In a few words, for the file's name: `index book on isbn`. */
  readonly title: string;
  /** Whole statements. */
  readonly up: readonly string[];
  /** Those that take them back. */
  readonly down: readonly string[];
}

export interface NewFile {
  /** Relative to the project's root, with `/`. No file of the project has it. */
  readonly path: string;
  readonly text: string;
}

/** A migration as it is to be put among the others. */
export interface WrittenMigration {
  readonly files: readonly NewFile[];
  /** What has to be changed beside it, where a tool compares its migrations with models. */
  readonly edits?: readonly (TextEdit & { readonly file: string })[];
}

/** What the writers for the tools are given. */
export interface MigrationRequest {
  readonly change: SchemaChange;
  readonly database: LogicalDatabase;
  readonly project: Project;
  readonly now: Date;
}

/**
 * Writes a change of a schema as a new migration, in the way in which the project's own are written. Undefined where
 * that is not known, or where a tool keeps more than the files: Drizzle a snapshot of the schema (`drizzle-kit generate
 * --custom`), Django the models, from which `makemigrations` tells what to do.
 */
export function writeMigration(
  change: SchemaChange,
  database: LogicalDatabase,
  project: Project,
  now: Date,
): WrittenMigration | undefined {
  const request = { change, database, project, now };
  switch (database.tool) {
    case 'alembic':
      return writeAlembic(request);
    case 'diesel':
      return writeDiesel(request);
    case 'django':
    case 'drizzle':
    case 'listed':
    case 'program':
    case 'schema':
      return undefined;
    case 'knex':
      return writeKnex(request);
    case 'laravel':
      return writeLaravel(request);
    case 'prisma':
      return writePrisma(request);
    case 'rails':
      return writeRails(request);
    default:
      return writeSqlFile(request);
  }
}
