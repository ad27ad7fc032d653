import type { ConnectionReader } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in Rust. */
export const rustConnections: ConnectionReader = {
  marks: /(?!)/,
  read: (file) => ({ sites: [], loose: looseSettings(file, [], () => 'unknown') }),
};
