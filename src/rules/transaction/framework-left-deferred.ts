import { surelyBegins } from '../../project/begin-modes.ts';
import { type Connection, isWritableFile } from '../../project/connections/connection.ts';
import type { Project } from '../../project/project.ts';
import { isServer } from '../../project/purpose.ts';
import { defineRule } from '../rule.ts';

const settings = (options: string): Record<string, string> => ({
  'requirements.txt': 'django==5.2\ngunicorn\n',
  'app/settings.py': `DATABASES = {\n    "default": {\n        "ENGINE": "django.db.backends.sqlite3",\n        "NAME": "app.db",\n${options}    }\n}\n`,
});

export default defineRule({
  id: 'transaction/framework-left-deferred',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds configurations of servers that leave transactions deferred where their framework or driver has an option to begin them with the write lock.',
    why: 'A deferred transaction that reads before it writes fails at once with SQLITE_BUSY when another connection has written in between, whatever the busy timeout. Frameworks read before they write all the time. With IMMEDIATE each transaction waits for its turn.',
    sources: [
      'https://sqlite.org/lang_transaction.html#deferred_immediate_and_exclusive_transactions',
      'https://docs.djangoproject.com/en/5.2/ref/databases/#transactions-behavior',
    ],
    bad: [
      settings('        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL"},\n'),
    ],
    good: [
      settings(
        '        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL", "transaction_mode": "IMMEDIATE"},\n',
      ),
    ],
  },
  *checkConnection(connection, project) {
    const { driver, site } = connection;
    const begin = surelyBegins(connection, project.sources);
    if (!isWritableFile(connection) || !begin.known || begin.value !== 'deferred') return;
    const option = optionOf(connection);
    if (!option || !isServer(project) || !isUsed(connection, project)) return;
    yield {
      range: site.begin?.range ?? site.range,
      message: `${driver.name} begins transactions deferred here (${begin.source}). One that reads before it writes fails at once with “database is locked” when another has written in between, whatever the timeout.`,
      help: option,
    };
  },
});

/** How the framework is told to begin transactions with the lock; undefined where it has no option for it. */
function optionOf({ driver, version, site }: Connection): string | undefined {
  switch (driver.id) {
    case 'django':
      // The option came with 5.1 (https://docs.djangoproject.com/en/5.2/releases/5.1/).
      return atLeast(version?.exact ?? version?.atLeast, 5, 1)
        ? 'Set "transaction_mode": "IMMEDIATE" in the OPTIONS of the database.'
        : undefined;
    case 'laravel':
      // The key came with 12.26; where the configuration has it, it is there.
      if (!site.begin && !atLeast(version?.exact, 12, 26)) return undefined;
      return "Set 'transaction_mode' => 'IMMEDIATE' (Laravel 12.26 or later, with PHP 8.4 or later).";
    case 'sequelize':
      return "Set transactionType: 'IMMEDIATE' in the options of Sequelize.";
    case 'sqlite-jdbc':
    case 'sqlite-jdbc/data-source':
    case 'hikaricp':
    case 'spring-boot':
      return 'Set transaction_mode=IMMEDIATE in the URL.';
    case 'mattn/go-sqlite3':
    case 'modernc.org/sqlite':
    case 'glebarez/go-sqlite':
    case 'gorm.io/driver/sqlite':
    case 'glebarez/sqlite':
      return 'Put _txlock=immediate into the connection string.';
    default:
      return undefined;
  }
}

/**
 * True where the connection's transactions are sure to be more than a wish: a framework opens some for itself; those of
 * a driver are opened by the program.
 */
function isUsed({ driver, file, site }: Connection, { code, sources }: Project): boolean {
  if (driver.id === 'django' || driver.id === 'laravel' || driver.id === 'sequelize') return true;
  if (site.poolSize === 1) return false;
  const programs = [...code.values()].filter(({ transactions }) =>
    transactions.some(({ site: { begin } }) => begin === 'driver'),
  );
  const own = programs.filter(({ source }) => source === file);
  const near = own.length > 0 ? own : programs.filter(({ source }) => source.folder === file.folder);
  if (sources.some(({ folder, text }) => folder === file.folder && /\bSetMaxOpenConns\(1\)/.test(text)))
    return false;
  return near.some(({ transactions }) => transactions.some((one) => one.site.upgrade !== undefined));
}

function atLeast(version: string | undefined, major: number, minor: number): boolean {
  const [a = 0, b = 0] = (version ?? '0').split('.').map(Number);
  return a > major || (a === major && b >= minor);
}
