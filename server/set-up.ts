import { libsqlDefaults, writeLibsqlClient, writeLibsqlEnvironment } from '../src/config/libsql/write.ts';
import { wranglerFileNames } from '../src/config/wrangler/read.ts';
import {
  d1Defaults,
  firstD1Migration,
  writeD1Bindings,
  writeD1Client,
} from '../src/config/wrangler/write.ts';
import type { D1SetUpParams, NewTextFile, SetUpChoices, TursoSetUpParams } from './protocol.ts';
import { refusedForUser } from './refused.ts';

/** What setting up Turso or D1 starts from. */
export function setUpChoices(): SetUpChoices {
  return { turso: libsqlDefaults, d1: { ...d1Defaults, files: wranglerFileNames } };
}

/**
 * The files that open a database of Turso or libSQL.
 * @throws ResponseError with a message for the user
 */
export function tursoFiles({ target, language }: TursoSetUpParams): NewTextFile[] {
  return refusedForUser(() => {
    const environment = writeLibsqlEnvironment({ target });
    return [
      {
        path: `src/db.${language === 'typescript' ? 'ts' : 'js'}`,
        text: writeLibsqlClient({ target, language }),
      },
      ...(environment === '' ? [] : [{ path: '.env.example', text: environment }]),
    ];
  });
}

/**
 * The files that bind a Worker to D1.
 * @throws ResponseError with a message for the user
 */
export function d1Files({ path, before, ...options }: D1SetUpParams): NewTextFile[] {
  return refusedForUser(() => [
    { path, text: writeD1Bindings(path, before, options) },
    { path: `${options.migrationsDir}/0001_init.sql`, text: firstD1Migration },
    { path: 'src/db.ts', text: writeD1Client(options) },
  ]);
}
