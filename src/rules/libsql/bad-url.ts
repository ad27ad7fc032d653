import type { LibsqlClient } from '../../embedded/connections/libsql-client.ts';
import { clientSchemes, clientUrlParameters } from '../../facts/libsql/client-options.ts';
import { libsqlProgram, remote } from '../libsql-examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'libsql/bad-url',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds URLs that @libsql/client refuses: a bare path, `file://data/app.db`, `sqlite:`, parameters that it does not know, `file:` for a client of servers alone.',
    why: 'createClient() throws, and the program does not start.',
    sources: [
      'https://docs.turso.tech/sdk/ts/reference#local-only',
      'https://github.com/tursodatabase/libsql-client-ts',
    ],
    bad: [
      libsqlProgram("url: './local.db', timeout: 5000"),
      libsqlProgram("url: 'file://data/app.db', timeout: 5000"),
      libsqlProgram("url: 'sqlite:app.db'"),
      libsqlProgram("url: 'file:app.db?mode=ro', timeout: 5000"),
      {
        'db.js':
          "import { createClient } from '@libsql/client/web';\nexport const db = createClient({ url: 'file:app.db' });\n",
      },
    ],
    good: [
      libsqlProgram(remote),
      libsqlProgram("url: ':memory:'"),
      // Another program says what it is.
      libsqlProgram('url: process.env.DATABASE_URL'),
    ],
  },
  *checkProject({ libsqlClients }) {
    for (const { file, client } of libsqlClients) {
      const { url, urlRange } = client;
      const schemes = clientSchemes[client.module];
      if (!schemes || url.kind !== 'text' || !urlRange) continue;
      const found = refusal(url.text, schemes, client);
      if (!found) continue;
      const quote = file.text[urlRange.start] ?? '';
      const isLiteral =
        /['"`]/.test(quote) && file.text.slice(urlRange.start + 1, urlRange.end - 1) === url.text;
      yield {
        file: file.path,
        range: urlRange,
        message: `@libsql/client refuses this URL: ${found.why}.`,
        help: found.instead === undefined ? found.help : `Write ${found.instead}.`,
        fixes:
          found.instead === undefined || !isLiteral
            ? []
            : [
                {
                  title: `Write ${found.instead}`,
                  safe: false,
                  edits: [{ range: urlRange, text: `${quote}${found.instead}${quote}` }],
                },
              ],
      };
    }
  },
});

interface Refusal {
  readonly why: string;
  readonly help: string;
  readonly instead?: string;
}

function refusal(url: string, schemes: readonly string[], { module }: LibsqlClient): Refusal | undefined {
  if (url === ':memory:' || /^file::memory:/.test(url))
    return schemes.includes('file')
      ? undefined
      : { why: `${module} has no local databases`, help: serverHelp };
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === undefined)
    return {
      why: url === '' ? 'it is empty' : 'it has no scheme',
      help: 'Give it the URL of the database.',
      ...(/^[\w./-]+\.(?:db|sqlite3?)$/.test(url) && schemes.includes('file') && { instead: `file:${url}` }),
    };
  if (!schemes.includes(scheme)) {
    const path = /^sqlite3?:(?:\/\/)?([\w./-]+)$/.exec(url)?.[1];
    return {
      why: `${module} knows no ${scheme}:`,
      help: scheme === 'file' ? serverHelp : `It takes ${schemes.map((one) => `${one}:`).join(', ')}.`,
      ...(path !== undefined && schemes.includes('file') && { instead: `file:${path}` }),
    };
  }
  if (scheme === 'file') {
    const [, host = '', rest = ''] = /^file:\/\/([^/?#]*)(.*)$/.exec(url) ?? [];
    if (host !== '' && host !== 'localhost')
      return {
        why: `${host} is taken for a host`,
        help: 'Write file: and the path.',
        instead: `file:${host}${rest}`,
      };
  }
  const query = /\?([^#]*)/.exec(url)?.[1] ?? '';
  for (const part of query.split('&')) {
    const name = part.split('=', 1)[0] ?? '';
    if (name !== '' && !clientUrlParameters.has(name))
      return { why: `it does not know the parameter ${name}`, help: 'Leave the parameter out.' };
  }
  return undefined;
}

const serverHelp = 'Import @libsql/client, or give it the URL of a server.';
