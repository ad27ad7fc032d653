import {
  at,
  atPath,
  entriesOf,
  itemsOf,
  rangeOf,
  textOf,
  textsBelow,
  type YamlNode,
  yamlDocuments,
} from '../yaml.ts';
import { absolutePathsIn, isNetworkType, type NetworkMount } from './mounts.ts';

/** Docker Compose, and Swarm's stacks: https://docs.docker.com/reference/compose-file/volumes/ */
export const composeFiles = /(?:^|\/)(?:docker-)?(?:compose|stack)[\w.-]*\.ya?ml$/;

/** The network file systems that the services of a Compose file mount. */
export function composeMounts(text: string): NetworkMount[] {
  return yamlDocuments(text).flatMap(({ contents }) => {
    const types = new Map(
      entriesOf(at(contents, 'volumes')).flatMap(({ key, value }): [string, string][] => {
        const type = typeOfVolume(value);
        return type === undefined ? [] : [[key, type]];
      }),
    );
    if (types.size === 0) return [];
    return entriesOf(at(contents, 'services')).flatMap(({ key: container, value: service }) =>
      itemsOf(at(service, 'volumes')).flatMap((mount): NetworkMount[] => {
        const { source, target } = mountOf(mount);
        const type = types.get(source ?? '');
        const range = rangeOf(mount);
        if (type === undefined || target === undefined || !range) return [];
        const told = ['environment', 'command', 'entrypoint'].flatMap((key) => textsBelow(at(service, key)));
        return [
          {
            target,
            type,
            range,
            container,
            paths: told.flatMap(absolutePathsIn),
            isBuilt: at(service, 'build') !== undefined,
          },
        ];
      }),
    );
  });
}

function typeOfVolume(volume: YamlNode): string | undefined {
  const type = textOf(atPath(volume, 'driver_opts', 'type'));
  // The local driver hands its options to mount(8).
  const driver = textOf(at(volume, 'driver'));
  return [type, driver].find((one) => one !== undefined && isNetworkType(one));
}

function mountOf(mount: YamlNode): { source: string | undefined; target: string | undefined } {
  const [source, target] = textOf(mount)?.split(':') ?? [];
  return { source: source ?? textOf(at(mount, 'source')), target: target ?? textOf(at(mount, 'target')) };
}
