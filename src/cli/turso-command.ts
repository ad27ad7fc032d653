import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type LibsqlTarget,
  libsqlDefaults,
  writeLibsqlClient,
  writeLibsqlEnvironment,
} from '../config/libsql/write.ts';
import { type Command, choose, parseOptions, positiveNumber, UsageError } from './command.ts';
import { outputOptions, printOrWrite, refusedAsUsage, say } from './generated-file.ts';

export const tursoCommand: Command = {
  help: `sqlite-preflight turso init   write a module that opens a database of Turso or libSQL, without secrets

  --kind <kind>               server; replica: a file kept in step with it; file: a file alone (server)
  --path <file>               of the replica or the file (${libsqlDefaults.replicaPath}, ${libsqlDefaults.filePath})
  --sync-interval <seconds>   how often the replica is brought up to date (${libsqlDefaults.syncIntervalSeconds})
  --javascript                in place of TypeScript
  --env-example               writes the variables for .env.example in place of the module
  --output <file>             written there; else to standard output
  --force                     write over an existing file
`,
  async run(args) {
    const [action, ...rest] = args;
    if (action !== 'init') throw new UsageError('turso has one action: turso init');
    const { values, positionals } = parseOptions(rest, {
      kind: { type: 'string', default: 'server' },
      path: { type: 'string' },
      'sync-interval': { type: 'string' },
      javascript: { type: 'boolean' },
      'env-example': { type: 'boolean' },
      ...outputOptions,
    });
    if (positionals.length > 0) throw new UsageError(`turso init takes no ${positionals[0]}`);
    const kind = choose(values.kind, ['server', 'replica', 'file'], '--kind') ?? 'server';
    const seconds =
      positiveNumber(values['sync-interval'], '--sync-interval') ?? libsqlDefaults.syncIntervalSeconds;
    if (values['sync-interval'] !== undefined && kind !== 'replica')
      throw new UsageError('--sync-interval belongs to --kind replica');
    const target: LibsqlTarget =
      kind === 'server'
        ? { kind }
        : kind === 'replica'
          ? { kind, path: values.path ?? libsqlDefaults.replicaPath, syncIntervalSeconds: seconds }
          : { kind, path: values.path ?? libsqlDefaults.filePath };
    if (kind === 'server' && values.path !== undefined)
      throw new UsageError('--path belongs to a replica or a file');
    const language = values.javascript === true ? 'javascript' : 'typescript';
    if (kind !== 'file' && existsSync(join(process.cwd(), '.env')))
      say('Put the token into .env, and see that version control ignores that file.');
    const text = refusedAsUsage(() =>
      values['env-example'] === true
        ? writeLibsqlEnvironment({ target })
        : writeLibsqlClient({ target, language }),
    );
    await printOrWrite(text, values);
    return 0;
  },
};
