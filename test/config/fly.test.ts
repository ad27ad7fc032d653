import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { serviceOfText, servicesOfText } from '../support/services.ts';

describe('services of a fly.toml', () => {
  const text = `app = "shop"

[build]
  dockerfile = "docker/Dockerfile"
  build-target = "Final"

[env]
  DATABASE_PATH = "/data/app.db"
  PORT = 8080

[mounts]
  source = "data"
  destination = "/data/"
  processes = ["web"]

[processes]
  web = "node server.js"
  worker = "node worker.js"

[http_service]
  internal_port = 8080
  min_machines_running = 2
  processes = ["web"]
`;
  const [web, worker] = servicesOfText('apps/shop/fly.toml', text);

  test('one for each group of processes', () => {
    assert.deepEqual([web?.service.name, worker?.service.name], ['web', 'worker']);
    assert.deepEqual(web?.start, [['node server.js', '"node server.js"']]);
    assert.equal(web?.service.context, 'apps/shop');
    assert.equal(web?.service.dockerfile, 'apps/shop/docker/Dockerfile');
    assert.equal(web?.service.stage, 'final');
  });

  test('mounts and machines of one group are not those of another', () => {
    assert.equal(web?.mounts[0]?.[0], 'data → /data (volume)');
    assert.deepEqual(worker?.mounts, []);
    assert.equal(web?.service.instances?.value, 2);
    assert.equal(web?.cut(web.service.instances?.range), '2');
    assert.equal(worker?.service.instances, undefined);
  });

  test('ports that the proxy of Fly.io serves', () => {
    const ports = (text: string): readonly number[] =>
      serviceOfText('fly.toml', text).service.openPorts.map(({ value }) => value);
    assert.deepEqual(web?.service.openPorts[0]?.value, 8080);
    assert.deepEqual(worker?.service.openPorts, []);
    assert.deepEqual(
      ports(
        '[[services]]\ninternal_port = 1\n[[services.ports]]\nport = 443\n\n[[services]]\ninternal_port = 2\n',
      ),
      [1],
    );
  });

  test('variables', () => {
    assert.deepEqual(web?.environment, [
      ['DATABASE_PATH=/data/app.db', 'DATABASE_PATH = "/data/app.db"'],
      ['PORT=8080', 'PORT = 8080'],
    ]);
  });

  test('images of others and of buildpacks have no Dockerfile', () => {
    const image = serviceOfText('fly.toml', '[build]\nimage = "flyio/hello:1"\n').service;
    assert.deepEqual([image.isBuilt, image.dockerfile, image.context], [false, undefined, undefined]);
    const packed = serviceOfText('fly.toml', '[build]\nbuilder = "heroku/builder:24"\n').service;
    assert.deepEqual([packed.isBuilt, packed.dockerfile, packed.context], [true, undefined, '']);
  });

  test('a command that takes the place of the image’s', () => {
    const list = serviceOfText('fly.toml', '[experimental]\ncmd = ["litestream", "replicate"]\n');
    assert.deepEqual(list.start, [['litestream replicate', '["litestream", "replicate"]']]);
    assert.equal(serviceOfText('fly.toml', '[experimental]\ncmd = "run.sh"\n').start[0]?.[0], 'run.sh');
  });

  test('what is no TOML has none', () => {
    assert.deepEqual(servicesOfText('fly.toml', 'app = [\n'), []);
  });
});
