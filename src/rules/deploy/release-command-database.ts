import { readFlyConfig } from '../../config/fly/config.ts';
import { flyReader } from '../../config/fly/read.ts';
import { databasesOf } from '../../project/deployment/databases.ts';
import { runningOf, servicesOf } from '../../project/deployment/services.ts';
import { isAtOrBelow } from '../../text/paths.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const program = nodeProgram(
  "const db = new DatabaseSync('/data/app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
);
const dockerfile = 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD ["node", "db.js"]\n';
const fly = (command: string): string =>
  `app = "shop"\n[deploy]\nrelease_command = "${command}"\n[mounts]\nsource = "data"\ndestination = "/data"\n`;

export default defineRule({
  id: 'deploy/release-command-database',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds a `release_command` of fly.toml that migrates a database on a volume.',
    why: 'The command runs on a temporary machine, which has no volumes. The migrations go to an empty database that is thrown away, and the one on the volume keeps its old schema.',
    sources: [
      'https://fly.io/docs/reference/configuration/#run-one-off-commands-before-releasing-a-deployment',
      'https://fly.io/docs/laravel/the-basics/customizing-deployments',
    ],
    bad: [{ ...program, Dockerfile: dockerfile, 'fly.toml': fly('npm run migrate') }],
    good: [
      // It has nothing to do with the database.
      { ...program, Dockerfile: dockerfile, 'fly.toml': fly('node notify-release.js') },
      // Migrations that run when the machine starts.
      {
        ...program,
        Dockerfile: 'FROM node:24\nWORKDIR /app\nCOPY . .\nCMD npm run migrate && node db.js\n',
        'fly.toml': 'app = "shop"\n[mounts]\nsource = "data"\ndestination = "/data"\n',
      },
    ],
  },
  *checkProject(project) {
    if (!project.usesSqlite) return;
    for (const file of project.sources) {
      if (!flyReader.files.test(file.path) || !/release_command/.test(file.text)) continue;
      const command = readFlyConfig(file.text)?.releaseCommand;
      if (!command || !migrates.test(command.value)) continue;
      const database = servicesOf(project)
        .filter((placed) => placed.file === file)
        .flatMap((placed) =>
          databasesOf(placed, project).filter(({ path }) =>
            runningOf(placed).mounts.some(({ target }) => target !== undefined && isAtOrBelow(path, target)),
          ),
        )[0];
      if (!database) continue;
      yield {
        file: file.path,
        range: command.range,
        message: `release_command runs where no volume is mounted: ${database.path} is not migrated by it. The temporary machine makes an empty database instead.`,
        help: 'Run the migrations when the machine starts, before the program: in its entrypoint or its process.',
      };
    }
  },
});

const migrates =
  /migrat|\bdb:(?:prepare|migrate|setup|push)\b|\bdb push\b|\bupgrade\b|\bschema:(?:load|update)\b/i;
