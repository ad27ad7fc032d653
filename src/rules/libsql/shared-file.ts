import { type LibsqlClient, targetOf } from '../../embedded/connections/libsql-client.ts';
import { filePathOf } from '../../project/connections/database-path.ts';
import { litestreamUses } from '../../project/litestream/use.ts';
import type { Project } from '../../project/project.ts';
import { libsqlProgram, replica } from '../libsql-examples.ts';
import { defineRule } from '../rule.ts';

const other = (path: string): Record<string, string> => ({
  'report.js': `import Database from 'better-sqlite3';\nconst db = new Database('${path}');\ndb.pragma('journal_mode = WAL');\nconsole.log(db.prepare('SELECT count(*) FROM visit').get());\n`,
});

export default defineRule({
  id: 'libsql/shared-file',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds the file of an embedded replica, or of a Turso Database, that another driver of SQLite or Litestream opens as well.',
    why: 'libSQL writes what it receives into the replica’s file by itself, and Turso Database locks it in its own way: a program with another SQLite sees half of it, and can damage it.',
    sources: [
      'https://docs.turso.tech/features/embedded-replicas/introduction',
      'https://github.com/tursodatabase/libsql/issues/1607',
      'https://github.com/tursodatabase/turso/blob/main/COMPAT.md',
    ],
    bad: [
      { ...libsqlProgram(replica), ...other('data/replica.db') },
      {
        'db.js':
          "import { connect } from '@tursodatabase/database';\nexport const db = await connect('app.db');\n",
        ...other('./app.db'),
      },
    ],
    good: [
      { ...libsqlProgram(replica), ...other('data/report.db') },
      // A file of libSQL without a server is SQLite’s.
      { ...libsqlProgram("url: 'file:data/replica.db', timeout: 5000"), ...other('data/replica.db') },
    ],
  },
  *checkProject(project) {
    for (const { file, client } of project.libsqlClients) {
      const own = ownFileOf(client);
      if (own === undefined) continue;
      const sharer = otherUserOf(own.path, project);
      if (sharer === undefined) continue;
      yield {
        file: file.path,
        range: client.urlRange ?? client.range,
        message: `${own.what} is opened by another program, too. What ${sharer} does to it can damage it.`,
        help: 'Read it through the same package, or from a copy.',
      };
    }
  },
});

/** The file that a client has for itself alone; undefined for one that it may share. */
function ownFileOf(client: LibsqlClient): { readonly path: string; readonly what: string } | undefined {
  const { url, module, options } = client;
  if (url.kind !== 'text') return undefined;
  const path = plain(filePathOf(url.text));
  if (path === '' || path === ':memory:') return undefined;
  if (module.startsWith('@tursodatabase/')) return { path, what: 'The file of this Turso Database' };
  return targetOf(client) === 'file' && options.some(({ name }) => name === 'syncUrl')
    ? { path, what: 'The file of this embedded replica' }
    : undefined;
}

const plain = (path: string): string => path.replace(/^(?:\.\/)+/, '');

function otherUserOf(path: string, project: Project): string | undefined {
  for (const { site, driver, file } of project.connections) {
    if (/libsql/.test(driver.id) || site.database.kind !== 'text' || site.storage !== 'file') continue;
    if (plain(filePathOf(site.database.text)) === path) return `${driver.name} (${file.path})`;
  }
  if (!path.startsWith('/')) return undefined;
  for (const { file, config } of litestreamUses(project))
    for (const { path: its } of config.databases)
      if (its && !its.isFolder && its.value === path) return `Litestream (${file.path})`;
  return undefined;
}
