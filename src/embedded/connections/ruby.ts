import type { ConnectionReader } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in Ruby. */
export const rubyConnections: ConnectionReader = {
  marks: /(?!)/,
  read: (file) => ({ sites: [], loose: looseSettings(file, [], () => 'unknown') }),
};
