import type { ConnectionReader } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in Go. */
export const goConnections: ConnectionReader = {
  marks: /(?!)/,
  read: (file) => ({ sites: [], loose: looseSettings(file, [], () => 'unknown') }),
};
