import type { Driver, Versioned } from './driver.ts';

/** The language itself: some options depend on its version. */
export const php: Versioned = { name: 'PHP', registry: 'runtime', packages: ['php'] };

/** PDO waits a minute, from its first version on: `timeout = 60` in ext/pdo_sqlite/sqlite_driver.c. */
const ofPdo = { busy_timeout: '60000' };

const minute = 'PDO’s default of 60 s';

/** The drivers, ORMs and frameworks of PHP. */
export const phpDrivers: readonly Driver[] = [
  {
    id: 'pdo-sqlite',
    name: 'PDO',
    registry: 'runtime',
    packages: ['php'],
    handle: 'connection',
    behaviour: [{ pragmas: ofPdo, begin: 'deferred' }],
    sqlite: 'system',
    remarks: { busy_timeout: minute },
    advice: 'Run it with exec() right behind new PDO()',
    source: 'https://github.com/php/php-src/blob/master/ext/pdo_sqlite/sqlite_driver.c',
  },
  {
    id: 'php-sqlite3',
    name: 'the class SQLite3',
    registry: 'runtime',
    packages: ['php'],
    handle: 'connection',
    behaviour: [{ pragmas: {} }],
    sqlite: 'system',
    advice: 'Set it right behind new SQLite3(), with busyTimeout() or exec()',
    source: 'https://www.php.net/manual/en/sqlite3.busytimeout.php',
  },
  {
    id: 'laravel',
    name: 'Laravel',
    registry: 'packagist',
    packages: ['laravel/framework', 'illuminate/database'],
    handle: 'connection',
    behaviour: [{ pragmas: ofPdo, begin: 'deferred' }],
    sqlite: 'system',
    remarks: { busy_timeout: minute },
    // It publishes a migration, and its command sets pragmas.
    alteredBy: ['nunomaduro/laravel-optimize-database'],
    advice:
      'Put it into the connection in config/database.php: busy_timeout, journal_mode and synchronous (Laravel 11.16 or later), others below pragmas (12.29)',
    source:
      'https://github.com/laravel/framework/blob/12.x/src/Illuminate/Database/Connectors/SQLiteConnector.php',
  },
  {
    id: 'codeigniter4',
    name: 'CodeIgniter',
    registry: 'packagist',
    packages: ['codeigniter4/framework', 'codeigniter4/codeigniter4'],
    handle: 'connection',
    // It stands on the class SQLite3.
    behaviour: [{ pragmas: {}, begin: 'deferred' }],
    sqlite: 'system',
    advice:
      'Put it into the group in app/Config/Database.php: busyTimeout (4.3 or later), foreignKeys, synchronous (4.6); run other pragmas once',
    source:
      'https://github.com/codeigniter4/CodeIgniter4/blob/develop/system/Database/SQLite3/Connection.php',
  },
  {
    id: 'cakephp',
    name: 'CakePHP',
    registry: 'packagist',
    packages: ['cakephp/cakephp', 'cakephp/database'],
    handle: 'connection',
    behaviour: [{ pragmas: ofPdo, begin: 'deferred' }],
    sqlite: 'system',
    remarks: { busy_timeout: minute },
    advice: "Put it into the data source: 'init' => ['PRAGMA …'], which each new connection runs",
    source: 'https://github.com/cakephp/cakephp/blob/5.x/src/Database/Driver/Sqlite.php',
  },
  {
    id: 'doctrine-pdo-sqlite',
    name: 'Doctrine DBAL',
    registry: 'packagist',
    packages: ['doctrine/dbal'],
    handle: 'connection',
    behaviour: [{ pragmas: ofPdo, begin: 'deferred' }],
    sqlite: 'system',
    remarks: { busy_timeout: minute },
    advice: 'Set it in a middleware of DBAL, as its own EnableForeignKeys does for foreign_keys',
    source: 'https://github.com/doctrine/dbal/tree/4.4.x/src/Driver/PDO/SQLite',
  },
  {
    id: 'doctrine-sqlite3',
    name: 'Doctrine DBAL with the class SQLite3',
    registry: 'packagist',
    packages: ['doctrine/dbal'],
    handle: 'connection',
    behaviour: [{ pragmas: {}, begin: 'deferred' }],
    sqlite: 'system',
    advice: 'Set it in a middleware of DBAL, as its own EnableForeignKeys does for foreign_keys',
    source: 'https://github.com/doctrine/dbal/tree/4.4.x/src/Driver/SQLite3',
  },
];
