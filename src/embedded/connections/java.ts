import type { ConnectionReader } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in Java. */
export const javaConnections: ConnectionReader = {
  marks: /(?!)/,
  read: (file) => ({ sites: [], loose: looseSettings(file, [], () => 'unknown') }),
};
