import { testConnections } from '../../support/connections.ts';

const php = (code: string): string => `<?php\n${code}`;
testConnections('php', [
  {
    name: 'PDO: foreign keys within a transaction',
    source: php(`$db = new PDO('sqlite:app.db');
$db->beginTransaction();
$db->exec('PRAGMA foreign_keys = ON');
$db->commit();
`),
    expected: ['pdo-sqlite app.db []'],
    effective: { foreign_keys: undefined },
  },
  {
    name: 'numbers whose digits are in groups',
    source: php(
      "const MS = 2_500;\n$db = new SQLite3('app.db');\n$db->exec('PRAGMA busy_timeout = ' . MS);\n",
    ),
    expected: ['php-sqlite3 app.db [busy_timeout=2500 statement]'],
  },
  {
    name: 'PDO: how paths are called',
    source: php(`$a = new PDO('sqlite:' . __DIR__ . '/app.db');
$b = new PDO("sqlite:$path");
$c = new PDO('sqlite:/data/' . $name . '.db');
$d = new PDO("sqlite:{$folder}/app.db");
`),
    expected: [
      "pdo-sqlite <__DIR__ . '/app.db'> []",
      'pdo-sqlite <$path> []',
      "pdo-sqlite <'/data/' . $name . '.db'> []",
      'pdo-sqlite <{$folder}/app.db> []',
    ],
  },
  {
    name: 'PDO: its own defaults',
    source: php("$pdo = new PDO('sqlite:app.db');\n"),
    expected: ['pdo-sqlite app.db []'],
    effective: { busy_timeout: '60000', foreign_keys: 'off', journal_mode: 'delete', synchronous: 'full' },
  },
  {
    name: 'PDO: a path behind the scheme, attributes and statements',
    source: php(`class Db {
    private const TIMEOUT = 10;
    public function __construct(string $path) {
        $this->pdo = new \\PDO('sqlite:' . $path, null, null, [\\PDO::ATTR_ERRMODE => 2, \\PDO::ATTR_TIMEOUT => 5]);
        $this->pdo->setAttribute(PDO::ATTR_TIMEOUT, self::TIMEOUT);
        $this->pdo->exec('PRAGMA journal_mode = WAL');
        $this->pdo->query("PRAGMA foreign_keys = ON");
    }
}
`),
    expected: [
      'pdo-sqlite <$path> [busy_timeout=5000 option, busy_timeout=10000 option, journal_mode=WAL statement, foreign_keys=ON statement]',
    ],
    effective: { busy_timeout: '10000', journal_mode: 'wal', foreign_keys: 'on' },
    places: [
      '\\PDO::ATTR_TIMEOUT => 5',
      '$this->pdo->setAttribute(PDO::ATTR_TIMEOUT, self::TIMEOUT)',
      'PRAGMA journal_mode = WAL',
      'PRAGMA foreign_keys = ON',
    ],
  },
  {
    name: 'PDO: a DSN in a variable, one of another database, one that may be any',
    source: php(`function a($path) {
    $dsn = "sqlite:$path";
    return new PDO($dsn);
}
function b() { return new PDO('mysql:host=x'); }
function c($dsn) { return new PDO($dsn); }
function d($kind) {
    $dsn = 'sqlite:d.db';
    if ($kind === 'mysql') { $dsn = 'mysql:host=x'; }
    return new PDO($dsn);
}
`),
    expected: ['pdo-sqlite <$path> []'],
  },
  {
    name: 'PDO: a DSN of the environment, as .env gives it',
    files: {
      'a.php': php("$pdo = new PDO($_ENV['DB_DSN']);\n$pdo->exec('PRAGMA foreign_keys = ON');\n"),
      'b.php': php("$pdo = new PDO(getenv('OTHER_DSN'));\n"),
      'c.php': php("$pdo = new PDO(getenv('UNKNOWN_DSN'));\n"),
      '.env': 'DB_DSN=sqlite:data/app.db\nOTHER_DSN=mysql:host=x\n',
    },
    expected: ['pdo-sqlite data/app.db [foreign_keys=ON statement]'],
  },
  {
    name: 'PDO: options in a variable, with what stands in for a setting',
    source: php(`class Sqlite {
    public function createConnection(array $settings) {
        $options = [];
        $options[PDO::ATTR_TIMEOUT] = (! empty($settings['timeout'])) ? $settings['timeout'] : 30;
        $this->pdo = new PDO('sqlite:'.$settings['filename'], null, null, $options);
        if (isset($settings['wal_mode']) && $settings['wal_mode'] === true) {
            $this->pdo->exec('PRAGMA journal_mode=wal');
            $this->pdo->exec('PRAGMA wal_autocheckpoint = 0');
        }
        $this->enableForeignKeys();
    }
    public function enableForeignKeys() { $this->pdo->exec('PRAGMA foreign_keys = ON'); }
    public function disableForeignKeys() { $this->pdo->exec('PRAGMA foreign_keys = OFF'); }
}
`),
    expected: [
      "pdo-sqlite <$settings['filename']> [busy_timeout=30000 option, journal_mode=wal statement maybe, wal_autocheckpoint=0 statement maybe, foreign_keys=ON statement]",
    ],
    loose: ['foreign_keys=OFF unknown'],
    effective: {
      busy_timeout: '30000',
      journal_mode: undefined,
      wal_autocheckpoint: undefined,
      foreign_keys: 'on',
    },
  },
  {
    name: 'PDO: options that are put together at run time may have a timeout',
    source: php("$pdo = new PDO('sqlite:app.db', null, null, $options + $more);\n"),
    expected: ['pdo-sqlite app.db [busy_timeout=? option]'],
    effective: { busy_timeout: undefined, foreign_keys: 'off' },
  },
  {
    name: 'PDO: a timeout of none',
    source: php(
      "$pdo = new PDO('sqlite:app.db', options: [PDO::ATTR_TIMEOUT => 0]);\n$a = new PDO('sqlite:a.db', '', '', [PDO::ATTR_TIMEOUT => 0]);\n",
    ),
    expected: ['pdo-sqlite app.db [busy_timeout=0 option]', 'pdo-sqlite a.db [busy_timeout=0 option]'],
    effective: { busy_timeout: '0' },
  },
  {
    name: 'PDO: a condition that asks for SQLite is none',
    source: php(`$pdo = new PDO('sqlite:app.db');
if ($driver === 'sqlite') {
    $pdo->exec('PRAGMA busy_timeout = 5000');
}
if ($driver !== 'sqlite') {
    $pdo->exec('PRAGMA synchronous = OFF');
}
`),
    expected: ['pdo-sqlite app.db [busy_timeout=5000 statement, synchronous=OFF statement maybe]'],
  },
  {
    name: 'PDO: the class of SQLite’s own, and connect()',
    source: php(`use Pdo\\Sqlite;
$a = new \\PDO\\Sqlite('sqlite:' . $this->GetDbFilePath());
$b = PDO::connect('sqlite:b.db');
$c = new Sqlite('sqlite:c.db');
`),
    expected: ['pdo-sqlite <$this->GetDbFilePath()> []', 'pdo-sqlite b.db []', 'pdo-sqlite c.db []'],
  },
  {
    name: 'PDO: classes made of it',
    source: php(`$a = new Minz_PdoSqlite($dsn . $params, null, null, null);
$b = new \\Aura\\Sql\\ExtendedPdo('sqlite:b.db');
`),
    expected: ['pdo-sqlite <$dsn . $params> []', 'pdo-sqlite b.db [] opaque'],
    effective: { busy_timeout: '60000' },
  },
  {
    name: 'PDO: in memory, read-only',
    source: php(`$a = new PDO('sqlite::memory:');
$b = new PDO('sqlite:b.db', null, null, [PDO::SQLITE_ATTR_OPEN_FLAGS => PDO::SQLITE_OPEN_READONLY]);
`),
    expected: ['pdo-sqlite :memory: [] memory', 'pdo-sqlite b.db [] read-only'],
    effective: { journal_mode: 'memory' },
  },
  {
    name: 'PDO: handed to a class of a package',
    source: php(`namespace App;
use Medoo\\Medoo;
use App\\Store;
$a = new PDO('sqlite:a.db');
$medoo = new Medoo($a);
$b = new PDO('sqlite:b.db');
$store = new Store($b);
`),
    expected: ['pdo-sqlite a.db [] opaque', 'pdo-sqlite b.db []'],
  },
  {
    name: 'PDO: pragmas whose names are put together',
    source: php(`$pdo = new PDO('sqlite:a.db');
foreach ($pragmas as $name => $value) { $pdo->exec("PRAGMA $name = $value"); }
`),
    expected: ['pdo-sqlite a.db [] opaque'],
  },
  {
    name: 'PDO: a heredoc, a value that is computed, a pragma that is only asked for',
    source: php(`$db = new PDO("sqlite:a.db");
$db->exec(<<<SQL
PRAGMA journal_mode = WAL;
PRAGMA cache_size = -8000;
SQL);
$db->exec("PRAGMA busy_timeout = {$timeout}");
$mode = $db->query('PRAGMA synchronous')->fetchColumn();
`),
    expected: [
      'pdo-sqlite a.db [journal_mode=WAL statement, cache_size=-8000 statement, busy_timeout=? statement]',
    ],
    effective: { busy_timeout: undefined, cache_size: '-8000', synchronous: 'full' },
  },
  {
    name: 'PDO: returned at once; what the project sets elsewhere makes it unknown',
    source: php(`function open() { return new PDO('sqlite:a.db'); }
function setUp(PDO $db) { $db->exec('PRAGMA busy_timeout = 1'); }
`),
    expected: ['pdo-sqlite a.db []'],
    loose: ['busy_timeout=1 unknown'],
    effective: { busy_timeout: undefined, foreign_keys: 'off' },
  },
  {
    name: 'SQLite3: no timeout unless it is set',
    source: php(
      `$db = new SQLite3($databaseFile);\n$other = new \\SQLite3('b.db', SQLITE3_OPEN_READONLY);\n`,
    ),
    expected: ['php-sqlite3 <$databaseFile> []', 'php-sqlite3 b.db [] read-only'],
    effective: { busy_timeout: '0', foreign_keys: 'off' },
  },
  {
    name: 'SQLite3: busyTimeout and statements',
    source: php(`$db = new SQLite3('db/app.db');
$db->busyTimeout(5000);
$db->exec('PRAGMA journal_mode = wal');
$db->querySingle('PRAGMA synchronous = NORMAL');
`),
    expected: [
      'php-sqlite3 db/app.db [busy_timeout=5000 statement, journal_mode=wal statement, synchronous=NORMAL statement]',
    ],
    effective: { busy_timeout: '5000', journal_mode: 'wal', synchronous: 'normal' },
    places: ['$db->busyTimeout(5000)', 'PRAGMA journal_mode = wal', 'PRAGMA synchronous = NORMAL'],
  },
  {
    name: 'SQLite3: opened in either branch, set up behind both',
    source: php(`class Cache {
    function __construct($config) {
        if (is_file($config['file'])) {
            $this->db = new \\SQLite3($config['file']);
        } else {
            $this->db = new \\SQLite3($config['file']);
            $this->db->exec("CREATE TABLE storage ('key' BLOB PRIMARY KEY)");
        }
        $this->db->busyTimeout($config['timeout']);
        $this->db->exec('PRAGMA journal_mode = wal');
    }
}
`),
    expected: [
      "php-sqlite3 <$config['file']> [busy_timeout=? statement, journal_mode=wal statement]",
      "php-sqlite3 <$config['file']> [busy_timeout=? statement, journal_mode=wal statement]",
    ],
    effective: { busy_timeout: undefined, journal_mode: 'wal' },
  },
  {
    name: 'SQLite3: what is run in the other branch is run on what that one opens',
    source: php(`if (!file_exists($file)) {
    $db = new SQLite3($file);
    $db->busyTimeout(5000);
} else {
    $db = new SQLite3($file);
    $db->exec('PRAGMA synchronous = OFF');
}
$db->exec('PRAGMA foreign_keys = ON');
$db = new SQLite3('second.db');
$db->exec('PRAGMA foreign_keys = OFF');
`),
    expected: [
      'php-sqlite3 <$file> [busy_timeout=5000 statement, foreign_keys=ON statement]',
      'php-sqlite3 <$file> [synchronous=OFF statement, foreign_keys=ON statement]',
      'php-sqlite3 second.db [foreign_keys=OFF statement]',
    ],
    effective: { busy_timeout: '5000', foreign_keys: 'on' },
  },
  {
    name: 'classes that are made of PDO and of SQLite3',
    source: php(`class A extends \\PDO {
    function __construct($path) {
        parent::__construct('sqlite:' . $path);
        $this->exec('PRAGMA busy_timeout = 700');
    }
}
class B extends SQLite3 {
    function __construct() { $this->open('b.db'); $this->busyTimeout(800); }
}
class C extends SQLite3 {
    function __construct($path) { parent::__construct($path, SQLITE3_OPEN_READONLY); }
}
class D extends Other {
    function __construct() { parent::__construct('d.db'); $this->open('d.db'); }
}
`),
    expected: [
      'pdo-sqlite <$path> [busy_timeout=700 statement]',
      'php-sqlite3 b.db [busy_timeout=800 statement]',
      'php-sqlite3 <$path> [] read-only',
    ],
    effective: { busy_timeout: '700' },
  },
]);
