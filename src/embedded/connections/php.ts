import type { ConnectionReader } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in PHP. */
export const phpConnections: ConnectionReader = {
  marks: /(?!)/,
  read: (file) => ({ sites: [], loose: looseSettings(file, [], () => 'unknown') }),
};
