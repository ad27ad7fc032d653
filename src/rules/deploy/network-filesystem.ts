import { composeFiles, composeMounts } from '../../config/mounts/compose.ts';
import { kubernetesMounts } from '../../config/mounts/kubernetes.ts';
import { isBelow, type NetworkMount } from '../../config/mounts/mounts.ts';
import { type Connection, isWritableFile } from '../../project/connections/connection.ts';
import { filePathOf } from '../../project/connections/database-path.ts';
import type { Project } from '../../project/project.ts';
import { remember } from '../../project/remember.ts';
import type { SourceFile } from '../../project/source-file.ts';
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
    for (const file of project.sources) {
      for (const mount of mountsIn(file)) {
        const database = databaseOn(mount, project);
        if (database === undefined) continue;
        yield {
          file: file.path,
          range: mount.range,
          message: `The database of ${mount.container} is on a network file system (${mount.type}): ${database}. ${why}`,
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

const mountsIn = remember((file: SourceFile): readonly NetworkMount[] => {
  if (file.kind !== 'text' || !/\.ya?ml$/.test(file.path)) return [];
  return composeFiles.test(file.path) ? composeMounts(file.text) : kubernetesMounts(file.text);
});

/** The path of a database that a container keeps on a mount: as it is told, or as its own code opens it. */
function databaseOn({ target, paths, isBuilt }: NetworkMount, { connections }: Project): string | undefined {
  const told = paths.find((path) => isBelow(path, target) && /\.(?:db|db3|sqlite|sqlite3)$/i.test(path));
  if (told !== undefined || !isBuilt) return told;
  return connections
    .filter(isWritableFile)
    .map(pathOf)
    .find((path) => path !== undefined && isBelow(path, target));
}
