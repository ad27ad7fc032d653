import { existsSync, readFileSync } from 'node:fs';
import { wranglerFileNames } from '../config/wrangler/read.ts';
import {
  type D1Target,
  d1Defaults,
  firstD1Migration,
  writeD1Bindings,
  writeD1Client,
} from '../config/wrangler/write.ts';
import { type Command, choose, parseOptions, UsageError } from './command.ts';
import { outputOptions, printOrWrite, refusedAsUsage } from './generated-file.ts';

export const d1Command: Command = {
  help: `sqlite-preflight d1 init <database>   add a D1 database to a wrangler file, and one for each environment that is named

  --id <uuid>                     of the database, where it is made already
  --environment <name>=<database>[:<uuid>]   of an environment; may be given again
  --binding <name>                the name in code (${d1Defaults.binding})
  --migrations-dir <folder>       (${d1Defaults.migrationsDir})
  --config <file>                 the wrangler file that it is added to (${d1Defaults.newFile}, or the one that is there)
  --write <what>                  config, client: a module that uses it, migration: a first one (config)
  --output <file>                 written there; else to standard output
  --force                         write over an existing file
`,
  async run(args) {
    const [action, ...rest] = args;
    if (action !== 'init') throw new UsageError('d1 has one action: d1 init <database>');
    const { values, positionals } = parseOptions(rest, {
      id: { type: 'string' },
      environment: { type: 'string', multiple: true, default: [] },
      binding: { type: 'string', default: d1Defaults.binding },
      'migrations-dir': { type: 'string', default: d1Defaults.migrationsDir },
      config: { type: 'string' },
      write: { type: 'string' },
      ...outputOptions,
    });
    const [database, ...more] = positionals;
    if (database === undefined || more.length > 0)
      throw new UsageError('d1 init takes the name of one database');
    const config = values.config ?? wranglerFileNames.find((name) => existsSync(name)) ?? d1Defaults.newFile;
    if (!/\.(?:toml|jsonc?)$/.test(config)) throw new UsageError(`${config} is no file of wrangler`);
    const options = {
      binding: values.binding,
      migrationsDir: values['migrations-dir'],
      targets: [
        { environment: undefined, databaseName: database, databaseId: values.id },
        ...values.environment.map(readEnvironment),
      ],
    };
    const write = choose(values.write, ['config', 'client', 'migration'], '--write') ?? 'config';
    if (write === 'config' && values.output !== undefined && isToml(values.output) !== isToml(config))
      throw new UsageError(
        `the databases are added to ${config}, which ${values.output} cannot hold: name the file with --config`,
      );
    const before = existsSync(config) ? readFileSync(config, 'utf8') : undefined;
    const texts = {
      config: () => writeD1Bindings(config, before, options),
      client: () => writeD1Client(options),
      migration: () => firstD1Migration,
    };
    await printOrWrite(refusedAsUsage(texts[write]), values);
    return 0;
  },
};

function isToml(path: string): boolean {
  return path.endsWith('.toml');
}

/** `staging=app-staging:5f1e7c1a-…` */
function readEnvironment(text: string): D1Target {
  const [, environment, databaseName, databaseId] = /^([^=]+)=([^:]+)(?::(.+))?$/.exec(text) ?? [];
  if (environment === undefined || databaseName === undefined)
    throw new UsageError(`--environment takes name=database or name=database:id, not ${text}`);
  return { environment, databaseName, databaseId };
}
