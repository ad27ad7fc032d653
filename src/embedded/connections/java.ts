import { readDataSources } from './java/data-source.ts';
import { readDriverManager } from './java/driver-manager.ts';
import { readHikari } from './java/hikari.ts';
import type { ConnectionReader } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in Java. */
export const javaConnections: ConnectionReader = {
  marks: /jdbc:sqlite:|\borg\.sqlite\b/,
  read(file) {
    const sites = [...readDriverManager(file), ...readDataSources(file), ...readHikari(file)];
    sites.sort((a, b) => a.range.start - b.range.start);
    const ignored = new Set(sites.flatMap((site) => site.ignored.map(({ range }) => range.start)));
    // A connection of a pool, or the only one: nothing tells.
    const loose = looseSettings(file, sites, () => 'unknown').filter(
      ({ range }) => !ignored.has(range.start),
    );
    return { sites, loose };
  },
};
