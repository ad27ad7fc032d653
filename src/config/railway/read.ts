import { findNodeAtLocation, type JSONPath, type Node, parseTree } from 'jsonc-parser';
import { parentOf, resolvedPath } from '../../text/paths.ts';
import { startLine } from '../command-text.ts';
import { type DeploymentReader, type Located, plainService } from '../deployment.ts';
import { readToml } from '../toml.ts';

/** The service of a railway.json or railway.toml. Its volumes and variables are kept by Railway, not in a file. */
export const railwayReader: DeploymentReader = {
  files: /(?:^|\/)railway\.(?:json|toml)$/,
  read(path, text) {
    // Others have files of that name, too: measurements by region, for one.
    if (!/\b(?:build|deploy)\b/.test(text)) return [];
    const get = path.endsWith('.json') ? valuesOfJson(text) : valuesOfToml(text);
    if (!get) return [];
    const command = get(['deploy', 'startCommand']);
    const count = get(['deploy', 'numReplicas']);
    const context = parentOf(path);
    const builder = get(['build', 'builder'])?.value;
    const dockerfile = get(['build', 'dockerfilePath'])?.value;
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
          ? resolvedPath(context, typeof dockerfile === 'string' ? dockerfile : 'Dockerfile')
          : undefined,
        isBuilt: true,
        start: startLine(text, typeof command?.value === 'string' ? command : undefined, 'the start command'),
        instances: typeof count?.value === 'number' ? { value: count.value, range: count.range } : undefined,
        restarts: true,
      },
    ];
  },
};

type Lookup = (path: readonly string[]) => Located<unknown> | undefined;

function valuesOfJson(text: string): Lookup | undefined {
  const root: Node | undefined = parseTree(text);
  if (root?.type !== 'object') return undefined;
  return (path) => {
    const node = findNodeAtLocation(root, path as JSONPath);
    return node && { value: node.value, range: { start: node.offset, end: node.offset + node.length } };
  };
}

function valuesOfToml(text: string): Lookup | undefined {
  const root = readToml(text);
  if (!root) return undefined;
  return ([section = '', key = '']) => root.tables.get(section)?.[0]?.values.get(key);
}
