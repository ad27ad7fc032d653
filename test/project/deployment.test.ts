import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { databasesOf } from '../../src/project/deployment/databases.ts';
import {
  isBuiltFrom,
  type PlacedService,
  runningOf,
  servicesOf,
} from '../../src/project/deployment/services.ts';
import type { Project } from '../../src/project/project.ts';
import { nodeProgram } from '../../src/rules/examples.ts';
import { linterFor, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

async function projectOf(files: Record<string, string>): Promise<Project> {
  const linter = linterFor(engine, files);
  await linter.update();
  return linter.project;
}

const named = (project: Project, name: string): PlacedService => {
  const found = servicesOf(project).find(({ service }) => service.name === name);
  assert.ok(found, name);
  return found;
};

const open = (path: string): string => `const db = new DatabaseSync(${path}, { timeout: 5000 });\n`;

describe('services of a project', () => {
  test('a service has what the Dockerfile says that it is built from', async () => {
    const project = await projectOf({
      'compose.yml':
        'services:\n  app:\n    build: { context: ., target: web }\n    environment:\n      PORT: 80\n    volumes: ["data:/data"]\n',
      Dockerfile:
        'FROM node:24 AS web\nENV PORT=8080 DATA=/data\nWORKDIR /app\nVOLUME /files\nCMD ["node", "web.js"]\nFROM node:24\nCMD ["node", "job.js"]\n',
    });
    const app = named(project, 'app');
    assert.equal(app.image?.file.path, 'Dockerfile');
    const { mounts, mountsAreWhole, environment, workingDirectory, start } = runningOf(app);
    assert.deepEqual(
      mounts.map(({ target }) => target),
      ['/data', '/files'],
    );
    assert.equal(mountsAreWhole, true);
    assert.deepEqual(
      [...environment.values()].map(({ name, value, file }) => `${name}=${value} ${file.path}`),
      ['PORT=80 compose.yml', 'DATA=/data Dockerfile'],
    );
    assert.equal(workingDirectory, '/app');
    assert.equal(start[0]?.commands[0]?.words[1]?.text, 'web.js');
  });

  test('an image that may have volumes of its own leaves the mounts of Compose open', async () => {
    const files = (image: string): Record<string, string> => ({
      'compose.yml': 'services:\n  app:\n    build: .\n',
      Dockerfile: `FROM ${image}\n`,
      'fly.toml': 'app = "shop"\n',
    });
    const other = await projectOf(files('ghcr.io/example/base:1'));
    assert.equal(runningOf(named(other, 'app')).mountsAreWhole, false);
    assert.equal(runningOf(named(other, 'the app')).mountsAreWhole, true);
    const plain = await projectOf(files('node:24'));
    assert.equal(runningOf(named(plain, 'app')).mountsAreWhole, true);
  });

  test('a destination of Kamal, and a patch of Kustomize, change what is mounted', async () => {
    const deploy = 'service: shop\nservers: [192.0.2.1]\nvolumes: ["data:/data"]\n';
    const alone = named(await projectOf({ 'config/deploy.yml': deploy }), 'shop').service;
    assert.deepEqual([alone.mountsAreWhole, alone.instances?.value], [true, 1]);
    const staged = named(
      await projectOf({ 'config/deploy.yml': deploy, 'config/deploy.staging.yml': 'volumes: []\n' }),
      'shop',
    ).service;
    assert.deepEqual([staged.mountsAreWhole, staged.instances], [false, undefined]);
    const elsewhere = named(
      await projectOf({ 'config/deploy.yml': deploy, 'other/config/deploy.staging.yml': 'volumes: []\n' }),
      'shop',
    ).service;
    assert.equal(elsewhere.mountsAreWhole, true);

    const manifest =
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shop }\nspec:\n  replicas: 2\n  template:\n    spec:\n      containers:\n        - name: app\n          image: a\n';
    const patched = await projectOf({
      'base/app.yaml': manifest,
      'prod/kustomization.yaml': 'resources: [../base]\npatches:\n  - path: more.yaml\n',
    });
    assert.equal(named(patched, 'app').service.mountsAreWhole, false);
  });

  test('claims and autoscalers of the same folder settle a workload', async () => {
    const project = await projectOf({
      'k8s/app.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: shop }\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          image: a\n          volumeMounts: [{ name: data, mountPath: /data }]\n      volumes: [{ name: data, persistentVolumeClaim: { claimName: shop } }]\n',
      'k8s/claim.yaml':
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: shop }\nspec: { storageClassName: efs-sc }\n',
      'k8s/scaler.yaml':
        'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: shop }\nspec: { maxReplicas: 4, scaleTargetRef: { kind: Deployment, name: shop } }\n',
      'other/claim.yaml':
        'apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: { name: shop }\nspec: { storageClassName: gp3 }\n',
    });
    const { service } = named(project, 'app');
    assert.equal(service.mounts[0]?.type, 'efs-sc');
    assert.equal(service.mostInstances, 4);
  });
});

describe('what a service is built from', () => {
  test('the nearest of several', async () => {
    const project = await projectOf({
      'compose.yml':
        'services:\n  web:\n    build: .\n  api:\n    build: ./api\n  proxy:\n    image: nginx:1\n',
    });
    const [web, api, proxy] = ['web', 'api', 'proxy'].map((name) => named(project, name));
    assert.ok(web && api && proxy);
    assert.equal(isBuiltFrom(web, 'src/db.js', project), true);
    assert.equal(isBuiltFrom(api, 'src/db.js', project), false);
    assert.equal(isBuiltFrom(api, 'api/db.js', project), true);
    assert.equal(isBuiltFrom(web, 'api/db.js', project), false);
    assert.equal(isBuiltFrom(proxy, 'src/db.js', project), false);
  });

  test('nobody knows which of two images of one folder', async () => {
    const project = await projectOf({
      'compose.yml':
        'services:\n  web:\n    build: { context: ., dockerfile: web.Dockerfile }\n  job:\n    build: { context: ., dockerfile: job.Dockerfile }\n',
    });
    assert.equal(isBuiltFrom(named(project, 'web'), 'db.js', project), false);
  });
});

describe('the databases that a service opens', () => {
  const databases = async (files: Record<string, string>, name: string): Promise<string[]> => {
    const project = await projectOf(files);
    return databasesOf(named(project, name), project).map(({ path, why }) => `${path}: ${why}`);
  };
  const image = { Dockerfile: 'FROM node:24\nWORKDIR /app\nCMD ["node", "db.js"]\n' };

  test('a path of its code, seen from where it is started', async () => {
    const fly = { ...image, 'fly.toml': 'app = "shop"\n' };
    assert.deepEqual(await databases({ ...fly, ...nodeProgram(open("'./data/app.db'")) }, 'the app'), [
      '/app/data/app.db: db.js opens it',
    ]);
    assert.deepEqual(await databases({ ...fly, ...nodeProgram(open("'/data/app.db'")) }, 'the app'), [
      '/data/app.db: db.js opens it',
    ]);
    const moved = { ...fly, Dockerfile: 'FROM node:24\nWORKDIR /app\nCMD cd server && node db.js\n' };
    assert.deepEqual(await databases({ ...moved, ...nodeProgram(open("'data/app.db'")) }, 'the app'), []);
  });

  test('a variable that its code reads', async () => {
    const compose = (name: string): Record<string, string> => ({
      ...image,
      'compose.yml': `services:\n  app:\n    build: .\n    environment:\n      ${name}: /data/app.db\n`,
    });
    const program = nodeProgram(open('process.env.DATABASE_PATH'));
    assert.deepEqual(await databases({ ...compose('DATABASE_PATH'), ...program }, 'app'), [
      '/data/app.db: DATABASE_PATH, which db.js opens',
    ]);
    assert.deepEqual(await databases({ ...compose('OTHER_DB'), ...program }, 'app'), []);
  });

  test('an argument of its command; not one of several services that share an image', async () => {
    assert.deepEqual(
      await databases(
        { 'compose.yml': 'services:\n  app:\n    image: a\n    command: serve --db=/data/app.db\n' },
        'app',
      ),
      ['/data/app.db: its command names it'],
    );
    const two = 'services:\n  web:\n    build: .\n  job:\n    build: .\n';
    assert.deepEqual(
      await databases({ ...image, ...nodeProgram(open("'/data/app.db'")), 'compose.yml': two }, 'web'),
      [],
    );
  });
});
