import { nodeProgram } from './examples.ts';

/** What an example of a cluster says of its workload. */
export interface ClusterExample {
  readonly kind?: 'Deployment' | 'StatefulSet';
  readonly replicas?: number;
  /** Up to how many pods an autoscaler goes. */
  readonly most?: number;
  readonly access?: string;
  readonly strategy?: string;
  /** The folder of the node that is mounted instead of a claim. */
  readonly hostPath?: string;
  readonly database?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

/** A shop in a cluster, with its database on a claim, or on one of each pod of a StatefulSet. */
export function clusterManifest({
  kind = 'Deployment',
  replicas,
  most,
  access = 'ReadWriteOnce',
  strategy = '{ type: Recreate }',
  hostPath,
  database = '/data/shop.db',
  variables = {},
}: ClusterExample): Record<string, string> {
  const isSet = kind === 'StatefulSet';
  const env = Object.entries({ DATABASE_PATH: database, ...variables });
  const claim = `  accessModes: [${access}]\n`;
  const volume =
    hostPath === undefined ? 'persistentVolumeClaim: { claimName: shop }' : `hostPath: { path: ${hostPath} }`;
  const lines = [
    'apiVersion: apps/v1',
    `kind: ${kind}`,
    'metadata: { name: shop }',
    'spec:',
    ...(replicas === undefined ? [] : [`  replicas: ${replicas}`]),
    ...(isSet ? ['  serviceName: shop'] : [`  strategy: ${strategy}`]),
    '  template:',
    '    spec:',
    '      containers:',
    '        - name: shop',
    '          image: registry.example.org/shop:1.2.0',
    '          env:',
    ...env.map(([name, value]) => `            - { name: ${name}, value: ${value} }`),
    '          volumeMounts: [{ name: data, mountPath: /data }, { name: scratch, mountPath: /scratch }]',
    '      volumes:',
    '        - { name: scratch, emptyDir: {} }',
    ...(isSet
      ? ['  volumeClaimTemplates:', `    - { metadata: { name: data }, spec: { accessModes: [${access}] } }`]
      : [`        - { name: data, ${volume} }`]),
  ];
  const objects = [
    ...(isSet || hostPath !== undefined
      ? []
      : [`apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: shop }\nspec:\n${claim}`]),
    ...(most === undefined
      ? []
      : [
          `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: shop }\nspec:\n  scaleTargetRef: { kind: ${kind}, name: shop }\n  maxReplicas: ${most}\n`,
        ]),
  ];
  return {
    'shop.yaml': [`${lines.join('\n')}\n`, ...objects].join('---\n'),
    ...nodeProgram(
      "const db = new DatabaseSync(process.env.DATABASE_PATH, { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
    ),
  };
}
