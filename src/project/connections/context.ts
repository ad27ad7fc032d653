import type { DatabaseHeader } from '../../database/header.ts';
import type { ConnectionFacts } from '../../embedded/connections/found.ts';
import type { ConnectionSite, LooseSetting } from '../../embedded/connections/site.ts';
import type { Driver, DriverBehaviour } from '../../facts/drivers/driver.ts';
import type { Features } from '../builds/features.ts';
import type { LogicalDatabase } from '../databases.ts';
import type { SourceFile } from '../source-file.ts';
import type { DriverVersions } from '../versions/versions.ts';
import type { Environment } from './environment.ts';
import type { Mentions } from './mentions.ts';

/** Everything in the project that can configure a connection. */
export interface ConnectionContext {
  /** All files of the project that are not set apart. */
  readonly files: readonly SourceFile[];
  /** Programs that were generated: they are not judged, and what they do is done all the same. */
  readonly generated: readonly SourceFile[];
  /** The SQL files that are SQLite's. */
  readonly sqliteFiles: readonly SourceFile[];
  /** What files say of connections, by path. */
  readonly facts: ReadonlyMap<string, ConnectionFacts>;
  /** The headers of database files, by path relative to the project. */
  readonly headers: ReadonlyMap<string, DatabaseHeader | undefined>;
  readonly databases: readonly LogicalDatabase[];
}

/** What was gathered of the whole project before its connections are worked out one by one. */
export interface GatheredContext extends ConnectionContext {
  readonly sites: readonly { readonly file: SourceFile; readonly site: ConnectionSite }[];
  readonly loose: readonly PlacedLooseSetting[];
  readonly mentions: Mentions;
  readonly versions: DriverVersions;
  readonly features: Features;
  readonly environment: Environment;
}

/** A pragma that is run on a handle which is not followed to its opening, with its own file. */
export interface PlacedLooseSetting {
  readonly file: SourceFile;
  readonly setting: LooseSetting;
}

/** A connection whose pragmas are asked for. */
export interface Opened {
  readonly file: SourceFile;
  /** As the rest of the project settles it. */
  readonly site: ConnectionSite;
  readonly driver: Driver;
  /** What the driver does by itself in the version that runs. */
  readonly behaviour: DriverBehaviour;
}
