import { defineRule } from '../rule.ts';

const program = (path: string): Record<string, string> => ({
  'server.js': `import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('${path}', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n`,
});

/** Folders that web servers and frameworks hand out as they are. */
const webRoots = /(?:^|[/\\])(public|static|wwwroot|htdocs|public_html|www)[/\\]/i;

export default defineRule({
  id: 'security/database-in-web-root',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds databases whose path lies in a folder that web servers hand out: `public/`, `static/`, `wwwroot/`, `htdocs/`.',
    why: 'Anybody can then download the database with one request.',
    sources: ['https://cwe.mitre.org/data/definitions/219.html'],
    bad: [program('public/data/app.db')],
    good: [program('data/app.db'), program('/var/lib/www-data/app.db')],
  },
  *checkConnection({ site }) {
    const { database, storage } = site;
    if (database.kind !== 'text' || storage !== 'file') return;
    const folder = isAbsolute(database.text) ? undefined : webRoots.exec(database.text)?.[1];
    if (folder === undefined) return;
    yield {
      range: database.range ?? site.range,
      message: `${database.text} lies below ${folder}/, which web servers hand out. Anybody can download the database.`,
      help: 'Keep the database in a folder beside the one that is served.',
    };
  },
});

/** `/var/www/app/data.db`: whether the folder of that name is served is the machine's configuration. */
function isAbsolute(path: string): boolean {
  return (
    /^(?:\w+:)*(?:\/\/)?[/\\]|^[A-Za-z]:[/\\]/.test(path) &&
    !/\/(?:public|wwwroot|htdocs|public_html)\//i.test(path)
  );
}
