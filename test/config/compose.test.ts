import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isNetworkType } from '../../src/config/network-types.ts';
import { serviceOfText, servicesOfText } from '../support/services.ts';

describe('services of Compose files', () => {
  const text = `services:
  app:
    build:
      context: ./app
      dockerfile: docker/Dockerfile
      target: Final
    environment:
      - DATABASE_PATH=/data/app.db
      - HOSTNAME
      - URL=http://$\{HOST}/
    command: node server.js --db /data/app.db
    volumes:
      - data:/data/
      - ./config:/etc/app:ro
      - type: volume
        source: shared
        target: /shared
      - $\{FOLDER}:/var/lib/app
    tmpfs: /tmp
    restart: unless-stopped
    deploy:
      replicas: 2
  job:
    image: registry.example.org/job:1
    environment:
      PRICE: 5$$
    entrypoint: ["job", "--all"]
    profiles: [tools]
volumes:
  data:
  shared:
    driver_opts:
      type: "nfs4"
`;
  const [app, job] = servicesOfText('deploy/compose.yaml', text);

  test('what it is built from is seen from the project', () => {
    assert.equal(app?.service.context, 'deploy/app');
    assert.equal(app?.service.dockerfile, 'deploy/app/docker/Dockerfile');
    assert.equal(app?.service.stage, 'final');
    assert.equal(app?.service.isBuilt, true);
    assert.equal(job?.service.isBuilt, false);
    assert.equal(job?.cut(job.service.image?.range), 'registry.example.org/job:1');
    assert.equal(app?.cut(app.service.range), 'app');
  });

  test('mounts in both forms', () => {
    assert.deepEqual(app?.mounts, [
      ['data → /data (volume)', 'data:/data/'],
      ['./config → /etc/app (bind)', './config:/etc/app:ro'],
      ['shared → /shared (network: nfs4)', 'type: volume\n        source: shared\n        target: /shared'],
      [`$\{FOLDER} → /var/lib/app (unknown)`, `$\{FOLDER}:/var/lib/app`],
      ['- → /tmp (temporary)', '/tmp'],
    ]);
    assert.equal(app?.service.mountsAreWhole, true);
  });

  test('variables of the host are not known, and two dollars are one', () => {
    assert.deepEqual(app?.environment, [
      ['DATABASE_PATH=/data/app.db', 'DATABASE_PATH=/data/app.db'],
      ['HOSTNAME=?', 'HOSTNAME'],
      ['URL=?', `URL=http://$\{HOST}/`],
    ]);
    assert.deepEqual(job?.environment, [['PRICE=5$', 'PRICE: 5$$']]);
  });

  test('commands, copies and profiles', () => {
    const line = 'node server.js --db /data/app.db';
    assert.deepEqual(app?.start, [[line, line]]);
    assert.deepEqual(job?.start, [['job --all', '["job", "--all"]']]);
    assert.equal(app?.service.instances?.value, 2);
    assert.equal(app?.cut(app.service.instances?.range), '2');
    assert.equal(app?.service.restarts, true);
    assert.deepEqual(job?.service.profiles, ['tools']);
  });

  test('what comes from other files is not whole', () => {
    for (const [more, key] of [
      ['    extends: { file: base.yml, service: base }\n', 'mountsAreWhole'],
      ['    volumes_from: [other]\n', 'mountsAreWhole'],
      ['    env_file: .env\n', 'environmentIsWhole'],
      ['include: [other.yml]\n', 'mountsAreWhole'],
    ] as const)
      assert.equal(
        serviceOfText('compose.yml', `services:\n  app:\n    image: a\n${more}`).service[key],
        false,
        more,
      );
  });

  test('a driver of a plugin, and texts that are no Compose file', () => {
    const { mounts } = serviceOfText(
      'stack.yml',
      'services:\n  app:\n    image: a\n    volumes: ["data:/data"]\nvolumes:\n  data:\n    driver: vieux/sshfs\n',
    );
    assert.equal(mounts[0]?.[0], 'data → /data (network: vieux/sshfs)');
    assert.deepEqual(servicesOfText('compose.yml', '{{ if .Values.nfs }}\nservices: [\n'), []);
    assert.deepEqual(servicesOfText('compose.yml', 'volumes:\n  data:\n'), []);
  });

  test('ports that all addresses of the host have', () => {
    const { service } = serviceOfText(
      'compose.yaml',
      'services:\n  app:\n    image: app\n    expose: ["1"]\n    ports:\n      - "2"\n      - "80:3"\n      - "127.0.0.1:81:4"\n      - "0.0.0.0:82:5/tcp"\n      - "[::]:83:6"\n      - "84:7/udp"\n      - { target: 8, published: "85" }\n      - { target: 9 }\n      - { target: 10, published: "86", host_ip: 10.0.0.2 }\n',
    );
    assert.deepEqual(
      service.openPorts.map(({ value }) => value),
      [3, 5, 6, 8],
    );
  });

  test('an entrypoint takes the place of the image’s, an empty one too; null does not', () => {
    const replaces = (lines: string): boolean =>
      serviceOfText('compose.yaml', `services:\n  app:\n    build: .\n${lines}`).service.replacesEntrypoint;
    assert.equal(replaces('    entrypoint: ["node"]\n'), true);
    assert.equal(replaces('    entrypoint: []\n'), true);
    assert.equal(replaces('    entrypoint: ""\n'), true);
    assert.equal(replaces('    entrypoint:\n    command: node server.js\n'), false);
    assert.equal(replaces('    command: ["entrypoint"]\n'), false);
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
