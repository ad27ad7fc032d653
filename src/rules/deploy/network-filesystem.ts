import type { Mount } from '../../config/deployment.ts';
import { type Connection, isWritableFile } from '../../project/connections/connection.ts';
import { absolutePathsIn, filePathOf } from '../../project/connections/database-path.ts';
import { databasesOf } from '../../project/deployment/databases.ts';
import { type PlacedService, servicesOf } from '../../project/deployment/services.ts';
import type { Project } from '../../project/project.ts';
import { isBelow } from '../../text/paths.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const why =
  'SQLite relies on locks, and WAL on memory that all processes share. Neither works between hosts, and the locks of many network file systems do not work at all.';

const open = (path: string): string =>
  `const db = new DatabaseSync('${path}', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n`;
const compose = (type: string, path: string): string =>
  `services:\n  app:\n    image: registry.example.org/app\n    environment:\n      DATABASE_URL: sqlite:///${path}\n    volumes:\n      - data:/data\nvolumes:\n  data:\n    driver_opts:\n      type: ${type}\n      device: ':/exports/app'\n`;

export default defineRule({
  id: 'deploy/network-filesystem',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds databases on network file systems: by their path (`//server/share`, `/mnt/nfs`, `/mnt/efs`), or in a folder that a Compose file or a Kubernetes manifest mounts from NFS, SMB, EFS or the like.',
    why: `${why} The result is a database that is corrupt, or locked for ever.`,
    sources: [
      'https://sqlite.org/useovernet.html',
      'https://sqlite.org/wal.html#overview',
      'https://sqlite.org/howtocorrupt.html',
    ],
    bad: [
      nodeProgram(open('/mnt/nfs/app.db')),
      nodeProgram(open('//fileserver/share/app.db')),
      { ...nodeProgram(open('/data/app.db')), 'compose.yaml': compose('nfs', '/data/app.db') },
      {
        'deployment.yaml':
          'apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          env:\n            - name: DB_FILE\n              value: /data/app.sqlite3\n          volumeMounts:\n            - name: data\n              mountPath: /data\n      volumes:\n        - name: data\n          nfs:\n            server: 10.0.0.1\n            path: /exports/app\n',
        ...nodeProgram('const db = new DatabaseSync(process.env.DB_FILE, { timeout: 5000 });\n'),
      },
    ],
    good: [
      nodeProgram(open('/var/lib/app/app.db')),
      // A local volume.
      { ...nodeProgram(open('/data/app.db')), 'compose.yaml': compose('ext4', '/data/app.db') },
      // What is on the network is not the database.
      {
        ...nodeProgram(open('/var/lib/app/app.db')),
        'compose.yaml': compose('nfs', '/var/lib/app/app.db'),
      },
    ],
  },
  *checkConnection(connection) {
    const path = pathOf(connection);
    const name = path === undefined ? undefined : networkPath.exec(path)?.[0];
    if (name === undefined || !isWritableFile(connection)) return;
    yield {
      range: connection.site.range,
      message: `This database is on a network file system, by its path (${name}). ${why}`,
      help: 'Keep the database on a local disk, and replicate it from there.',
    };
  },
  *checkProject(project) {
    if (!project.usesSqlite) return;
    for (const placed of servicesOf(project)) {
      for (const mount of placed.service.mounts) {
        if (mount.kind !== 'network') continue;
        const database = databaseOn(mount, placed, project);
        if (database === undefined) continue;
        yield {
          file: placed.file.path,
          range: mount.range,
          message: `The database of ${placed.service.name} is on a network file system (${mount.type}): ${database}. ${why}`,
          help: 'Mount a disk of the host, or block storage that one host has at a time.',
        };
      }
    }
  },
});

/** A share of Windows, or a folder that is named after a network file system. */
const networkPath =
  /^(?:\\\\|\/\/)[\w.-]+[\\/]|^\/(?:(?:mnt|media|srv|volumes?|net)\/)?(?:nfs|efs|cifs|smb|azurefiles?|glusterfs|cephfs)\d*(?=\/)/i;

function pathOf({ site: { database } }: Connection): string | undefined {
  if (database.kind !== 'text') return undefined;
  return /^(?:\\\\|\/\/)/.test(database.text) ? database.text : filePathOf(database.text);
}

/** The path of a database that a service keeps on a mount: as it is told, or as its own code opens it. */
function databaseOn({ target }: Mount, placed: PlacedService, project: Project): string | undefined {
  if (target === undefined) return undefined;
  const { file, service } = placed;
  const told = [...service.environment, ...service.start]
    .flatMap(({ range }) => absolutePathsIn(file.text.slice(range.start, range.end)))
    .filter((path) => /\.(?:db|db3|sqlite|sqlite3)$/i.test(path));
  const opened = databasesOf(placed, project).map(({ path }) => path);
  return [...told, ...opened].find((path) => isBelow(path, target));
}
