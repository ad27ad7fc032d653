/** The URL schemes that a build of `@libsql/client` takes, by its module. Run with 0.18.0. */
export const clientSchemes: Readonly<Record<string, readonly string[]>> = {
  '@libsql/client': ['libsql', 'https', 'http', 'wss', 'ws', 'file'],
  '@libsql/client/node': ['libsql', 'https', 'http', 'wss', 'ws', 'file'],
  '@libsql/client/sqlite3': ['file'],
  '@libsql/client/web': ['libsql', 'https', 'http', 'wss', 'ws'],
  '@libsql/client/http': ['libsql', 'https', 'http'],
  '@libsql/client/ws': ['libsql', 'wss', 'ws'],
  'drizzle-orm/libsql': ['libsql', 'https', 'http', 'wss', 'ws', 'file'],
  '@prisma/adapter-libsql': ['libsql', 'https', 'http', 'wss', 'ws', 'file'],
};

/** Parameters that may stand in a URL; every other throws URL_PARAM_NOT_SUPPORTED (0.18.0, config.js of @libsql/core). */
export const clientUrlParameters: ReadonlySet<string> = new Set(['tls', 'authToken']);

/** Options that do something only where a file is kept in step with a server, by `syncUrl`. */
export const syncOptions: ReadonlySet<string> = new Set(['syncInterval', 'readYourWrites', 'offline']);
