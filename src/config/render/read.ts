import { parentOf, resolvedPath, withoutEndSlashes } from '../../text/paths.ts';
import { startLine } from '../command-text.ts';
import {
  type DeploymentReader,
  type EnvironmentVariable,
  plainService,
  type Service,
} from '../deployment.ts';
import {
  at,
  atPath,
  itemsOf,
  locatedInteger,
  locatedText,
  rangeOf,
  textOf,
  type YamlNode,
  yamlDocuments,
} from '../yaml.ts';

/** The services of a Blueprint of Render: https://render.com/docs/blueprint-spec */
export const renderReader: DeploymentReader = {
  files: /(?:^|\/)render\.ya?ml$/,
  read(path, text) {
    return yamlDocuments(text).flatMap(({ contents }) =>
      itemsOf(at(contents as YamlNode, 'services')).flatMap((service) => serviceOf(service, path, text)),
    );
  },
};

function serviceOf(service: YamlNode, path: string, text: string): Service[] {
  const name = locatedText(at(service, 'name'));
  const type = textOf(at(service, 'type')) ?? '';
  const runtime = textOf(at(service, 'runtime') ?? at(service, 'env'));
  if (!name || !/^(?:web|worker|pserv|cron)$/.test(type) || runtime === 'static') return [];
  const folder = parentOf(path);
  const isImage = runtime === 'image';
  const isDocker = runtime === 'docker';
  const root = textOf(at(service, 'rootDir')) ?? '.';
  const named = textOf(at(service, 'dockerfilePath'));
  const context = isImage ? undefined : resolvedPath(folder, textOf(at(service, 'dockerContext')) ?? root);
  const disk = at(service, 'disk');
  const place = rangeOf(disk);
  const mountPath = textOf(at(disk, 'mountPath'));
  const command = locatedText(at(service, isDocker ? 'dockerCommand' : 'startCommand'));
  return [
    {
      ...plainService,
      tool: 'render',
      name: name.value,
      range: name.range,
      image: locatedText(atPath(service, 'image', 'url')),
      context,
      dockerfile:
        isDocker && context !== undefined
          ? resolvedPath(
              named === undefined ? context : (resolvedPath(folder, root) ?? folder),
              named ?? 'Dockerfile',
            )
          : undefined,
      isBuilt: !isImage,
      mounts: place
        ? [
            {
              target: mountPath === undefined ? undefined : withoutEndSlashes(mountPath),
              source: textOf(at(disk, 'name')),
              kind: 'volume',
              range: place,
            },
          ]
        : [],
      mountsAreWhole: true,
      environment: itemsOf(at(service, 'envVars')).flatMap((item): EnvironmentVariable[] => {
        const key = textOf(at(item, 'key'));
        const range = rangeOf(item);
        return key !== undefined && range ? [{ name: key, value: textOf(at(item, 'value')), range }] : [];
      }),
      start: startLine(text, command, `the start command of ${name.value}`),
      instances: locatedInteger(at(service, 'numInstances') ?? atPath(service, 'scaling', 'minInstances')),
      mostInstances: locatedInteger(atPath(service, 'scaling', 'maxInstances'))?.value,
      restarts: type !== 'cron',
    },
  ];
}
