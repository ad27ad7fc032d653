import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../support/lint.ts';
import { assertAsRun, type Claim } from './claims.ts';
import { assertAsInTable, type Probe } from './probe.ts';

const folder = join(fileURLToPath(new URL('.', import.meta.url)), 'php');
const hasSqlite = spawnSync('php', ['-r', 'exit(extension_loaded("pdo_sqlite") ? 0 : 1);']).status === 0;
const skip = hasSqlite ? false : 'PHP or its extension for SQLite is missing: test/drivers/install.sh php';

const php = (code: string): Record<string, string> => ({ 'main.php': `<?php\n${code}` });

const claims: readonly (Claim & { readonly needs?: string })[] = [
  {
    name: 'PDO::ATTR_TIMEOUT in seconds, as an attribute',
    files: php("$db = new PDO('sqlite:app.db');\n$db->setAttribute(PDO::ATTR_TIMEOUT, 30);\n"),
    known: ['busy_timeout', 'journal_mode'],
  },
  {
    name: 'PDO::ATTR_TIMEOUT among the options',
    files: php("$db = new PDO('sqlite:app.db', null, null, [PDO::ATTR_TIMEOUT => 7]);\n"),
    known: ['busy_timeout'],
  },
  {
    name: 'PDO::ATTR_TIMEOUT of 0, by the name of the parameter',
    files: php("$db = new PDO('sqlite:app.db', options: [PDO::ATTR_TIMEOUT => 0]);\n"),
    known: ['busy_timeout'],
  },
  {
    name: 'statements of PDO, of which the last holds',
    files: php(`$db = new \\PDO('sqlite:' . 'app.db');
$db->exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
$db->query('PRAGMA foreign_keys = ON');
$db->exec('PRAGMA busy_timeout = 1');
$db->exec('PRAGMA busy_timeout = 5000');
$db->exec(<<<SQL
    PRAGMA cache_size = -8000;
    PRAGMA temp_store = MEMORY;
    SQL);
`),
    known: ['journal_mode', 'synchronous', 'foreign_keys', 'busy_timeout', 'cache_size', 'temp_store'],
  },
  {
    name: 'methods that are called behind the opening, and one that is not',
    files: php(`class Store
{
    public function __construct(string $path)
    {
        $this->db = new PDO('sqlite:' . $path);
        $this->enable();
    }
    public PDO $db;
    private function enable(): void { $this->db->exec('PRAGMA foreign_keys = ON'); }
    public function disable(): void { $this->db->exec('PRAGMA foreign_keys = OFF'); }
}
$db = (new Store('app.db'))->db;
`),
    known: ['foreign_keys'],
  },
  {
    name: 'the class SQLite3 with busyTimeout()',
    files: php(
      "$db = new SQLite3('app.db');\n$db->busyTimeout(500);\n$db->exec('PRAGMA journal_mode = wal');\n",
    ),
    known: ['busy_timeout', 'journal_mode'],
  },
  {
    name: 'Laravel: foreign_key_constraints, and keys that 8 does not know',
    files: {
      'config/database.php': `<?php
return [
    'default' => 'sqlite',
    'connections' => [
        'sqlite' => [
            'driver' => 'sqlite',
            'database' => 'app.db',
            'prefix' => '',
            'foreign_key_constraints' => env('DB_FOREIGN_KEYS', true),
            'busy_timeout' => 5000,
            'journal_mode' => 'wal',
            'options' => [PDO::ATTR_TIMEOUT => 9],
        ],
    ],
];
`,
      'composer.lock': '{"packages": [{"name": "laravel/framework", "version": "v8.83.26"}]}',
    },
    known: ['foreign_keys', 'busy_timeout', 'journal_mode'],
    needs: 'Illuminate/Database',
  },
  {
    name: 'Doctrine DBAL: options of the driver, and statements',
    files:
      php(`$db = Doctrine\\DBAL\\DriverManager::getConnection(['driver' => 'pdo_sqlite', 'path' => 'app.db', 'driverOptions' => [PDO::ATTR_TIMEOUT => 3]]);
$db->executeStatement('PRAGMA foreign_keys = ON');
`),
    known: ['busy_timeout', 'foreign_keys'],
    needs: 'Doctrine/DBAL',
  },
  {
    name: 'Doctrine DBAL: a URL',
    files: php("$db = \\Doctrine\\DBAL\\DriverManager::getConnection(['url' => 'sqlite:///app.db']);\n"),
    known: ['busy_timeout'],
    needs: 'Doctrine/DBAL',
  },
];

describe('real drivers of PHP', { skip }, () => {
  const engine = startEngine();
  after(() => engine.dispose());

  test('they do by themselves what the table says', () => {
    const lines = execFileSync('php', [join(folder, 'probe.php')], { encoding: 'utf8' })
      .trim()
      .split('\n');
    assert.ok(lines.length >= 2);
    for (const line of lines) assertAsInTable(JSON.parse(line) as Probe);
  });

  for (const claim of claims) {
    test(claim.name, async (context) => {
      const path = `/usr/share/php/${claim.needs}/autoload.php`;
      const has = claim.needs === undefined || spawnSync('test', ['-e', path]).status === 0;
      if (!has) context.skip(`${claim.needs} is missing: test/drivers/install.sh php`);
      else await assertAsRun(claim, engine, ['php', join(folder, 'claim.php')]);
    });
  }
});
