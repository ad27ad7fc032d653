import { databasesOf } from '../../project/deployment/databases.ts';
import { hasOwnReplication } from '../../project/deployment/own-replication.ts';
import { type PlacedService, runningOf, servicesOf } from '../../project/deployment/services.ts';
import type { Project } from '../../project/project.ts';
import { isAtOrBelow } from '../../text/paths.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const program = nodeProgram(
  "const db = new DatabaseSync(process.env.DATABASE_PATH, { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
);
const dockerfile = 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "db.js"]\n';

function fly(database: string, rest: string): Record<string, string> {
  return {
    ...program,
    Dockerfile: dockerfile,
    'fly.toml': `app = "shop"\n[env]\nDATABASE_PATH = "${database}"\n[mounts]\nsource = "data"\ndestination = "/data"\n${rest}`,
  };
}

const running = (least: number): string =>
  `[http_service]\ninternal_port = 8080\nmin_machines_running = ${least}\n`;
const groups = '[processes]\nweb = "node server.js"\nworker = "node worker.js"\n';

export default defineRule({
  id: 'deploy/several-machines',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds a fly.toml with several machines, by `min_machines_running` or by groups of processes, whose database is a plain SQLite file on their volume.',
    why: 'A volume belongs to one machine. Each machine has a database of its own, nothing keeps them the same, and what is seen depends on the machine that answers.',
    sources: [
      'https://fly.io/docs/volumes/overview/',
      'https://fly.io/docs/reference/configuration/#the-mounts-section',
      'https://fly.io/docs/launch/processes/',
    ],
    bad: [fly('/data/shop.db', running(2)), fly('/data/shop.db', groups)],
    good: [
      fly('/data/shop.db', running(1)),
      // LiteFS gives all machines the same data.
      {
        ...fly('/litefs/shop.db', running(2)),
        'litefs.yml':
          'fuse:\n  dir: /litefs\ndata:\n  dir: /data/litefs\nproxy:\n  addr: ":8080"\n  target: "localhost:8081"\n  db: shop.db\nlease:\n  type: consul\n  advertise-url: http://shop:20202\n  candidate: true\n  consul:\n    url: https://consul.example.org\n    key: shop/primary\n',
      },
      // One group has the volume.
      fly('/data/shop.db', `processes = ["web"]\n${groups}`),
    ],
  },
  *checkProject(project) {
    if (!project.usesSqlite) return;
    const services = servicesOf(project).filter(({ service }) => service.tool === 'fly');
    if (services.length === 0 || hasOwnReplication(project)) return;
    const seen = new Set<string>();
    for (const placed of services) {
      const { service, file } = placed;
      const path = databaseOnVolume(placed, project);
      const least = service.instances;
      if (path === undefined) continue;
      if (least && least.value > 1) {
        // Several groups may have the port that says so.
        const key = `${file.path} ${least.range.start}`;
        if (seen.has(key)) continue;
        seen.add(key);
        yield {
          file: file.path,
          range: least.range,
          message: `Each of ${least.value} machines has a volume and a database of its own: ${path}. What is written on one, the others never see.`,
          help: 'Run one machine, let LiteFS replicate the database, or use one that is served over the network.',
        };
      } else {
        const first = services.find((other) => other.file === file && other.service !== service);
        const isLater = first && services.indexOf(first) < services.indexOf(placed);
        if (
          !isLater ||
          (first.service.instances?.value ?? 1) > 1 ||
          databaseOnVolume(first, project) !== path
        )
          continue;
        yield {
          file: file.path,
          range: service.range,
          message: `The processes ${first.service.name} and ${service.name} have a volume each, and two databases ${path}. What one writes, the other never sees: each group of processes has machines of its own.`,
          help: 'Run both in one machine, under a supervisor, or give the volume to the group that has the database.',
        };
      }
    }
  },
});

/** The database that a machine surely has on its volume. */
function databaseOnVolume(placed: PlacedService, project: Project): string | undefined {
  return databasesOf(placed, project).find(({ path }) =>
    runningOf(placed).mounts.some(({ target }) => target !== undefined && isAtOrBelow(path, target)),
  )?.path;
}
