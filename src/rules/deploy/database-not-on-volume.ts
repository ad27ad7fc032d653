import { nodeProgram } from '../examples.ts';
import { lostDatabases } from '../lost-databases.ts';
import { defineRule } from '../rule.ts';

const open = (path: string): Record<string, string> =>
  nodeProgram(
    `const db = new DatabaseSync('${path}', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n`,
  );
const dockerfile = 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "db.js"]\n';
const fly = 'app = "shop"\n';
const mount = '[mounts]\nsource = "data"\ndestination = "/data"\n';
const compose = (volumes: string): string =>
  `services:\n  app:\n    build: .\n    restart: unless-stopped\n${volumes}`;

export default defineRule({
  id: 'deploy/database-not-on-volume',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds services of fly.toml, Compose, Kubernetes, Knative (Cloud Run), Render, Kamal, App Platform, App Runner and heroku.yml whose database lies on no volume, where the file names all that is mounted.',
    why: 'The disk of a container or a machine goes with it: the next deployment starts with an empty database.',
    sources: [
      'https://fly.io/docs/volumes/overview/',
      'https://docs.docker.com/engine/storage/',
      'https://kubernetes.io/docs/concepts/storage/volumes/',
      'https://render.com/docs/disks',
      'https://docs.digitalocean.com/products/app-platform/how-to/store-data/',
      'https://docs.aws.amazon.com/apprunner/latest/dg/develop.html',
      'https://devcenter.heroku.com/articles/dynos#ephemeral-filesystem',
      'https://cloud.google.com/run/docs/container-contract#filesystem',
    ],
    bad: [
      { ...open('/srv/app.db'), Dockerfile: dockerfile, 'fly.toml': fly + mount },
      { ...open('app.db'), Dockerfile: dockerfile, 'fly.toml': fly },
      { ...open('/srv/app.db'), Dockerfile: dockerfile, 'compose.yaml': compose('') },
      {
        ...open('/srv/app.db'),
        Dockerfile: dockerfile,
        '.do/app.yaml':
          'name: shop\nservices:\n  - name: web\n    github: { repo: example/shop, branch: main }\n    dockerfile_path: Dockerfile\n',
      },
      {
        ...open('/srv/app.db'),
        Dockerfile: dockerfile,
        'heroku.yml': 'build:\n  docker:\n    web: Dockerfile\n',
      },
      {
        ...open('/srv/app.db'),
        'apprunner.yaml': 'version: 1.0\nruntime: nodejs22\nrun:\n  command: node db.js\n',
      },
      {
        ...open('/srv/app.db'),
        Dockerfile: dockerfile,
        'service.yaml':
          'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: shop }\nspec:\n  template:\n    spec:\n      containers:\n        - image: registry.example.org/shop\n          env: [{ name: DATABASE_PATH, value: /srv/app.db }]\n',
      },
    ],
    good: [
      { ...open('/data/app.db'), Dockerfile: dockerfile, 'fly.toml': fly + mount },
      {
        ...open('data/app.db'),
        Dockerfile: dockerfile,
        'compose.yaml': compose('    volumes:\n      - data:/app/data\nvolumes:\n  data:\n'),
      },
      // It is restored from its replica whenever a machine starts.
      {
        ...open('/srv/app.db'),
        Dockerfile: dockerfile,
        'fly.toml': fly,
        'start.sh': 'litestream restore -if-replica-exists /srv/app.db\nexec litestream replicate\n',
      },
      // The volume of an image is handed from the old container to the new one.
      {
        ...open('/data/app.db'),
        Dockerfile: `${dockerfile}VOLUME /data\n`,
        'compose.yaml': compose(''),
      },
      // A database that App Platform runs beside the app.
      {
        ...nodeProgram(
          'const db = new DatabaseSync(process.env.DATABASE_PATH, { timeout: 5000 });\ndb.exec("PRAGMA journal_mode = WAL");\n',
        ),
        '.do/app.yaml':
          'name: shop\nservices:\n  - name: web\n    github: { repo: example/shop, branch: main }\n    envs: [{ key: DATABASE_PATH, value: "${db.PATH}" }]\n    run_command: node db.js\n',
      },
      // A job that ends by itself.
      {
        ...open('/srv/app.db'),
        Dockerfile: dockerfile,
        'compose.yaml': 'services:\n  db-migrate:\n    build: .\n    restart: on-failure:3\n',
      },
      // A developer's services come and go.
      { ...open('/srv/app.db'), Dockerfile: dockerfile, 'compose.dev.yaml': compose('') },
    ],
  },
  *checkProject(project) {
    for (const { placed, use, copy } of lostDatabases(project)) {
      const { service, file } = placed;
      // One that the image brings along may be data that is only read.
      if (copy) continue;
      yield {
        file: file.path,
        range: use.file === file ? use.range : service.range,
        message: `The database of ${service.name} is on no volume: ${use.path} (${use.why}). It is lost with ${lostWith[service.tool] ?? 'the container'}.`,
        help: 'Mount a volume at the folder of the database, or open it in a folder that has one.',
      };
    }
  },
});

const lostWith: Readonly<Record<string, string>> = {
  fly: 'each deployment, when the machine is replaced',
  render: 'each deployment',
  'app-platform': 'each deployment: App Platform has no volumes',
  'app-runner': 'each deployment: App Runner has no volumes',
  heroku: 'its dyno, which is replaced every day',
};
