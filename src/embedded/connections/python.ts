import type { ConnectionReader } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in Python. */
export const pythonConnections: ConnectionReader = {
  marks: /(?!)/,
  read: (file) => ({ sites: [], loose: looseSettings(file, [], () => 'unknown') }),
};
