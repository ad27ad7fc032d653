import { databasesOf } from '../../project/deployment/databases.ts';
import { runningOf, servicesOf } from '../../project/deployment/services.ts';
import { isAtOrBelow } from '../../text/paths.ts';
import { clusterManifest } from '../deploy-examples.ts';
import { defineRule } from '../rule.ts';

const surge = (maximum: string): string =>
  `{ type: RollingUpdate, rollingUpdate: { maxSurge: ${maximum}, maxUnavailable: 1 } }`;

export default defineRule({
  id: 'deploy/rolling-update-with-claim',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds a Deployment of Kubernetes with its database on a claim, whose updates start the new pod before the old one ends.',
    why: 'That is what a Deployment does unless its strategy is Recreate. On one node, the new version migrates and writes a database that the old one still works with, and a Litestream in each replicates it. On another node, the new pod waits for a claim that the old one holds, and the update hangs.',
    sources: [
      'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy',
      'https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes',
      'https://litestream.io/guides/kubernetes/',
    ],
    bad: [
      clusterManifest({ replicas: 1, strategy: '{}' }),
      clusterManifest({ replicas: 1, strategy: surge('25%') }),
    ],
    good: [
      clusterManifest({ replicas: 1 }),
      // The old pod is ended first.
      clusterManifest({ replicas: 1, strategy: surge('0') }),
      // A StatefulSet ends a pod before it starts its successor.
      clusterManifest({ kind: 'StatefulSet', replicas: 1 }),
      // What lies on the claim is not the database.
      clusterManifest({ replicas: 1, strategy: '{}', database: '/scratch/shop.db' }),
      // Nothing runs.
      clusterManifest({ replicas: 0, strategy: '{}' }),
    ],
  },
  *checkProject(project) {
    if (!project.usesSqlite) return;
    for (const placed of servicesOf(project)) {
      const { service, file } = placed;
      const { replacement, mountsAreWhole, workload } = service;
      if (service.tool !== 'kubernetes' || replacement?.value !== 'rolling' || !mountsAreWhole) continue;
      // More pods than one are a matter of their own.
      if ((service.instances?.value ?? 1) !== 1 || (service.mostInstances ?? 1) > 1) continue;
      for (const { path } of databasesOf(placed, project)) {
        const mount = runningOf(placed).mounts.find(
          ({ target }) => target !== undefined && isAtOrBelow(path, target),
        );
        const [mode, ...others] = mount?.claim?.accessModes ?? [];
        if (!mount || !/^ReadWriteOnce(?:Pod)?$/.test(mode ?? '') || others.length > 0) continue;
        yield {
          file: file.path,
          range: replacement.range,
          message: `An update of ${workload ?? service.name} starts the new pod before the old one ends. Both have ${path} open then; or the new one waits for the claim ${mount.source} (${mode}) that the old one holds, and the update hangs.`,
          help: 'Set strategy: { type: Recreate }, or make it a StatefulSet.',
        };
        break;
      }
    }
  },
});
