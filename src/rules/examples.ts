/** A small program on node:sqlite, for the examples of rules. */
export function nodeProgram(body: string): Record<string, string> {
  return { 'db.js': `import { DatabaseSync } from 'node:sqlite';\n${body}` };
}

/** The same, with a server beside it. */
export function nodeServer(body: string): Record<string, string> {
  return {
    ...nodeProgram(body),
    'package.json': '{ "dependencies": { "express": "5.1.0" } }\n',
  };
}
