import { testConnections } from '../support/connections.ts';

const schema = (url: string, generator = ''): Record<string, string> => ({
  'prisma/schema.prisma': `generator client {
  provider = "prisma-client-js"
${generator}}

// datasource db { provider = "sqlite" url = "file:./other.db" }
datasource db {
  provider = "sqlite"
  url      = ${url}
}
`,
});

testConnections('typescript', [
  {
    name: 'a path in a schema of Prisma',
    files: schema('"file:./dev.db"'),
    expected: ['prisma file:./dev.db []'],
    effective: { busy_timeout: undefined, journal_mode: 'delete' },
  },
  {
    name: 'the version in a lock file',
    files: {
      ...schema('"file:./dev.db"'),
      'package-lock.json': JSON.stringify({
        packages: { 'node_modules/@prisma/client': { version: '6.19.2' } },
      }),
    },
    expected: ['prisma file:./dev.db []'],
    effective: { busy_timeout: '5000', foreign_keys: 'on', synchronous: 'full' },
  },
  {
    name: 'parameters of the URL',
    files: schema('"file:./dev.db?connection_limit=1&socket_timeout=10&timeout=5000"'),
    expected: [
      'prisma file:./dev.db [busy_timeout=10000 dsn] pool=1 ignores timeout for socket_timeout, in seconds',
    ],
    effective: { busy_timeout: '10000' },
    places: ['socket_timeout=10', 'timeout=5000'],
  },
  {
    name: 'a URL in the environment may hold a timeout',
    files: schema('env("DATABASE_URL")'),
    expected: ['prisma $DATABASE_URL [busy_timeout=? dsn]'],
    effective: { busy_timeout: undefined, journal_mode: 'delete' },
  },
  {
    name: 'driver adapters',
    files: schema('"file:./dev.db"', '  previewFeatures = ["driverAdapters"]\n'),
    expected: ['prisma file:./dev.db [] opaque'],
    effective: { journal_mode: undefined },
  },
  {
    name: 'a pragma that the client runs reaches one of its connections, and WAL all of them',
    files: {
      ...schema('"file:./dev.db"'),
      'src/db.ts': `import { PrismaClient } from '@prisma/client';
const prisma = new PrismaClient();
await prisma.$queryRawUnsafe('PRAGMA journal_mode = WAL');
await prisma.$executeRawUnsafe('PRAGMA synchronous = NORMAL');
`,
    },
    expected: ['prisma file:./dev.db []'],
    effective: { journal_mode: 'wal', synchronous: undefined },
  },
  {
    name: 'another database, and a schema of Prisma 7',
    files: {
      'a/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = "file:./sqlite.db"\n}\n',
      'b/schema.prisma': 'datasource db {\n  provider = "sqlite"\n}\n',
    },
    expected: [],
  },
]);
