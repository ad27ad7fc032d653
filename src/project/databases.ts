import type { MigrationScript } from '../embedded/migrations/operations.ts';
import type { Rehearsal } from '../schema/rehearsal.ts';
import type { TimelineStep } from '../schema/steps.ts';
import type { Timeline } from '../schema/timeline.ts';
import type { DialectVerdict } from './dialect.ts';
import type { MigrationTool } from './migration-files.ts';
import type { ProgramIndex } from './programs.ts';
import type { SourceFile } from './source-file.ts';

/** What a database of SQLite is called, and what builds it. */
interface DatabaseOrigin {
  /** The folder of its migrations, or its schema's file. */
  readonly name: string;
  readonly tool: MigrationTool | 'schema';
  /** Why it is taken for SQLite's. */
  readonly verdict: DialectVerdict;
  /** The files that build it, in the order in which they run. */
  readonly files: readonly SourceFile[];
  /** Files that show the same schema another way: a dump beside migrations, migrations beside the schema of a framework. */
  readonly others: readonly { readonly file: SourceFile; readonly reason: string }[];
  /** What is not known of it, and why. */
  readonly unknowns: readonly string[];
}

/** What the application thinks of as one database of SQLite. */
export interface LogicalDatabase extends DatabaseOrigin {
  /** The steps that build the schema, in order. */
  readonly steps: readonly TimelineStep[];
  /** The replayed schema; undefined while it is not computed yet, or where there are no steps. */
  readonly timeline: Timeline | undefined;
  /** What the migrations do to rows; undefined while that is not computed, or where nothing asks for it. */
  readonly rehearsal?: Rehearsal | undefined;
}

/** What builds a database, in a few words. */
export function describeDatabase({ name, tool, files }: LogicalDatabase): string {
  if (tool === 'schema') return files.length === 1 ? name : `${files.length} files in ${name}`;
  return files.length === 1 ? `${files[0]?.path} (${tool})` : `${files.length} files of ${tool} in ${name}`;
}

/** Files of the project that build a schema, before they are replayed. */
export interface SchemaSource extends DatabaseOrigin {
  /** Tables of which something is not known, from the file on where that shows. */
  readonly doubts: readonly {
    readonly file: SourceFile;
    readonly tables: readonly string[];
    readonly reason: string;
  }[];
  /** Indexes that programs of the project may make. */
  readonly programIndexes?: readonly ProgramIndex[];
}

/** Migration files that no database is made of, with the reason. */
export interface UnusedMigrations {
  readonly folder: string;
  readonly files: readonly SourceFile[];
  readonly reason: string;
}

/** Scripts by the path of their file. */
export type Scripts = ReadonlyMap<string, MigrationScript>;
