import type { DatabaseHeader } from '../database/header.ts';
import type { ConnectionFacts } from '../embedded/connections/found.ts';
import type { EmbeddedSql } from '../embedded/sql/embedded-sql.ts';
import type { ProgramFacts } from '../embedded/transactions/site.ts';
import type { Dialect } from '../facts/dialects.ts';
import type { Rehearsal } from '../schema/rehearsal.ts';
import type { TimelineStep } from '../schema/steps.ts';
import type { Timeline } from '../schema/timeline.ts';
import type { SyntaxCache } from '../sql/document.ts';
import type { SchemaSource, Scripts } from './databases.ts';
import type { SchemaSetting } from './schema-sources.ts';
import type { SourceFile } from './source-file.ts';
import type { StepsCache } from './timeline-steps.ts';

/** What a project is made of: its files, and what was read in them and found out of them before. By path, all. */
export interface ProjectInput {
  readonly files: ReadonlyMap<string, SourceFile>;
  readonly connections: ReadonlyMap<string, ConnectionFacts>;
  readonly scripts: Scripts;
  /** The SQL in programs, by path. */
  readonly embedded: ReadonlyMap<string, readonly EmbeddedSql[]>;
  readonly programFacts: ReadonlyMap<string, ProgramFacts>;
  readonly headers: ReadonlyMap<string, DatabaseHeader | undefined>;
  readonly cache: SyntaxCache;
  readonly dialect?: ((path: string) => Dialect | undefined) | undefined;
  readonly schema?: SchemaSetting | undefined;
  /** The version of SQLite that the configuration names. */
  readonly sqliteVersion?: string | undefined;
  /** The line or the release of Litestream that the configuration names. */
  readonly litestreamVersion?: string | undefined;
  /** How many rows tables have, as the configuration says, by lower-case name. */
  readonly rows?: Readonly<Record<string, number>> | undefined;
  /** Files whose statements turned out to be another dialect's. */
  readonly refuted: Pick<
    ReadonlyMap<SourceFile, { readonly dialect: Dialect; readonly reason: string }>,
    'get'
  >;
  readonly steps: StepsCache;
  /** The timeline of a schema's steps, where the engine has replayed them. */
  readonly timelineOf: (steps: readonly TimelineStep[]) => Timeline | undefined;
  /** What the migrations do to rows, where the engine has run them. */
  readonly rehearsalOf?:
    | ((database: Pick<SchemaSource, 'name' | 'files'>) => Rehearsal | undefined)
    | undefined;
}
