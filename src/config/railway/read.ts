import { parentOf, resolvedPath } from '../../text/paths.ts';
import { startLine } from '../command-text.ts';
import { type DeploymentReader, plainService } from '../deployment.ts';
import { objectsAt, readJsonTree, readTomlTree, scalarAt } from '../tree.ts';

/** The service of a railway.json or railway.toml. Its volumes and variables are kept by Railway, not in a file. */
export const railwayReader: DeploymentReader = {
  files: /(?:^|\/)railway\.(?:json|toml)$/,
  read(path, text) {
    // Others have files of that name, too: measurements by region, for one.
    if (!/\b(?:build|deploy)\b/.test(text)) return [];
    const root = path.endsWith('.json') ? readJsonTree(text) : readTomlTree(text);
    if (!root) return [];
    const [build] = objectsAt(root, 'build');
    const [deploy] = objectsAt(root, 'deploy');
    const context = parentOf(path);
    const builder = scalarAt(build, 'builder', 'string')?.value;
    // The builders that find out by themselves what a project needs read no Dockerfile.
    const isDocker = builder === undefined || builder === 'DOCKERFILE';
    return [
      {
        ...plainService,
        tool: 'railway',
        name: 'the service',
        range: { start: 0, end: Math.min(text.length, 1) },
        context,
        dockerfile: isDocker
          ? resolvedPath(context, scalarAt(build, 'dockerfilePath', 'string')?.value ?? 'Dockerfile')
          : undefined,
        isBuilt: true,
        start: startLine(text, scalarAt(deploy, 'startCommand', 'string'), 'the start command'),
        instances: scalarAt(deploy, 'numReplicas', 'number'),
        restarts: true,
      },
    ];
  },
};
