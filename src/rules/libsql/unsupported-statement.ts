import { type LibsqlClient, targetOf } from '../../embedded/connections/libsql-client.ts';
import { refusedPragmas, serverPragmas } from '../../facts/libsql/server-sql.ts';
import { parseStatement } from '../../sql/parse.ts';
import { readPragma } from '../../sql/pragma.ts';
import { splitScript } from '../../sql/split.ts';
import { libsqlProgram, remote, replica } from '../libsql-examples.ts';
import { defineRule } from '../rule.ts';

const runs = (options: string, sql: string): Record<string, string> => {
  const files = libsqlProgram(options);
  return { ...files, 'db.js': `${files['db.js']}await db.execute("${sql}");\n` };
};

export default defineRule({
  id: 'libsql/unsupported-statement',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds statements that a libSQL server refuses, run on a client of a server or on an embedded replica: pragmas with a value, VACUUM, ANALYZE, ATTACH, temporary tables.',
    why: 'The server answers “unsupported statement”, and the call throws. Journal, cache and locks are the server’s own business.',
    sources: [
      'https://docs.turso.tech/cloud/limitations',
      'https://github.com/tursodatabase/libsql/blob/main/libsql-server/src/query_analysis.rs',
      'https://github.com/tursodatabase/libsql/issues/1119',
    ],
    bad: [
      runs(remote, 'PRAGMA journal_mode = WAL'),
      runs(replica, 'PRAGMA busy_timeout = 5000'),
      runs(remote, "ATTACH 'other.db' AS other"),
    ],
    good: [
      runs(remote, 'PRAGMA foreign_keys = ON'),
      runs(remote, 'PRAGMA journal_mode'),
      // A file of this machine takes it.
      runs("url: 'file:app.db', timeout: 5000", 'PRAGMA journal_mode = WAL'),
      // Nobody knows where that leads.
      runs('url: process.env.DATABASE_URL', 'PRAGMA journal_mode = WAL'),
    ],
  },
  *checkProject({ libsqlClients }) {
    for (const { file, client } of libsqlClients) {
      if (!speaksToServer(client)) continue;
      for (const { text, range } of client.statements) {
        const what = refused(text);
        if (what === undefined) continue;
        yield {
          file: file.path,
          range,
          message: `The server refuses ${what}, and the call throws.`,
          help: 'Leave it out, or run it only where the URL starts with file:.',
        };
      }
    }
  },
});

/** True for a client of a server, and for a replica, which asks the server for all but reads. */
function speaksToServer(client: LibsqlClient): boolean {
  const target = targetOf(client);
  if (!client.module.includes('libsql')) return false;
  return target === 'server' || (target === 'file' && client.options.some(({ name }) => name === 'syncUrl'));
}

/** What a server refuses of a text; undefined where it runs all of it. */
function refused(text: string): string | undefined {
  for (const { range } of splitScript(text).pieces) {
    const { tree } = parseStatement(text.slice(range.start, range.end));
    if (!tree) continue;
    const pragma = readPragma(tree);
    if (
      pragma &&
      (pragma.value === undefined ? refusedPragmas.has(pragma.name) : !serverPragmas.has(pragma.name))
    )
      return `PRAGMA ${pragma.name}${pragma.value === undefined ? '' : ' with a value'}`;
    if (/^(?:Vacuum|Analyze|Attach)Stmt$/.test(tree.type)) return tree.type.replace('Stmt', '').toUpperCase();
    if ((tree.type === 'CreateTableStmt' || tree.type === 'CreateViewStmt') && tree.temporary)
      return 'temporary tables and views';
  }
  return undefined;
}
