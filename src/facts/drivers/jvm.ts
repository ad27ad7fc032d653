import type { Driver } from './driver.ts';

const source = 'https://github.com/xerial/sqlite-jdbc/blob/master/USAGE.md';

/** What sqlite-jdbc does by itself, however its connections are opened: 3 s of busy timeout, and nothing else. */
const xerial = {
  registry: 'maven',
  packages: ['org.xerial:sqlite-jdbc'],
  behaviour: [{ pragmas: { busy_timeout: '3000' }, begin: 'deferred' }],
  sqlite: 'same',
  source,
} as const;

/** The drivers, pools and frameworks of Java and Kotlin. */
export const jvmDrivers: readonly Driver[] = [
  {
    ...xerial,
    id: 'sqlite-jdbc',
    name: 'sqlite-jdbc',
    handle: 'connection',
    advice: 'Put it into the URL of the connection (jdbc:sqlite:app.db?busy_timeout=5000)',
  },
  {
    ...xerial,
    id: 'sqlite-jdbc/data-source',
    name: 'sqlite-jdbc',
    handle: 'pool',
    advice: 'Set it on the SQLiteConfig of the data source, or put it into its URL',
  },
  {
    ...xerial,
    id: 'hikaricp',
    name: 'sqlite-jdbc',
    handle: 'pool',
    advice: 'Put it into the JDBC URL of the pool, or add it as a data source property',
  },
  {
    ...xerial,
    id: 'spring-boot',
    name: 'sqlite-jdbc',
    handle: 'pool',
    advice: 'Put it into spring.datasource.url, or below spring.datasource.hikari.data-source-properties',
  },
];
