import type { Connection } from '../../project/connections/connection.ts';
import { remember } from '../../project/remember.ts';
import type { SourceFile } from '../../project/source-file.ts';
import type { Range } from '../../text/range.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';
import { isSecret } from '../secret-values.ts';

/** Pragmas of SQLCipher and SQLite’s own encryption extension that take a key. */
const keyPragma = /^(?:hex|text)?(?:re)?key$/;

// Put together, so that no scanner for secrets takes the example for one.
const token = ['eyJhbGciOiJFZERTQSJ9', 'eyJhIjoicncifQ', 'c2lnbmF0dXJlLW9mLWFuLWV4YW1wbGU'].join('.');

export default defineRule({
  id: 'security/key-in-source',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds the key of an encrypted database (`PRAGMA key`), a password in a connection string, or the token of a Turso database, written out in the source.',
    why: 'Whoever reads the repository, or its history, can open the database. The key of an encrypted file has to be changed with it, which rewrites the file.',
    sources: [
      'https://www.zetetic.net/sqlcipher/sqlcipher-api/#PRAGMA_key',
      'https://docs.turso.tech/sdk/authorization/quickstart',
    ],
    bad: [
      "PRAGMA key = 'correct horse battery staple';",
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec(\"PRAGMA key = 'Tr0ub4dor&3'\");\ndb.exec('PRAGMA journal_mode = WAL');\n",
      ),
      {
        'db.js': `import { createClient } from '@libsql/client';\nexport const db = createClient({ url: 'libsql://app.turso.io', authToken: '${token}' });\n`,
        'package.json': '{ "dependencies": { "@libsql/client": "0.18.0" } }\n',
      },
      {
        'wrangler.toml': `name = "app"\n[vars]\nTURSO_AUTH_TOKEN = "${token}"\n[[d1_databases]]\nbinding = "DB"\n`,
      },
    ],
    good: [
      "PRAGMA key = '$DB_KEY';",
      // It comes from the environment.
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec(\"PRAGMA key = '\" + process.env.DB_KEY + \"'\");\ndb.exec('PRAGMA journal_mode = WAL');\n",
      ),
      {
        'db.js':
          "import { createClient } from '@libsql/client';\nexport const db = createClient({ url: 'libsql://app.turso.io', authToken: process.env.TURSO_AUTH_TOKEN });\n",
      },
      // Nobody’s key.
      "PRAGMA key = 'your-secret-key';",
    ],
  },
  *checkPragma({ name, value, range, valueRange, written }) {
    if (!keyPragma.test(name) || value === undefined || !isSecret(value)) return;
    yield {
      range: valueRange ?? range,
      message: `The key of the database is written out in the source (${written}). Whoever reads it can open the file.`,
      help,
    };
  },
  *checkConnection(connection) {
    const found = passwordOf(connection);
    if (!found) return;
    yield {
      range: found.range,
      message: `The password of the database is written out in its connection string (${found.parameter}).`,
      help,
    };
  },
  *checkProject({ sources, usesSqlite }) {
    if (!usesSqlite) return;
    for (const file of sources) {
      for (const range of tokensIn(file)) {
        yield {
          file: file.path,
          range,
          message:
            'A token of a Turso database is written out in the source. Whoever reads it can use the database.',
          help: `${help} Tokens that were published are ended with \`turso db tokens invalidate\`.`,
        };
      }
    }
  },
});

const help = 'Take it from the environment or a store for secrets, and change it: it stays in the history.';

/** Parameters by which drivers take a password: go-sqlite3’s user authentication, SQLCipher’s forks, ADO.NET. */
const passwordParameter = /\b(_auth_pass|_pragma_key|Password)=([^&;"'`\s]+)/gi;

function passwordOf({ file, site }: Connection): { range: Range; parameter: string } | undefined {
  const written = file.text.slice(site.range.start, site.range.end);
  for (const match of written.matchAll(passwordParameter)) {
    const [whole, parameter = '', value = ''] = match;
    if (!isSecret(value)) continue;
    const start = site.range.start + match.index;
    return { range: { start, end: start + whole.length }, parameter };
  }
  return undefined;
}

/** JSON Web Tokens that are given to a client as `authToken`, in code, URLs and configuration; `.env` files are not source. */
const tokensIn = remember(({ path, kind, text }: SourceFile): readonly Range[] => {
  if (kind === 'database' || kind === 'lock' || kind === 'sql' || /(?:^|\/|\.)env(?:\.|$)/.test(path))
    return [];
  return [
    ...text.matchAll(/(?<=(?:\b|_)auth_?token\b["']?\s*[:=]\s*["'`]?)eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/gi),
  ].map(({ index, 0: token }) => ({ start: index, end: index + token.length }));
});
