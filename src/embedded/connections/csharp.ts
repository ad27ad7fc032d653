import type { ConnectionReader } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in C#. */
export const cSharpConnections: ConnectionReader = {
  marks: /(?!)/,
  read: (file) => ({ sites: [], loose: looseSettings(file, [], () => 'unknown') }),
};
