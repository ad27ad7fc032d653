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

/** Kinds of volumes that are network file systems: https://kubernetes.io/docs/concepts/storage/volumes/ */
const networkVolumes = ['nfs', 'azureFile', 'cephfs', 'glusterfs'];

/** The network file systems that the containers of a Kubernetes manifest mount. */
export function kubernetesMounts(text: string): NetworkMount[] {
  if (!/^\s*apiVersion:/m.test(text) || !/volumeMounts:/.test(text)) return [];
  const documents = yamlDocuments(text).map(({ contents }) => contents as YamlNode);
  const claims = new Map(
    documents.flatMap((document): [string, string][] => {
      if (textOf(at(document, 'kind')) !== 'PersistentVolumeClaim') return [];
      const name = textOf(atPath(document, 'metadata', 'name'));
      const storage = textOf(atPath(document, 'spec', 'storageClassName'));
      return name !== undefined && storage !== undefined && isNetworkType(storage) ? [[name, storage]] : [];
    }),
  );
  return documents.flatMap(podsIn).flatMap((pod) => {
    const types = new Map(
      itemsOf(at(pod, 'volumes')).flatMap((volume): [string, string][] => {
        const name = textOf(at(volume, 'name'));
        const type = typeOfVolume(volume, claims);
        return name === undefined || type === undefined ? [] : [[name, type]];
      }),
    );
    return itemsOf(at(pod, 'containers')).flatMap((container) => mountsOf(container, types));
  });
}

/** The specifications of pods in a document: a Pod's own, or that of the template of a Deployment and the like. */
function podsIn(document: YamlNode): YamlNode[] {
  const spec = at(document, 'spec');
  return [
    spec,
    atPath(spec, 'template', 'spec'),
    atPath(spec, 'jobTemplate', 'spec', 'template', 'spec'),
  ].filter((one) => at(one, 'containers') !== undefined);
}

function typeOfVolume(volume: YamlNode, claims: ReadonlyMap<string, string>): string | undefined {
  const kind = entriesOf(volume).find(({ key }) => networkVolumes.includes(key))?.key;
  const driver = textOf(atPath(volume, 'csi', 'driver'));
  const claim = textOf(atPath(volume, 'persistentVolumeClaim', 'claimName'));
  return (
    kind ??
    (driver !== undefined && isNetworkType(driver) ? driver : undefined) ??
    (claim === undefined ? undefined : claims.get(claim))
  );
}

function mountsOf(container: YamlNode, types: ReadonlyMap<string, string>): NetworkMount[] {
  const told = ['env', 'args', 'command'].flatMap((key) => textsBelow(at(container, key)));
  return itemsOf(at(container, 'volumeMounts')).flatMap((mount): NetworkMount[] => {
    const type = types.get(textOf(at(mount, 'name')) ?? '');
    const target = textOf(at(mount, 'mountPath'));
    const range = rangeOf(mount);
    if (type === undefined || target === undefined || !range) return [];
    return [
      {
        target,
        type,
        range,
        container: textOf(at(container, 'name')) ?? 'the container',
        paths: told.flatMap(absolutePathsIn),
        isBuilt: false,
      },
    ];
  });
}
