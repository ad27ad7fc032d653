import type { ConnectionFacts } from '../embedded/connections/found.ts';
import type { ConnectionSite } from '../embedded/connections/site.ts';
import { doctrineYamlFiles, readDoctrineYaml } from './doctrine/doctrine-yaml.ts';
import { appSettingsFiles, readAppSettings } from './dotnet/app-settings.ts';
import { ectoFiles, readEcto } from './ecto/repositories.ts';
import { prismaSchemaFiles, readPrismaSchema } from './prisma/schema.ts';
import { databaseYmlFiles, readDatabaseYml } from './rails/database-yml.ts';
import { readSpring, springFiles } from './spring/data-sources.ts';

/** Reads the connections that a configuration file of a framework or tool describes. */
export interface ConfigurationReader {
  /** Matches the path of its files. */
  readonly files: RegExp;
  readonly read: (path: string, text: string) => readonly ConnectionSite[];
  /** True where nothing in such a file but what was read configures a connection of production. */
  readonly isReadWhole?: boolean;
  /** True where another file may add options to the same connection: what one sets counts for none of the others alone. */
  readonly isMerged?: boolean;
}

const readers: readonly ConfigurationReader[] = [
  { files: databaseYmlFiles, read: readDatabaseYml, isReadWhole: true },
  { files: doctrineYamlFiles, read: readDoctrineYaml },
  { files: springFiles, read: readSpring, isMerged: true },
  { files: appSettingsFiles, read: readAppSettings },
  { files: ectoFiles, read: readEcto, isMerged: true },
  { files: prismaSchemaFiles, read: readPrismaSchema },
];

/** The connections of a configuration file; undefined for one that describes none. */
export function readConfiguredConnections(path: string, text: string): ConnectionFacts | undefined {
  const own = readers.filter(({ files }) => files.test(path));
  const sites = own.flatMap(({ read }) => read(path, text));
  if (sites.length === 0) return undefined;
  const isMerged = own.some((reader) => reader.isMerged);
  const isReadWhole = own.some((reader) => reader.isReadWhole);
  return {
    sites,
    loose: [],
    // The keys of a connection are read as a whole.
    explained: isReadWhole
      ? [{ start: 0, end: text.length }]
      : (isMerged ? [] : sites).flatMap(({ range, settings, ignored }) => [
          range,
          ...[...settings, ...ignored].map((one) => one.range),
        ]),
    creates: [],
  };
}
