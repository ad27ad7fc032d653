import type { Driver } from './driver.ts';

/** The drivers, query builders and ORMs of JavaScript and TypeScript. */
export const javaScriptDrivers: readonly Driver[] = [
  {
    id: 'node:sqlite',
    name: 'node:sqlite',
    registry: 'runtime',
    packages: ['node'],
    handle: 'connection',
    behaviour: [{ pragmas: { foreign_keys: 'on' } }],
    sqlite: 'system',
    advice: 'Run it with exec() right behind new DatabaseSync()',
    source: 'https://nodejs.org/api/sqlite.html#new-databasesyncpath-options',
  },
];
