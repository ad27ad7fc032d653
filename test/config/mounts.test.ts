import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { composeMounts } from '../../src/config/mounts/compose.ts';
import { kubernetesMounts } from '../../src/config/mounts/kubernetes.ts';
import {
  absolutePathsIn,
  isBelow,
  isNetworkType,
  type NetworkMount,
} from '../../src/config/mounts/mounts.ts';

const shown = (text: string, mounts: readonly NetworkMount[]): string[] =>
  mounts.map(
    ({ container, type, target, paths, isBuilt, range }) =>
      `${container} ${type} ${target} [${paths.join(' ')}]${isBuilt ? ' built' : ''} ${text.slice(range.start, range.end).trim()}`,
  );

describe('network file systems of Compose files', () => {
  test('a volume of the local driver with the type nfs', () => {
    const text =
      'services:\n  app:\n    build: .\n    environment:\n      - DB=/data/app.db\n    volumes:\n      - data:/data\n      - other:/other\nvolumes:\n  data:\n    driver_opts:\n      type: "nfs4"\n  other: {}\n';
    assert.deepEqual(shown(text, composeMounts(text)), ['app nfs4 /data [/data/app.db] built data:/data']);
  });

  test('the long form of a mount, and a driver of a plugin', () => {
    const text =
      'services:\n  app:\n    image: app\n    command: ["serve", "--db", "sqlite:////data/app.db"]\n    volumes:\n      - type: volume\n        source: data\n        target: /data\nvolumes:\n  data:\n    driver: vieux/sshfs\n';
    assert.deepEqual(
      composeMounts(text).map(({ type, target, paths, isBuilt }) => ({ type, target, paths, isBuilt })),
      [{ type: 'vieux/sshfs', target: '/data', paths: ['/data/app.db'], isBuilt: false }],
    );
  });

  test('local volumes, bind mounts and templates are none', () => {
    for (const text of [
      'services:\n  app:\n    volumes:\n      - ./nfs:/data\n',
      'services:\n  app:\n    volumes:\n      - data:/data\nvolumes:\n  data:\n    driver: local\n',
      '{{ if .Values.nfs }}\nservices: [\n',
    ])
      assert.deepEqual(composeMounts(text), []);
  });
});

describe('network file systems of Kubernetes manifests', () => {
  const deployment = (volume: string): string =>
    `apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          env:\n            - name: DB\n              value: /data/app.db\n          volumeMounts:\n            - name: data\n              mountPath: /data\n      volumes:\n        - name: data\n${volume}`;

  test('by the kind of a volume, and by the driver of a CSI volume', () => {
    for (const [volume, type] of [
      ['          azureFile:\n            shareName: app\n', 'azureFile'],
      ['          csi:\n            driver: efs.csi.aws.com\n', 'efs.csi.aws.com'],
    ] as const) {
      const text = deployment(volume);
      assert.deepEqual(
        kubernetesMounts(text).map((mount) => `${mount.container} ${mount.type} ${mount.paths.join()}`),
        [`app ${type} /data/app.db`],
      );
    }
  });

  test('by the storage class of a claim', () => {
    const claim = (storage: string): string =>
      `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: app\nspec:\n  storageClassName: ${storage}\n---\n`;
    const pod = deployment('          persistentVolumeClaim:\n            claimName: app\n');
    assert.deepEqual(
      kubernetesMounts(claim('efs-sc') + pod).map(({ type }) => type),
      ['efs-sc'],
    );
    assert.deepEqual(kubernetesMounts(claim('gp3') + pod), []);
  });
});

test('names of network file systems', () => {
  for (const type of ['nfs', 'nfs4', 'cifs', 'efs-sc', 'azurefile-csi', 'file.csi.azure.com', 'nfs-client'])
    assert.ok(isNetworkType(type), type);
  for (const type of [
    'local',
    'ext4',
    'gp3',
    'local-path',
    'managed-csi',
    'longhorn',
    'tmpfs',
    'disk.csi.azure.com',
  ])
    assert.ok(!isNetworkType(type), type);
});

test('paths in texts', () => {
  assert.deepEqual(absolutePathsIn('sqlite:////data/app.db'), ['/data/app.db']);
  assert.deepEqual(absolutePathsIn('sqlite:///data/app.db?mode=rwc'), ['/data/app.db']);
  assert.deepEqual(absolutePathsIn('https://example.org/a.db'), []);
  assert.deepEqual(absolutePathsIn('serve --db /data/app.db --port 80'), ['/data/app.db']);
  assert.ok(isBelow('/data/app.db', '/data/'));
  assert.ok(!isBelow('/database/app.db', '/data'));
});
