import { parentOf, resolvedPath } from '../../text/paths.ts';
import { startLine } from '../command-text.ts';
import {
  type DeploymentReader,
  type EnvironmentVariable,
  plainService,
  type Service,
} from '../deployment.ts';
import {
  at,
  itemsOf,
  locatedInteger,
  locatedText,
  rangeOf,
  textOf,
  type YamlNode,
  yamlDocuments,
} from '../yaml.ts';

/**
 * The services and workers of an app of DigitalOcean's App Platform, which has no volumes:
 * https://docs.digitalocean.com/products/app-platform/reference/app-spec/
 */
export const appPlatformReader: DeploymentReader = {
  files: /(?:^|\/)\.do\/(?:app|deploy\.template)\.ya?ml$/,
  read(path, text) {
    return yamlDocuments(text).flatMap(({ contents }) => {
      const root = contents as YamlNode;
      const spec = at(root, 'spec') ?? root;
      const shared = itemsOf(at(spec, 'envs')).flatMap(variableOf);
      return ['services', 'workers'].flatMap((key) =>
        itemsOf(at(spec, key)).flatMap((service) => serviceOf(service, shared, path, text)),
      );
    });
  },
};

function serviceOf(
  service: YamlNode,
  shared: readonly EnvironmentVariable[],
  path: string,
  text: string,
): Service[] {
  const name = locatedText(at(service, 'name'));
  if (!name) return [];
  const isBuilt = ['github', 'gitlab', 'bitbucket', 'git'].some((key) => at(service, key) !== undefined);
  const root = parentOf(parentOf(path));
  const context = isBuilt ? resolvedPath(root, plain(textOf(at(service, 'source_dir')))) : undefined;
  const dockerfile = textOf(at(service, 'dockerfile_path'));
  return [
    {
      ...plainService,
      tool: 'app-platform',
      name: name.value,
      range: name.range,
      context,
      dockerfile: isBuilt && dockerfile !== undefined ? resolvedPath(root, plain(dockerfile)) : undefined,
      isBuilt,
      mountsAreWhole: true,
      // A later one of a name counts.
      environment: [...shared, ...itemsOf(at(service, 'envs')).flatMap(variableOf)],
      start: startLine(text, locatedText(at(service, 'run_command')), `the run command of ${name.value}`),
      // Where its buildpacks put an app.
      workingDirectory: isBuilt && dockerfile === undefined ? '/workspace' : undefined,
      instances: locatedInteger(at(service, 'instance_count')),
      restarts: true,
    },
  ];
}

/** A path that counts from the root of the repository. */
function plain(path = '.'): string {
  return path.replace(/^\/+/, '') || '.';
}

function variableOf(item: YamlNode): EnvironmentVariable[] {
  const name = textOf(at(item, 'key'));
  const range = rangeOf(item);
  const value = textOf(at(item, 'value'));
  const isSettled = value !== undefined && !/\$\{/.test(value) && textOf(at(item, 'scope')) !== 'BUILD_TIME';
  return name !== undefined && range ? [{ name, value: isSettled ? value : undefined, range }] : [];
}
