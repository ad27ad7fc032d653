import { nameOf } from '../../text/paths.ts';
import { defineRule } from '../rule.ts';

// Put together, so that no scanner for secrets takes the example for one.
const token = ['eyJhbGciOiJFZERTQSJ9', 'eyJhIjoicncifQ', 'c2lnbmF0dXJlLW9mLWFuLWV4YW1wbGU'].join('.');
const program = {
  'db.js':
    "import { createClient } from '@libsql/client';\nexport const db = createClient({ url: process.env.TURSO_DATABASE_URL, authToken: process.env.TURSO_AUTH_TOKEN });\n",
};

export default defineRule({
  id: 'libsql/token-in-env-file',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds tokens of Turso databases in `.env` files that version control does not ignore.',
    why: 'Whoever reads the repository, or its history, can use the database.',
    sources: ['https://docs.turso.tech/sdk/authorization/quickstart'],
    bad: [
      { ...program, '.env': `TURSO_AUTH_TOKEN=${token}\n` },
      { ...program, '.env.example': `TURSO_DATABASE_URL="libsql://app-org.turso.io?authToken=${token}"\n` },
    ],
    good: [
      { ...program, '.env.example': 'TURSO_AUTH_TOKEN=\n' },
      // Somebody else’s token.
      { ...program, '.env': `SESSION_TOKEN=${token}\n` },
    ],
  },
  *checkProject({ sources }) {
    for (const file of sources) {
      if (!/^(?:\.env|.+\.env)(?:\.[\w.-]+)?$/.test(nameOf(file.path))) continue;
      for (const { index, 0: found } of file.text.matchAll(
        /(?<=(?:(?:TURSO|LIBSQL|DATABASE|DB)\w*_TOKEN\s*=\s*["']?|[?&]authToken=))eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}/g,
      )) {
        if (!isDatabaseToken(file.text, index)) continue;
        yield {
          file: file.path,
          range: { start: index, end: index + found.length },
          message: `A token of a Turso database stands in ${nameOf(file.path)}, which version control does not ignore.`,
          help: 'Add the file to .gitignore, and end the token with `turso db tokens invalidate` where it was committed.',
        };
      }
    }
  },
});

/** A token under a name that others use as well counts beside the URL of a database of Turso. */
function isDatabaseToken(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return /TURSO|LIBSQL|authToken/i.test(line) || /\blibsql:\/\/|\.turso\.io\b/.test(text);
}
