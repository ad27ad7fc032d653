import { testConnections } from '../../support/connections.ts';

const php = (code: string): string => `<?php\n${code}`;
const composer = (framework: string, runtime = '^8.2'): Record<string, string> => ({
  'composer.json': `{"require": {"php": "${runtime}", "laravel/framework": "^12.0"}}`,
  'composer.lock': `{"packages": [{"name": "laravel/framework", "version": "v${framework}"}]}`,
});

testConnections('php', [
  {
    name: 'CodeIgniter: the default group, by version',
    files: {
      'app/Config/Database.php': php(`namespace Config;
class Database extends Config {
    public string $defaultGroup = 'default';
    public array $default = [
        'database' => 'database.db',
        'DBDriver' => 'SQLite3',
        'foreignKeys' => true,
        'busyTimeout' => 1000,
        'synchronous' => 1,
    ];
    public array $tests = ['database' => ':memory:', 'DBDriver' => 'SQLite3', 'synchronous' => 0];
}
`),
      'composer.lock': '{"packages": [{"name": "codeigniter4/framework", "version": "v4.5.0"}]}',
    },
    expected: [
      'codeigniter4 database.db [foreign_keys=true option, busy_timeout=1000 option] ignores synchronous',
    ],
    effective: { busy_timeout: '1000', foreign_keys: 'on', synchronous: 'full', journal_mode: 'delete' },
  },
  {
    name: 'CodeIgniter: .env has another driver; a group of another database',
    files: {
      'app/Config/Database.php': php(
        "class Database { public array $default = ['database' => 'a.db', 'DBDriver' => 'SQLite3']; }\n",
      ),
      '.env': 'database.default.DBDriver = MySQLi\n',
      'other/app/Config/Database.php': php(
        "class Database { public array $default = ['database' => 'a', 'DBDriver' => 'MySQLi']; }\n",
      ),
    },
    expected: [],
  },
  {
    name: 'CakePHP: the default source with SQL for each connection',
    files: {
      'config/app_local.php': php(`use Cake\\Database\\Driver\\Sqlite;
return ['Datasources' => [
    'default' => [
        'driver' => Sqlite::class,
        'database' => ROOT . '/app.sqlite',
        'init' => ['PRAGMA journal_mode = WAL', 'PRAGMA foreign_keys = ON'],
        'flags' => [PDO::ATTR_TIMEOUT => 5],
    ],
    'test' => ['driver' => Sqlite::class, 'database' => 'test.sqlite'],
]];
`),
    },
    expected: [
      "cakephp <ROOT . '/app.sqlite'> [busy_timeout=5000 option, journal_mode=WAL hook, foreign_keys=ON hook]",
    ],
    effective: { busy_timeout: '5000', journal_mode: 'wal', foreign_keys: 'on' },
  },
  {
    name: 'CakePHP: a driver of another database, and one of another library of that name',
    source: php(
      "return ['Datasources' => ['default' => ['driver' => 'Cake\\\\Database\\\\Driver\\\\Mysql', 'database' => 'x']], 'default' => ['driver' => Sqlite::class]];\n",
    ),
    expected: [],
  },
  {
    name: 'Laravel: the skeleton of 12 with keys that are null',
    files: {
      'config/database.php': php(`return [
    'default' => env('DB_CONNECTION', 'sqlite'),
    'connections' => [
        'sqlite' => [
            'driver' => 'sqlite',
            'url' => env('DB_URL'),
            'database' => env('DB_DATABASE', database_path('database.sqlite')),
            'foreign_key_constraints' => env('DB_FOREIGN_KEYS', true),
            'busy_timeout' => null,
            'journal_mode' => null,
            'synchronous' => null,
            'transaction_mode' => 'DEFERRED',
        ],
        'mysql' => ['driver' => 'mysql', 'options' => [PDO::ATTR_TIMEOUT => 3]],
    ],
];
`),
      '.env.example': 'DB_CONNECTION=sqlite\n# DB_DATABASE=laravel\n',
      ...composer('12.40.0'),
    },
    expected: ['laravel database/database.sqlite [foreign_keys=true option] begin=deferred'],
    effective: { busy_timeout: '60000', journal_mode: 'delete', synchronous: 'full', foreign_keys: 'on' },
    places: ["'foreign_key_constraints' => env('DB_FOREIGN_KEYS', true)"],
  },
  {
    name: 'Laravel: another default connection',
    files: {
      'config/database.php': php(`return [
    'default' => env('DB_CONNECTION', 'mysql'),
    'connections' => [
        'sqlite' => ['driver' => 'sqlite', 'database' => 'a.sqlite'],
        'mysql' => ['driver' => 'mysql'],
    ],
];
`),
      ...composer('12.40.0'),
    },
    expected: [],
  },
  {
    name: 'Laravel: .env has SQLite as the connection',
    files: {
      'config/database.php': php(`return [
    'default' => env('DB_CONNECTION', 'mysql'),
    'connections' => [
        'sqlite' => [
            'driver' => 'sqlite',
            'database' => env('DB_DATABASE', 'a.sqlite'),
            'busy_timeout' => env('DB_BUSY_TIMEOUT', 5000),
            'foreign_key_constraints' => env('DB_FOREIGN_KEYS', true),
            'journal_mode' => env('DB_JOURNAL_MODE'),
        ],
    ],
];
`),
      '.env': 'DB_CONNECTION=sqlite\nDB_DATABASE="/data/app.sqlite"\nDB_FOREIGN_KEYS=false\n',
      ...composer('12.0.0'),
    },
    expected: [
      'laravel /data/app.sqlite [foreign_keys=false option, busy_timeout=5000 option, journal_mode=? option]',
    ],
    effective: { busy_timeout: '5000', foreign_keys: 'off', journal_mode: undefined },
  },
  {
    name: 'Laravel: .env has another',
    files: {
      'config/database.php': php(
        "return ['default' => env('DB_CONNECTION', 'sqlite'), 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => 'a.sqlite']]];\n",
      ),
      '.env.example': 'DB_CONNECTION=mysql\n',
    },
    expected: [],
  },
  {
    name: 'Laravel: keys that the framework is too old for',
    files: {
      'config/database.php': php(
        "return ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => 'a.sqlite', 'busy_timeout' => 5000, 'journal_mode' => 'wal', 'foreign_key_constraints' => true]]];\n",
      ),
      ...composer('11.10.0'),
    },
    expected: ['laravel a.sqlite [foreign_keys=true option] ignores busy_timeout ignores journal_mode'],
    effective: { busy_timeout: '60000', journal_mode: 'delete', foreign_keys: 'on' },
    places: ["'foreign_key_constraints' => true", "'busy_timeout' => 5000", "'journal_mode' => 'wal'"],
  },
  {
    name: 'Laravel: the same keys with a framework that knows them, and pragmas',
    files: {
      'config/database.php': php(
        "return ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => 'a.sqlite', 'busy_timeout' => 5000, 'journal_mode' => 'wal', 'pragmas' => ['mmap_size' => 1000, 'synchronous' => 'normal']]]];\n",
      ),
      ...composer('12.29.0'),
    },
    expected: [
      'laravel a.sqlite [mmap_size=1000 option, synchronous=normal option, busy_timeout=5000 option, journal_mode=wal option]',
    ],
    effective: { busy_timeout: '5000', journal_mode: 'wal', synchronous: 'normal', mmap_size: '1000' },
  },
  {
    name: 'Laravel: transaction_mode with PHP 8.4',
    files: {
      'config/database.php': php(
        "return ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => 'a.sqlite', 'transaction_mode' => 'IMMEDIATE']]];\n",
      ),
      ...composer('12.29.0', '^8.4'),
    },
    expected: ['laravel a.sqlite [] begin=immediate'],
  },
  {
    name: 'Laravel: transaction_mode where PHP may be older, and where the framework is',
    files: {
      'a/config/database.php': php(
        "return ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => 'a.sqlite', 'transaction_mode' => 'IMMEDIATE']]];\n",
      ),
      'a/composer.json': '{"require": {"php": "^8.2"}}',
      'a/composer.lock': '{"packages": [{"name": "laravel/framework", "version": "v12.29.0"}]}',
      'b/config/database.php': php(
        "return ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => 'b.sqlite', 'transaction_mode' => 'IMMEDIATE']]];\n",
      ),
      'b/composer.json': '{"require": {"php": "^8.4"}}',
      'b/composer.lock': '{"packages": [{"name": "laravel/framework", "version": "v12.0.0"}]}',
    },
    expected: ['laravel a.sqlite [] begin=?', 'laravel b.sqlite [] ignores transaction_mode'],
  },
  {
    name: 'Laravel: a service provider sets pragmas on its connection',
    files: {
      'config/database.php': php(
        "return ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => 'a.sqlite']]];\n",
      ),
      'app/Providers/AppServiceProvider.php': php(`class AppServiceProvider extends ServiceProvider {
    public function boot(): void {
        DB::statement('PRAGMA busy_timeout = 5000');
        if (app()->isLocal()) { DB::statement('PRAGMA synchronous = OFF'); }
    }
}
`),
    },
    expected: ['laravel a.sqlite []'],
    effective: { busy_timeout: '5000', synchronous: undefined },
  },
  {
    name: 'Laravel: a package that sets pragmas by itself',
    files: {
      'config/database.php': php(
        "return ['default' => 'sqlite', 'connections' => ['sqlite' => ['driver' => 'sqlite', 'database' => 'a.sqlite']]];\n",
      ),
      'composer.lock':
        '{"packages": [{"name": "laravel/framework", "version": "v11.0.0"}, {"name": "nunomaduro/laravel-optimize-database", "version": "v1.0.5"}]}',
    },
    expected: ['laravel a.sqlite [] opaque'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'Eloquent alone',
    source: php(`use Illuminate\\Database\\Capsule\\Manager as Capsule;
$capsule = new Capsule;
$capsule->addConnection(['driver' => 'sqlite', 'database' => __DIR__ . '/app.sqlite', 'foreign_key_constraints' => true]);
$capsule->addConnection(['driver' => 'mysql', 'database' => 'x'], 'other');
`),
    expected: ['laravel ? [foreign_keys=true option maybe]'],
  },
  {
    name: 'Doctrine DBAL: parameters in place and in a variable',
    source: php(`use Doctrine\\DBAL\\DriverManager;
$conn = DriverManager::getConnection(['driver' => 'pdo_sqlite', 'path' => 'a.db', 'driverOptions' => [PDO::ATTR_TIMEOUT => 3]]);
$conn->executeStatement('PRAGMA foreign_keys = ON');
$params = ['driver' => 'sqlite3', 'path' => $path];
$other = DriverManager::getConnection($params);
$other->executeStatement('PRAGMA busy_timeout = 100');
$memory = DriverManager::getConnection(['driver' => 'pdo_sqlite', 'memory' => true]);
$url = DriverManager::getConnection(['url' => 'sqlite:///var/data.db']);
`),
    expected: [
      'doctrine-pdo-sqlite a.db [busy_timeout=3000 option, foreign_keys=ON statement]',
      'doctrine-sqlite3 <$path> [busy_timeout=100 statement]',
      'doctrine-pdo-sqlite ? [] memory',
      'doctrine-pdo-sqlite var/data.db []',
    ],
    effective: { busy_timeout: '3000', foreign_keys: 'on' },
  },
  {
    name: 'Doctrine DBAL: an array that only names a driver opens nothing',
    source: php(
      "$drivers = ['driver' => 'pdo_sqlite', 'label' => 'SQLite'];\n$map = ['sqlite' => 'pdo_sqlite'];\n",
    ),
    expected: [],
  },
]);
