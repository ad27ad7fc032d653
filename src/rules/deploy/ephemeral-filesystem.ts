import { type Connection, isWritableFile } from '../../project/connections/connection.ts';
import { filePathOf } from '../../project/connections/database-path.ts';
import { ephemeralPlatformOf } from '../../project/platforms.ts';
import type { Project } from '../../project/project.ts';
import { nameOf } from '../../text/paths.ts';
import { clusterManifest } from '../deploy-examples.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const open = (path: string): string =>
  `const db = new DatabaseSync('${path}', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n`;
const migration = {
  'migrations/001_init.sqlite.sql': 'CREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\n',
};
const next = { 'package.json': '{ "dependencies": { "next": "16.0.0" } }\n', 'vercel.json': '{}\n' };

export default defineRule({
  id: 'deploy/ephemeral-filesystem',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds databases that the project writes to and keeps where files do not last: below `/tmp`, or on the disk of Vercel’s, Netlify’s or Lambda’s functions or of Heroku’s dynos.',
    why: 'Such a disk is empty again after the next deployment or restart, differs from instance to instance, or cannot be written to at all. On the developer’s machine all of it works.',
    sources: [
      'https://vercel.com/kb/guide/is-sqlite-supported-in-vercel',
      'https://devcenter.heroku.com/articles/sqlite3',
      'https://docs.aws.amazon.com/lambda/latest/dg/configuration-ephemeral-storage.html',
    ],
    bad: [
      { ...nodeProgram(open('/tmp/app.db')), ...migration },
      { ...nodeProgram(open('app.db')), ...migration, ...next },
      {
        ...nodeProgram(open('app.db')),
        ...migration,
        Procfile: 'web: node db.js\n',
        'app.json': '{ "stack": "heroku-24" }\n',
      },
    ],
    good: [
      { ...nodeProgram(open('/var/lib/app/app.db')), ...migration },
      // A scratch file may go.
      { ...nodeProgram(open('/tmp/thumbnail-cache.db')), ...migration },
      // A remote database, with a file for developers.
      {
        ...nodeProgram(
          'const db = new DatabaseSync(process.env.DATABASE, { timeout: 5000 });\ndb.exec("PRAGMA journal_mode = WAL");\n',
        ),
        ...migration,
        ...next,
      },
      // The frontend alone is on Vercel.
      {
        'server/db.js': `import { DatabaseSync } from 'node:sqlite';\n${open('app.db')}`,
        'frontend/vercel.json': '{}\n',
        ...migration,
      },
      // So is the frontend here: the server has a machine of its own.
      { ...nodeProgram(open('app.db')), ...migration, ...next, Dockerfile: 'FROM node:24\n' },
      { ...clusterManifest({}), ...nodeProgram(open('app.db')), ...migration, ...next },
      {
        ...nodeProgram(open('app.db')),
        ...migration,
        ...next,
        'apprunner.yaml': 'version: 1.0\nruntime: nodejs22\nrun:\n  command: node db.js\n',
      },
    ],
  },
  *checkConnection(connection, project) {
    const { site, file } = connection;
    if (site.database.kind !== 'text' || site.readOnly || !isWritten(project)) return;
    const path = filePathOf(site.database.text);
    if (/^\/(?:var\/)?tmp\/./.test(path)) {
      if (isScratch(path)) return;
      yield {
        range: site.range,
        message: `${shortened(path)} does not outlast a restart of the machine or the container: it is among the temporary files.`,
        help: 'Keep the database on a disk that lasts: a volume of the container, a folder such as /var/lib.',
      };
      return;
    }
    if (!isWritableFile(connection) || !isLocal(connection)) return;
    const platform = ephemeralPlatformOf(file, project);
    if (!platform) return;
    yield {
      range: site.range,
      message: `This database is on the disk of ${platform.name}: ${platform.disk} (${platform.file.path}).`,
      help: 'Use a database on the network that speaks SQLite (Turso, D1), or a host with a disk that lasts.',
    };
  },
});

/** True for a project that makes tables: what it writes is meant to stay. */
function isWritten({ databases }: Project): boolean {
  return databases.some(({ steps }) => steps.length > 0);
}

/** Names of files that may go at any time. */
function isScratch(path: string): boolean {
  return /cache|scratch|temp|tmp|test|example|demo|spool|work/i.test(nameOf(path));
}

/** False where another URL may be used in production. */
function isLocal({ site: { database }, driver }: Connection): boolean {
  return database.kind === 'text' && !/libsql|turso/.test(driver.id);
}

function shortened(path: string): string {
  return path.length > 24 ? 'This database' : path;
}
