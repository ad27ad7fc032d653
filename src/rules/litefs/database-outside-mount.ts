import { litefsEntry } from '../../config/litefs/read.ts';
import { databasesOf } from '../../project/deployment/databases.ts';
import {
  deployedSetting,
  type LitefsDeployment,
  litefsDeployments,
} from '../../project/litefs/deployment.ts';
import { isBelow, nameOf } from '../../text/paths.ts';
import {
  litefsConfig as config,
  litefsDockerfile as dockerfile,
  litefsFly as fly,
} from '../litefs-examples.ts';
import { defineRule } from '../rule.ts';

const program =
  "import Database from 'better-sqlite3';\nconst db = new Database(process.env.DATABASE_PATH);\ndb.pragma('journal_mode = WAL');\n";

export default defineRule({
  id: 'litefs/database-outside-mount',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds databases that the application opens in the data of LiteFS, in a subfolder of its mount, or elsewhere under the name that its proxy waits for.',
    why: 'LiteFS sees the writes to files right in `fuse.dir` alone. It has no subfolders there: the database cannot be opened. Writes below `data.dir` go around it, replicate nothing and break the checksums.',
    sources: ['https://fly.io/docs/litefs/getting-started-fly/', 'https://fly.io/docs/litefs/config/'],
    bad: [
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': `[env]\nDATABASE_PATH = "/litefs/db/app.db"\n\n${fly.replace('app = "app"\n', '')}`,
        'db.js': program,
      },
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': `[env]\nDATABASE_PATH = "/var/lib/litefs/app.db"\n\n${fly.replace('app = "app"\n', '')}`,
        'db.js': program,
      },
    ],
    good: [
      {
        Dockerfile: dockerfile,
        'litefs.yml': config,
        'fly.toml': `[env]\nDATABASE_PATH = "/litefs/app.db"\n\n${fly.replace('app = "app"\n', '')}`,
        'db.js': program,
      },
      {
        Dockerfile: dockerfile,
        'litefs.yml': `${config}proxy:\n  addr: ":8080"\n  target: "localhost:3000"\n  db: "app.db"\n`,
        'fly.toml': fly,
        'db.js': program.replace('DATABASE_PATH', "DATABASE_PATH ?? 'app.db'"),
      },
      {
        Dockerfile: dockerfile,
        'litefs.yml': `${config}proxy:\n  addr: ":8080"\n  target: "localhost:3000"\n  db: "app.db"\n`,
        'compose.yaml':
          'services:\n  app:\n    build: .\n    entrypoint: []\n    command: ["node", "server.js"]\n    environment:\n      DATABASE_PATH: /data/app.db\n    volumes:\n      - data:/data\nvolumes:\n  data:\n',
        'db.js': program,
      },
    ],
  },
  *checkProject(project) {
    const seen = new Set<string>();
    for (const deployment of litefsDeployments(project)) {
      for (const { path, why, file, range } of databasesOf(deployment.placed, project)) {
        const problem = problemOf(path, deployment);
        const place = `${file.path}:${range.start}`;
        if (!problem || seen.has(place)) continue;
        seen.add(place);
        yield {
          file: file.path,
          range,
          message: `${problem} ${path} (${why}).`,
          help: `Open \`${deployedSetting(deployment, 'fuse.dir').value}/${nameOf(path)}\`.`,
        };
      }
    }
  },
});

function problemOf(path: string, deployment: LitefsDeployment): string | undefined {
  const mount = deployedSetting(deployment, 'fuse.dir').value;
  const data = deployedSetting(deployment, 'data.dir').value;
  if (!mount?.startsWith('/') || !data?.startsWith('/')) return undefined;
  if (isBelow(path, mount)) {
    const isDeeper = path.slice(mount.replace(/\/+$/, '').length + 1).includes('/');
    return isDeeper ? 'LiteFS has no subfolders, so that this database cannot be opened:' : undefined;
  }
  if (isBelow(path, data)) return 'This database lies in the data of LiteFS, where nothing is replicated:';
  const proxied =
    litefsEntry(deployment.use.config, 'proxy.db') && deployedSetting(deployment, 'proxy.db').value;
  return proxied !== undefined && proxied === nameOf(path)
    ? `This database is not in ${mount}, so that LiteFS does not replicate it:`
    : undefined;
}
