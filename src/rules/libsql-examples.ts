/** A program that makes a client of libSQL with these options, for the examples of rules. */
export function libsqlProgram(options: string): Record<string, string> {
  return {
    'db.js': `import { createClient } from '@libsql/client';\nexport const db = createClient({ ${options} });\n`,
    'package.json': '{ "dependencies": { "@libsql/client": "0.18.0" } }\n',
  };
}

/** What an embedded replica is told. */
export const replica =
  "url: 'file:data/replica.db', syncUrl: process.env.TURSO_DATABASE_URL, authToken: process.env.TURSO_AUTH_TOKEN";

/** What a client of a server is told. */
export const remote = "url: 'libsql://app-org.turso.io', authToken: process.env.TURSO_AUTH_TOKEN";
