import { withoutEndSlashes } from '../../text/paths.ts';
import { commandTextOf } from '../command-text.ts';
import {
  type DeploymentReader,
  type EnvironmentVariable,
  type Located,
  type Mount,
  type MountKind,
  plainService,
  type Service,
} from '../deployment.ts';
import { isNetworkType } from '../network-types.ts';
import {
  at,
  atPath,
  entriesOf,
  isGiven,
  itemsOf,
  locatedInteger,
  locatedText,
  rangeOf,
  textOf,
  type YamlNode,
  yamlDocuments,
} from '../yaml.ts';

/** Kinds of volumes: https://kubernetes.io/docs/concepts/storage/volumes/ */
const volumeKinds: Readonly<Record<string, MountKind>> = {
  nfs: 'network',
  azureFile: 'network',
  cephfs: 'network',
  glusterfs: 'network',
  emptyDir: 'temporary',
  hostPath: 'bind',
  configMap: 'settings',
  secret: 'settings',
  projected: 'settings',
  downwardAPI: 'settings',
  awsElasticBlockStore: 'volume',
  azureDisk: 'volume',
  gcePersistentDisk: 'volume',
  iscsi: 'volume',
  local: 'volume',
};

/** A claim for storage, by its name. */
export interface StorageClaim {
  readonly storageClass: string | undefined;
  readonly accessModes: readonly string[];
}

/** What the manifests of a folder say of each other's workloads. */
export interface ClusterObjects {
  readonly claims: ReadonlyMap<string, StorageClaim>;
  /** The highest number of replicas that an autoscaler goes to, by the name of the workload. */
  readonly autoscalers: ReadonlyMap<string, Located<number>>;
}

/**
 * The containers of the workloads of a Kubernetes manifest. A template of Helm is none: what it gives depends on values.
 * Claims and autoscalers of other files are settled by `settledBy`.
 */
export const kubernetesReader: DeploymentReader = {
  files: /\.ya?ml$/,
  read(_path, text) {
    if (!isManifest(text) || !/\bcontainers["']?\s*:/.test(text)) return [];
    return yamlDocuments(text).flatMap(({ contents }) => workloadsIn(contents as YamlNode, text));
  },
};

/** The claims and autoscalers of a manifest. */
export function readClusterObjects(text: string): ClusterObjects {
  const claims = new Map<string, StorageClaim>();
  const autoscalers = new Map<string, Located<number>>();
  if (isManifest(text) && /PersistentVolumeClaim|HorizontalPodAutoscaler/.test(text)) {
    for (const { contents } of yamlDocuments(text)) {
      const document = contents as YamlNode;
      const kind = textOf(at(document, 'kind'));
      const spec = at(document, 'spec');
      const name = textOf(atPath(document, 'metadata', 'name'));
      if (kind === 'PersistentVolumeClaim' && name !== undefined) claims.set(name, claimOf(spec));
      if (kind !== 'HorizontalPodAutoscaler') continue;
      const most = locatedInteger(at(spec, 'maxReplicas'));
      const target = textOf(atPath(spec, 'scaleTargetRef', 'name'));
      if (most && target !== undefined) autoscalers.set(target, most);
    }
  }
  return { claims, autoscalers };
}

/** A service with what other objects of the cluster say of it. */
export function settledBy(service: Service, { claims, autoscalers }: ClusterObjects): Service {
  return {
    ...service,
    mostInstances: autoscalers.get(service.workload ?? '')?.value,
    mounts: service.mounts.map((mount) => {
      const claim = mount.source === undefined || !mount.claim ? undefined : claims.get(mount.source);
      return claim ? { ...mount, ...mountBy(claim, false) } : mount;
    }),
  };
}

function isManifest(text: string): boolean {
  return (
    text.includes('apiVersion') && /^[\uFEFF \t]*["']?apiVersion["']?\s*:/m.test(text) && !text.includes('{{')
  );
}

function claimOf(spec: YamlNode): StorageClaim {
  return {
    storageClass: textOf(at(spec, 'storageClassName')),
    accessModes: itemsOf(at(spec, 'accessModes')).flatMap((mode) => textOf(mode) ?? []),
  };
}

/** How a claim is mounted. */
function mountBy(
  { storageClass, accessModes }: StorageClaim,
  isOfEachPod: boolean,
): Pick<Mount, 'kind' | 'type' | 'claim'> {
  const isNetwork = storageClass !== undefined && isNetworkType(storageClass);
  return {
    kind: isNetwork ? 'network' : 'volume',
    type: isNetwork ? storageClass : undefined,
    claim: { accessModes, isOfEachPod },
  };
}

function workloadsIn(document: YamlNode, text: string): Service[] {
  const kind = textOf(at(document, 'kind'));
  if (kind === 'List') return itemsOf(at(document, 'items')).flatMap((item) => workloadsIn(item, text));
  const spec = at(document, 'spec');
  const pod = [
    atPath(spec, 'template', 'spec'),
    atPath(spec, 'jobTemplate', 'spec', 'template', 'spec'),
    spec,
  ].find((one) => at(one, 'containers') !== undefined);
  if (!pod) return [];
  const templates = new Map(
    itemsOf(at(spec, 'volumeClaimTemplates')).flatMap((template): [string, StorageClaim][] => {
      const name = textOf(atPath(template, 'metadata', 'name'));
      return name === undefined ? [] : [[name, claimOf(at(template, 'spec'))]];
    }),
  );
  const volumes = new Map(
    itemsOf(at(pod, 'volumes')).flatMap((volume): [string, YamlNode][] => {
      const name = textOf(at(volume, 'name'));
      return name === undefined ? [] : [[name, volume]];
    }),
  );
  const shared = {
    instances: locatedInteger(at(spec, 'replicas')),
    replacement: kind === 'Deployment' ? replacementOf(document) : undefined,
    workload: textOf(atPath(document, 'metadata', 'name')),
    restarts: /^(?:Deployment|StatefulSet|DaemonSet)$/.test(kind ?? '') || isKnative(document),
  };
  return itemsOf(at(pod, 'containers')).flatMap((container): Service[] => {
    const name = locatedText(at(container, 'name'));
    const range = name?.range ?? rangeOf(container);
    if (!range) return [];
    return [
      {
        ...plainService,
        ...shared,
        tool: 'kubernetes',
        name: name?.value ?? 'the container',
        range,
        image: locatedText(at(container, 'image')),
        mounts: itemsOf(at(container, 'volumeMounts')).flatMap((mount) => mountOf(mount, volumes, templates)),
        mountsAreWhole: true,
        environment: itemsOf(at(container, 'env')).flatMap(variableOf),
        environmentIsWhole: at(container, 'envFrom') === undefined,
        start: startOf(container, name?.value ?? 'the container', text),
        replacesEntrypoint: isGiven(at(container, 'command')),
        workingDirectory: textOf(at(container, 'workingDir')),
        user: locatedText(
          atPath(container, 'securityContext', 'runAsUser') ?? atPath(pod, 'securityContext', 'runAsUser'),
        ),
      },
    ];
  });
}

/** A service of Knative, and of Cloud Run: https://cloud.google.com/run/docs/reference/yaml/v1 */
function isKnative(document: YamlNode): boolean {
  return (
    textOf(at(document, 'kind')) === 'Service' &&
    /^serving\.knative\.dev\//.test(textOf(at(document, 'apiVersion')) ?? '')
  );
}

/** A Deployment starts new pods before old ones end, unless it is told otherwise: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy */
function replacementOf(document: YamlNode): Service['replacement'] {
  const strategy = atPath(document, 'spec', 'strategy');
  const type = locatedText(at(strategy, 'type'));
  const range = type?.range ?? rangeOf(at(document, 'kind'));
  if (!range) return undefined;
  const hasNoSurge = /^0%?$/.test(textOf(atPath(strategy, 'rollingUpdate', 'maxSurge')) ?? '');
  return { value: type?.value === 'Recreate' || hasNoSurge ? 'recreate' : 'rolling', range };
}

function mountOf(
  mount: YamlNode,
  volumes: ReadonlyMap<string, YamlNode>,
  templates: ReadonlyMap<string, StorageClaim>,
): Mount[] {
  const range = rangeOf(mount);
  const name = textOf(at(mount, 'name')) ?? '';
  if (!range) return [];
  const path = textOf(at(mount, 'mountPath'));
  const target = path === undefined ? undefined : withoutEndSlashes(path);
  // Each pod has a folder of its own in it, or whatever its variables make of it.
  if (at(mount, 'subPathExpr') !== undefined) return [{ target, source: name, kind: 'unknown', range }];
  const template = templates.get(name);
  if (template) return [{ target, source: name, range, ...mountBy(template, true) }];
  return [{ target, range, ...volumeOf(volumes.get(name), name) }];
}

function volumeOf(volume: YamlNode, name: string): Pick<Mount, 'source' | 'kind' | 'type' | 'claim'> {
  const claim = textOf(atPath(volume, 'persistentVolumeClaim', 'claimName'));
  if (claim !== undefined)
    return { source: claim, kind: 'volume', claim: { accessModes: [], isOfEachPod: false } };
  const driver = textOf(atPath(volume, 'csi', 'driver'));
  if (driver !== undefined && isNetworkType(driver)) return { source: name, kind: 'network', type: driver };
  const found = entriesOf(volume).find(({ key }) => key in volumeKinds)?.key;
  const kind = (found === undefined ? undefined : volumeKinds[found]) ?? 'unknown';
  return { source: name, kind, type: kind === 'network' ? found : undefined };
}

function variableOf(item: YamlNode): EnvironmentVariable[] {
  const name = textOf(at(item, 'name'));
  const range = rangeOf(item);
  const value = textOf(at(item, 'value'));
  if (name === undefined || !range) return [];
  return [{ name, value: value === undefined || /\$\(/.test(value) ? undefined : value, range }];
}

/** The command of a container with its arguments. */
export function startOf(container: YamlNode, name: string, text: string): Service['start'] {
  const parts = ['command', 'args'].flatMap((key) => {
    const node = at(container, key);
    return node ? [node] : [];
  });
  const [first] = parts;
  const range = rangeOf(first);
  if (!range) return [];
  const words = parts.flatMap((part) => itemsOf(part).flatMap((item) => locatedText(item) ?? []));
  const end = rangeOf(parts.at(-1))?.end ?? range.end;
  return commandTextOf(
    text,
    { words, range: { start: range.start, end } },
    { purpose: 'start', what: `the command of ${name}` },
  );
}
