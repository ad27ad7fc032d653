import type { ConnectionFacts, ConnectionSite } from '../embedded/connections/site.ts';

/** Reads the connections that a configuration file of a framework or tool describes. */
export interface ConfigurationReader {
  /** Matches the path of its files. */
  readonly files: RegExp;
  readonly read: (path: string, text: string) => readonly ConnectionSite[];
}

const readers: readonly ConfigurationReader[] = [];

/** The connections of a configuration file; undefined for one that describes none. */
export function readConfiguredConnections(path: string, text: string): ConnectionFacts | undefined {
  const sites = readers.flatMap(({ files, read }) => (files.test(path) ? read(path, text) : []));
  if (sites.length === 0) return undefined;
  return {
    sites,
    loose: [],
    // The keys of a connection are read as a whole.
    explained: sites.map(({ range }) => range),
    creates: [],
  };
}
