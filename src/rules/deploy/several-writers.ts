import type { Mount } from '../../config/deployment.ts';
import { type DatabaseUse, databasesOf } from '../../project/deployment/databases.ts';
import { hasOwnReplication } from '../../project/deployment/own-replication.ts';
import { type PlacedService, runningOf, servicesOf } from '../../project/deployment/services.ts';
import { isAtOrBelow } from '../../text/paths.ts';
import { clusterManifest } from '../deploy-examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'deploy/several-writers',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds a Deployment or StatefulSet of Kubernetes that runs several pods with one SQLite database, or with one each, by `replicas` or by an autoscaler.',
    why: 'SQLite’s locks reach as far as one host. Pods on several nodes cannot share its file, and where each pod has a volume of its own, each has data of its own: what is seen depends on the pod that answers.',
    sources: [
      'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
      'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-storage',
      'https://sqlite.org/useovernet.html',
      'https://litestream.io/guides/kubernetes/',
    ],
    bad: [
      clusterManifest({ replicas: 3 }),
      clusterManifest({ replicas: 2, access: 'ReadWriteMany' }),
      clusterManifest({ kind: 'StatefulSet', replicas: 2 }),
      clusterManifest({ replicas: 2, hostPath: '/srv/shop' }),
      clusterManifest({ most: 4 }),
    ],
    good: [
      clusterManifest({ replicas: 1 }),
      clusterManifest({ kind: 'StatefulSet', replicas: 1 }),
      // The pods know which of them they are: one may write and the others follow.
      clusterManifest({ kind: 'StatefulSet', replicas: 3, variables: { POD_NAME: 'shop-0' } }),
      // Peers of a network each keep what is theirs.
      clusterManifest({ kind: 'StatefulSet', replicas: 50, variables: { DHT_UPDATE_PERIOD: '5m' } }),
      // Each pod works on a file of its own that goes with it.
      clusterManifest({ replicas: 3, database: '/scratch/shop.db' }),
      // LiteFS gives each of them the same data.
      {
        ...clusterManifest({ kind: 'StatefulSet', replicas: 3 }),
        'litefs.yml':
          'fuse:\n  dir: /litefs\ndata:\n  dir: /var/lib/litefs\nlease:\n  type: static\n  advertise-url: http://shop-0:20202\n  candidate: true\n',
      },
    ],
  },
  *checkProject(project) {
    if (!project.usesSqlite) return;
    const seen = new Set<string>();
    for (const placed of servicesOf(project)) {
      const { service, file } = placed;
      const workload = `${file.path} ${service.workload}`;
      const count = Math.max(service.instances?.value ?? 1, service.mostInstances ?? 1);
      if (service.tool !== 'kubernetes' || !service.restarts || count < 2 || seen.has(workload)) continue;
      if (!service.mountsAreWhole || tellsPodsApart(placed) || hasOwnReplication(project)) continue;
      for (const use of databasesOf(placed, project)) {
        const mount = runningOf(placed).mounts.find(
          ({ target }) => target !== undefined && isAtOrBelow(use.path, target),
        );
        const problem = mount && problemOf(mount, use, count, service.workload ?? service.name);
        if (!problem) continue;
        seen.add(workload);
        const isWritten = (service.instances?.value ?? 1) > 1;
        yield {
          file: file.path,
          range: (isWritten && service.instances?.range) || service.range,
          message: `${problem}${isWritten ? '' : ` An autoscaler goes up to ${count} pods.`}`,
          help: 'Run one pod, as a StatefulSet or as a Deployment with the strategy Recreate, or use a database that is served over the network.',
        };
        break;
      }
    }
  },
});

function problemOf(
  { claim, kind, source }: Mount,
  { path }: DatabaseUse,
  count: number,
  name: string,
): string | undefined {
  if (kind === 'bind')
    return `${count} pods of ${name} keep ${path} in a folder of their node. On two nodes these are two databases, and each pod sees the one of its node.`;
  // Storage on the network is reported by itself, whatever the number of pods.
  if (!claim || kind === 'network') return undefined;
  if (claim.isOfEachPod)
    return `Each of the ${count} pods of ${name} has a database of its own: ${path}. The StatefulSet makes a volume for each, and what one pod writes the others never see.`;
  return `${count} pods of ${name} write to one SQLite file: ${path}. ${nodesOf(claim.accessModes, source)}`;
}

/** What comes of several pods with a claim. */
function nodesOf(accessModes: readonly string[], source: string | undefined): string {
  if (accessModes.length === 1 && accessModes[0] === 'ReadWriteOnce')
    return `The claim ${source} is for one node (ReadWriteOnce), and pods on another do not start.`;
  if (accessModes.length === 1 && accessModes[0] === 'ReadWriteOncePod')
    return `The claim ${source} is for one pod (ReadWriteOncePod), and the others do not start.`;
  return 'WAL needs memory that all users of the file share, and pods on two nodes share none.';
}

/** True where pods are told which of them they are, or whom to follow: one may write, or each has a share of the data. */
function tellsPodsApart(placed: PlacedService): boolean {
  const { environment, start } = runningOf(placed);
  const names = [
    placed.service.name,
    ...environment.keys(),
    ...start.flatMap(({ commands }) => commands.flatMap(wordsOf)),
  ];
  return names.some((name) =>
    /pod_?name|hostname|ordinal|node_?id|leader|elect|follower|primary|replica|peer|p2p|dht|node_?name|raft|cluster|join|shard|read_?only/i.test(
      name,
    ),
  );
}

function wordsOf({ words }: { readonly words: readonly { readonly written: string }[] }): string[] {
  return words.map(({ written }) => written);
}
