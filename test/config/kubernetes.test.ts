import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readClusterObjects, settledBy } from '../../src/config/kubernetes/read.ts';
import { serviceOfText, servicesOfText } from '../support/services.ts';

const deployment = (volume: string, kind = 'Deployment', more = ''): string => `apiVersion: apps/v1
kind: ${kind}
metadata:
  name: shop
spec:
  replicas: 1
${more}  template:
    spec:
      containers:
        - name: app
          image: registry.example.org/shop:1
          command: ["node"]
          args: ["server.js"]
          workingDir: /srv
          env:
            - name: DB
              value: /data/app.db
            - name: KEY
              valueFrom:
                secretKeyRef: { name: shop, key: key }
          volumeMounts:
            - name: data
              mountPath: /data/
      volumes:
        - name: data
          ${volume}
`;

describe('services of Kubernetes manifests', () => {
  test('a container of a workload', () => {
    const app = serviceOfText('app.yaml', deployment('emptyDir: {}'));
    assert.equal(app.cut(app.service.range), 'app');
    assert.equal(app.service.workload, 'shop');
    assert.equal(app.service.image?.value, 'registry.example.org/shop:1');
    assert.equal(app.service.workingDirectory, '/srv');
    assert.deepEqual(app.start, [['node server.js', '["node"]\n          args: ["server.js"]']]);
    assert.deepEqual(
      app.environment.map(([shown]) => shown),
      ['DB=/data/app.db', 'KEY=?'],
    );
    assert.equal(app.environment[0]?.[1], 'name: DB\n              value: /data/app.db');
    assert.equal(app.cut(app.service.instances?.range), '1');
    assert.equal(app.service.restarts, true);
  });

  test('kinds of volumes', () => {
    for (const [volume, shown] of [
      ['emptyDir: {}', 'data → /data (temporary)'],
      ['hostPath: { path: /srv }', 'data → /data (bind)'],
      ['configMap: { name: shop }', 'data → /data (settings)'],
      ['nfs: { server: 10.0.0.1, path: / }', 'data → /data (network: nfs)'],
      ['azureFile: { shareName: shop }', 'data → /data (network: azureFile)'],
      ['csi: { driver: efs.csi.aws.com }', 'data → /data (network: efs.csi.aws.com)'],
      ['persistentVolumeClaim: { claimName: shop-data }', 'shop-data → /data (volume)'],
    ] as const)
      assert.deepEqual(serviceOfText('app.yaml', deployment(volume)).mounts, [
        [shown, 'name: data\n              mountPath: /data/'],
      ]);
  });

  test('a claim says what it is by its storage class', () => {
    const claim = (storage: string): string =>
      `apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata:\n  name: shop\nspec:\n  accessModes: [ReadWriteOnce]\n  storageClassName: ${storage}\n`;
    const app = serviceOfText('app.yaml', deployment('persistentVolumeClaim: { claimName: shop }')).service;
    const kinds = ['efs-sc', 'gp3'].map((storage) => {
      const [mount] = settledBy(app, readClusterObjects(claim(storage))).mounts;
      return [mount?.kind, mount?.type, mount?.claim?.accessModes];
    });
    assert.deepEqual(kinds, [
      ['network', 'efs-sc', ['ReadWriteOnce']],
      ['volume', undefined, ['ReadWriteOnce']],
    ]);
  });

  test('a set with claims of its own for each pod, an autoscaler, how it is replaced', () => {
    const set = deployment(
      'emptyDir: {}',
      'StatefulSet',
      '  volumeClaimTemplates:\n    - metadata: { name: data }\n      spec: { accessModes: [ReadWriteOncePod] }\n',
    );
    assert.deepEqual(serviceOfText('app.yaml', set).service.mounts[0]?.claim, {
      accessModes: ['ReadWriteOncePod'],
      isOfEachPod: true,
    });
    const scaler =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: a }\nspec:\n  maxReplicas: 5\n  scaleTargetRef: { kind: Deployment, name: shop }\n';
    const recreated = serviceOfText(
      'app.yaml',
      deployment('emptyDir: {}', 'Deployment', '  strategy: { type: Recreate }\n'),
    );
    assert.equal(recreated.service.replacement?.value, 'recreate');
    assert.equal(recreated.cut(recreated.service.replacement?.range), 'Recreate');
    assert.equal(settledBy(recreated.service, readClusterObjects(scaler)).mostInstances, 5);
  });

  test('templates of Helm and other YAML are none', () => {
    assert.deepEqual(
      servicesOfText('app.yaml', deployment('emptyDir: {}').replace('shop', '{{ .Name }}')),
      [],
    );
    assert.deepEqual(servicesOfText('data.yaml', 'containers:\n  - name: apiVersion\n'), []);
    assert.deepEqual(servicesOfText('broken.yaml', 'apiVersion: v1\ncontainers: [\n'), []);
  });
});
