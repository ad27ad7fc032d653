import type { Range } from '../../text/range.ts';
import type { SqlAccess } from './access.ts';
import type { LibsqlClient } from './libsql-client.ts';
import type { PendingSite, SharedDeclarations, StoredName } from './pending.ts';
import type { ConnectionSite, LooseSetting } from './site.ts';

/** What a reader finds of connections in one file. */
export interface FoundConnections {
  readonly sites: readonly ConnectionSite[];
  /** Pragmas that are run on handles which are opened elsewhere. */
  readonly loose: readonly LooseSetting[];
  /** Further places that name pragmas and set none: options that are null. */
  readonly explained?: readonly Range[] | undefined;
  /** Clients of libSQL and Turso, those for servers among them. */
  readonly libsql?: readonly LibsqlClient[] | undefined;
  readonly pending?: readonly PendingSite[] | undefined;
  readonly storedNames?: readonly StoredName[] | undefined;
  readonly shared?: SharedDeclarations | undefined;
}

/** A table that a program makes. */
export interface CreatedTable {
  readonly name: string;
  readonly range: Range;
  readonly hasForeignKey: boolean;
}

/** What one file tells of connections. */
export interface ConnectionFacts extends FoundConnections {
  /** Where pragmas are named in ways that were understood, and comments: what is left of the text may set others. */
  readonly explained: readonly Range[];
  readonly creates: readonly CreatedTable[];
  /** What the file's SQL does; undefined for configuration files, which have none. */
  readonly access?: SqlAccess | undefined;
}
