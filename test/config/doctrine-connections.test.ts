import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { effective } from '../../src/project/connections/connection.ts';
import { describeSite } from '../support/connections.ts';
import { linterFor, startEngine } from '../support/lint.ts';

const yaml = 'config/packages/doctrine.yaml';
const byEnvironment =
  "doctrine:\n  dbal:\n    url: '%env(resolve:DATABASE_URL)%'\n  orm:\n    auto_mapping: true\n";

const cases: readonly {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly expected: readonly string[];
  readonly timeout?: string | undefined;
}[] = [
  {
    name: 'the URL that .env gives',
    files: { [yaml]: byEnvironment, '.env': 'DATABASE_URL="sqlite:///%kernel.project_dir%/var/data.db"\n' },
    expected: ['doctrine-pdo-sqlite var/data.db []'],
    timeout: '60000',
  },
  {
    name: 'the URL of production counts more',
    files: {
      [yaml]: byEnvironment,
      '.env': 'DATABASE_URL=sqlite:///var/data.db\n',
      '.env.prod': 'DATABASE_URL=postgresql://localhost/app\n',
    },
    expected: [],
  },
  {
    name: 'a URL of another database, the one of SQLite being a comment',
    files: {
      [yaml]: byEnvironment,
      '.env': '# DATABASE_URL="sqlite:///var/data.db"\nDATABASE_URL="mysql://app@127.0.0.1/app"\n',
    },
    expected: [],
  },
  {
    name: 'no file gives the URL; that for tests does not count',
    files: { [yaml]: byEnvironment, '.env.test': 'DATABASE_URL=sqlite:///var/test.db\n' },
    expected: [],
  },
  {
    name: 'a URL with parameters, which may be options of the driver',
    files: {
      [yaml]: byEnvironment,
      '.env': 'DATABASE_URL=sqlite:///var/data.db?driverOptions[2]=5\n',
    },
    expected: ['doctrine-pdo-sqlite var/data.db [] opaque'],
  },
  {
    name: 'a URL in place',
    files: { [yaml]: "doctrine:\n  dbal:\n    url: 'sqlite:///%kernel.project_dir%/var/app.db'\n" },
    expected: ['doctrine-pdo-sqlite var/app.db []'],
  },
  {
    name: 'a driver and a path',
    files: {
      'app/config/config.yml':
        'framework:\n  secret: x\ndoctrine:\n  dbal:\n    driver: pdo_sqlite\n    path: "%kernel.project_dir%/var/app.db"\n',
    },
    expected: ['doctrine-pdo-sqlite var/app.db []'],
    timeout: '60000',
  },
  {
    name: 'the class SQLite3 waits for nothing',
    files: { [yaml]: 'doctrine:\n  dbal:\n    driver: sqlite3\n    path: var/app.db\n' },
    expected: ['doctrine-sqlite3 var/app.db []'],
    timeout: '0',
  },
  {
    name: 'several connections, in memory, and options of PDO',
    files: {
      [yaml]: `doctrine:
  dbal:
    default_connection: default
    connections:
      default:
        driver: pdo_sqlite
        path: var/app.db
        options:
          2: 5
      cache:
        driver: pdo_sqlite
        memory: true
      legacy:
        driver: pdo_mysql
        host: localhost
`,
    },
    expected: ['doctrine-pdo-sqlite var/app.db [] opaque', 'doctrine-pdo-sqlite ? [] memory'],
    timeout: undefined,
  },
  {
    name: 'the environment for tests, in the same file and in one of its own',
    files: {
      [yaml]: "when@test:\n  doctrine:\n    dbal:\n      url: 'sqlite:///var/test.db'\n",
      'config/packages/test/doctrine.yaml': 'doctrine:\n  dbal:\n    driver: pdo_sqlite\n    path: t.db\n',
    },
    expected: [],
  },
  {
    name: 'a file that cannot be read',
    files: { [yaml]: 'doctrine:\n  dbal: {url: "sqlite:///a.db"\n' },
    expected: [],
  },
];

describe('connections in doctrine.yaml', () => {
  const engine = startEngine();
  after(() => engine.dispose());
  for (const { name, files, expected, timeout } of cases) {
    test(name, async () => {
      const linter = linterFor(engine, files);
      await linter.update();
      const { connections } = linter.project;
      assert.deepEqual(
        connections.map(({ driver, site }) => describeSite(driver.id, site)),
        expected,
      );
      const [first] = connections;
      if (first && timeout !== undefined) assert.equal(effective(first, 'busy_timeout'), timeout);
    });
  }
});
