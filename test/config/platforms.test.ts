import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { serviceOfText, servicesOfText } from '../support/services.ts';

describe('services of Kamal', () => {
  const text = `<% require "dotenv"; Dotenv.load(".env") %>
service: shop
image: example/shop
servers:
  web:
    hosts:
      - 192.0.2.1
      - 192.0.2.2
    options:
      volume: /mnt/files:/rails/files
  job:
    hosts: [192.0.2.1]
    cmd: bin/jobs
    env:
      clear:
        QUEUE: all
# builder: <%= ENV["BUILDER"] %>
env:
  clear:
    DATABASE_PATH: /rails/storage/app.db
    HOST: <%= ENV["HOST"] %>
  secret:
    - RAILS_MASTER_KEY
volumes:
  - "storage:/rails/storage/"
`;
  const [web, job] = servicesOfText('apps/shop/config/deploy.yml', text);

  test('one for each role, on each of its hosts', () => {
    assert.deepEqual([web?.cut(web.service.range), job?.cut(job.service.range)], ['web', 'job']);
    assert.equal(web?.service.instances?.value, 2);
    assert.equal(job?.cut(job.service.instances?.range), '[192.0.2.1]');
    assert.deepEqual(job?.start, [['bin/jobs', 'bin/jobs']]);
    assert.equal(web?.service.dockerfile, 'apps/shop/Dockerfile');
    assert.equal(web?.service.context, 'apps/shop');
  });

  test('volumes of all roles, and of one', () => {
    assert.deepEqual(web?.mounts, [
      ['storage → /rails/storage (volume)', '"storage:/rails/storage/"'],
      ['/mnt/files → /rails/files (bind)', '/mnt/files:/rails/files'],
    ]);
    assert.equal(job?.mounts.length, 1);
  });

  test('variables that are no secrets', () => {
    assert.deepEqual(job?.environment, [
      ['DATABASE_PATH=/rails/storage/app.db', 'DATABASE_PATH: /rails/storage/app.db'],
      ['HOST=?', 'HOST: <%= ENV["HOST"] %>'],
      ['QUEUE=all', 'QUEUE: all'],
    ]);
  });

  test('what ERB writes is not known; what is in comments does not matter', () => {
    assert.equal(web?.service.mountsAreWhole, false);
    const plain = 'service: shop\nservers: [192.0.2.1]\n  # <%= nothing %>\n';
    assert.equal(serviceOfText('config/deploy.yml', plain).service.mountsAreWhole, true);
    const computed = `${plain}builder:\n  dockerfile: <%= file %>\n`;
    assert.equal(serviceOfText('config/deploy.yml', computed).service.dockerfile, undefined);
  });

  test('a file whose servers are those of its destinations has none', () => {
    assert.deepEqual(servicesOfText('config/deploy.yml', 'service: shop\nrequire_destination: true\n'), []);
    assert.deepEqual(servicesOfText('config/deploy.staging.yml', text), []);
  });
});

describe('services of a Blueprint of Render', () => {
  const text = `services:
  - type: web
    name: shop
    runtime: docker
    dockerfilePath: ./docker/Dockerfile
    dockerContext: ./apps/shop
    dockerCommand: node server.js
    scaling:
      minInstances: 1
      maxInstances: 3
    envVars:
      - key: DATABASE_PATH
        value: /data/app.db
      - key: SECRET
        generateValue: true
      - fromGroup: shared
    disk:
      name: data
      mountPath: /data/
  - type: cron
    name: report
    runtime: node
    rootDir: apps/report
    startCommand: node report.js
  - type: web
    name: site
    runtime: static
  - type: keyvalue
    name: cache
  - type: pserv
    name: proxy
    runtime: image
    image:
      url: docker.io/library/nginx:1
`;
  const [shop, report, proxy, ...others] = servicesOfText('render.yaml', text);

  test('those that run a program', () => {
    assert.deepEqual(others, []);
    assert.deepEqual(
      [shop, report, proxy].map((one) => one?.cut(one.service.range)),
      ['shop', 'report', 'proxy'],
    );
    assert.deepEqual([shop?.service.dockerfile, shop?.service.context], ['docker/Dockerfile', 'apps/shop']);
    assert.deepEqual([report?.service.dockerfile, report?.service.context], [undefined, 'apps/report']);
    assert.deepEqual(
      [proxy?.service.isBuilt, proxy?.service.image?.value],
      [false, 'docker.io/library/nginx:1'],
    );
  });

  test('disks, variables, commands', () => {
    assert.deepEqual(shop?.mounts, [['data → /data (volume)', 'name: data\n      mountPath: /data/']]);
    assert.deepEqual(shop?.environment, [
      ['DATABASE_PATH=/data/app.db', 'key: DATABASE_PATH\n        value: /data/app.db'],
      ['SECRET=?', 'key: SECRET\n        generateValue: true'],
    ]);
    assert.deepEqual(shop?.start, [['node server.js', 'node server.js']]);
  });

  test('how many, and whether for good', () => {
    assert.deepEqual([shop?.service.instances?.value, shop?.service.mostInstances], [1, 3]);
    assert.equal(shop?.cut(shop.service.instances?.range), '1');
    assert.deepEqual([shop?.service.restarts, report?.service.restarts], [true, false]);
  });
});

describe('an app of App Platform', () => {
  const text = `name: shop
envs:
  - key: LOG
    value: info
services:
  - name: web
    github: { repo: example/shop, branch: main }
    source_dir: /apps/shop
    dockerfile_path: apps/shop/Dockerfile
    instance_count: 2
    envs:
      - key: DATABASE_PATH
        value: /data/app.db
      - key: OTHER
        value: $\{db.DATABASE_URL}
      - key: BUILD
        value: "1"
        scope: BUILD_TIME
  - name: proxy
    image: { registry_type: DOCKER_HUB, repository: nginx }
workers:
  - name: queue
    git: { repo_clone_url: https://git.example.org/shop.git }
    run_command: node queue.js
jobs:
  - name: migrate
`;
  const [web, proxy, queue, ...others] = servicesOfText('.do/app.yaml', text);

  test('services and workers, with what they are built from', () => {
    assert.deepEqual(others, []);
    assert.deepEqual(
      [web, proxy, queue].map((one) => one?.cut(one.service.range)),
      ['web', 'proxy', 'queue'],
    );
    assert.deepEqual([web?.service.dockerfile, web?.service.context], ['apps/shop/Dockerfile', 'apps/shop']);
    assert.deepEqual([proxy?.service.isBuilt, proxy?.service.context], [false, undefined]);
    assert.deepEqual([queue?.service.dockerfile, queue?.service.context], [undefined, '']);
    assert.deepEqual(
      [web, proxy, queue].map((one) => one?.service.workingDirectory),
      [undefined, undefined, '/workspace'],
    );
  });

  test('variables that are known when it runs, commands, how many', () => {
    assert.deepEqual(
      web?.environment.map(([variable]) => variable),
      ['LOG=info', 'DATABASE_PATH=/data/app.db', 'OTHER=?', 'BUILD=?'],
    );
    assert.deepEqual(queue?.start, [['node queue.js', 'node queue.js']]);
    assert.equal(web?.cut(web.service.instances?.range), '2');
    assert.equal(queue?.service.instances, undefined);
    assert.deepEqual([web?.mounts, web?.service.mountsAreWhole], [[], true]);
  });

  test('the template of a button, and other files', () => {
    const button = 'spec:\n  name: shop\n  services:\n    - name: web\n';
    assert.equal(serviceOfText('.do/deploy.template.yaml', button).service.name, 'web');
    assert.deepEqual(servicesOfText('.do/app.yaml', 'name: shop\nstatic_sites:\n  - name: site\n'), []);
    assert.deepEqual(servicesOfText('.do/app.yaml', 'services: [\n'), []);
  });
});

describe('the service of App Runner', () => {
  test('its command and its variables', () => {
    const one = serviceOfText(
      'apps/shop/apprunner.yaml',
      'version: 1.0\nruntime: python311\nbuild:\n  commands:\n    build:\n      - pip install .\nrun:\n  command: python app.py --db /srv/app.db\n  env:\n    - name: DATABASE_PATH\n      value: /srv/app.db\n',
    );
    assert.equal(one.service.context, 'apps/shop');
    assert.deepEqual(one.start, [['python app.py --db /srv/app.db', 'python app.py --db /srv/app.db']]);
    assert.deepEqual(one.environment, [
      ['DATABASE_PATH=/srv/app.db', 'name: DATABASE_PATH\n      value: /srv/app.db'],
    ]);
    assert.deepEqual([one.mounts, one.service.mountsAreWhole], [[], true]);
  });

  test('a file without `run` has none', () => {
    assert.deepEqual(servicesOfText('apprunner.yaml', 'version: 1.0\nruntime: python311\n'), []);
    assert.deepEqual(servicesOfText('apprunner.yaml', 'run: [\n'), []);
  });
});

describe('the dynos of a heroku.yml', () => {
  test('those that run an image', () => {
    const [web, worker, ...others] = servicesOfText(
      'apps/shop/heroku.yml',
      'build:\n  docker:\n    web: Dockerfile\n    worker: jobs/Dockerfile\n    release: Dockerfile\nrun:\n  web: node server.js\n  worker:\n    command:\n      - node jobs.js\n    image: worker\n',
    );
    assert.deepEqual(others, []);
    assert.deepEqual([web?.service.name, worker?.service.name], ['web', 'worker']);
    assert.deepEqual(
      [web?.service.dockerfile, worker?.service.dockerfile],
      ['apps/shop/Dockerfile', 'apps/shop/jobs/Dockerfile'],
    );
    assert.deepEqual([web?.service.context, worker?.service.context], ['apps/shop', 'apps/shop/jobs']);
    assert.deepEqual(web?.start, [['node server.js', 'node server.js']]);
    assert.deepEqual(worker?.start, [['node jobs.js', 'node jobs.js']]);
    assert.equal(web?.service.environmentIsWhole, false);
    assert.deepEqual([web?.mounts, web?.service.mountsAreWhole], [[], true]);
  });

  test('a file without images has none', () => {
    assert.deepEqual(servicesOfText('heroku.yml', 'run:\n  web: node server.js\n'), []);
  });
});

describe('the service of Railway', () => {
  test('both forms of its file', () => {
    const json = serviceOfText(
      'railway.json',
      '{ "build": { "dockerfilePath": "docker/Dockerfile" }, "deploy": { "startCommand": "node server.js", "numReplicas": 2 } }',
    );
    const toml = serviceOfText(
      'railway.toml',
      '[build]\ndockerfilePath = "docker/Dockerfile"\n\n[deploy]\nstartCommand = "node server.js"\nnumReplicas = 2\n',
    );
    for (const one of [json, toml]) {
      assert.equal(one.service.dockerfile, 'docker/Dockerfile');
      assert.deepEqual(one.start, [['node server.js', '"node server.js"']]);
      assert.equal(one.cut(one.service.instances?.range), '2');
      assert.equal(one.service.mountsAreWhole, false);
    }
  });

  test('builders without a Dockerfile, and other files of that name', () => {
    assert.equal(
      serviceOfText('railway.toml', '[build]\nbuilder = "RAILPACK"\n').service.dockerfile,
      undefined,
    );
    assert.deepEqual(servicesOfText('posts/railway.json', '{ "regions": ["ams"], "data": [] }'), []);
    assert.deepEqual(servicesOfText('railway.toml', '[build\n'), []);
  });
});

describe('services of a Procfile', () => {
  test('one a line', () => {
    const [release, web, ...others] = servicesOfText(
      'apps/shop/Procfile',
      'release: node migrate.js\r\n# a comment\nweb: PORT=1 exec node server.js\n',
    );
    assert.deepEqual(others, []);
    assert.deepEqual(release?.start, [['node migrate.js', 'node migrate.js']]);
    assert.equal(release?.service.start[0]?.purpose, 'release');
    assert.deepEqual([release?.service.restarts, web?.service.restarts], [false, true]);
    assert.equal(web?.cut(web.service.range), 'web');
    assert.deepEqual(web?.start, [['node server.js', 'PORT=1 exec node server.js']]);
    assert.equal(web?.service.context, 'apps/shop');
  });
});

describe('services of systemd', () => {
  const text = `[Unit]
Description=Shop

[Service]
User=shop
WorkingDirectory=/srv/shop
Environment="DATABASE_PATH=/var/lib/shop/app db.sqlite" HOST=%H
EnvironmentFile=-/etc/shop.env
ExecStart=
ExecStart=-/usr/bin/shop \\
  --db '/var/lib/shop/app.db'
Restart=always

[Install]
WantedBy=multi-user.target
`;

  test('a unit', () => {
    const unit = serviceOfText('etc/shop.service', text);
    assert.equal(unit.service.name, 'shop');
    assert.equal(unit.start[0]?.[0], '/usr/bin/shop --db /var/lib/shop/app.db');
    assert.deepEqual(unit.environment, [
      ['DATABASE_PATH=/var/lib/shop/app db.sqlite', '"DATABASE_PATH=/var/lib/shop/app db.sqlite"'],
      ['HOST=?', 'HOST=%H'],
    ]);
    assert.equal(unit.service.workingDirectory, '/srv/shop');
    assert.equal(unit.cut(unit.service.user?.range), 'shop');
    assert.equal(unit.service.restarts, true);
    assert.deepEqual([unit.service.mountsAreWhole, unit.service.environmentIsWhole], [false, false]);
  });

  test('an empty value drops those before it', () => {
    const unit = '[Service]\nEnvironment=A=1\nEnvironment=\nEnvironment=B=2\nExecStart=/old\nExecStart=\n';
    assert.deepEqual(servicesOfText('a.service', unit), []);
    const { environment, start } = serviceOfText('a.service', `${unit}ExecStart=/new\n`);
    assert.deepEqual(
      environment.map(([shown]) => shown),
      ['B=2'],
    );
    assert.deepEqual(
      start.map(([shown]) => shown),
      ['/new'],
    );
  });
});
