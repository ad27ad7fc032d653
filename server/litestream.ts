import {
  isLitestreamExtra,
  type LitestreamExtra,
  litestreamExtras,
  litestreamFiles,
} from '../src/config/litestream/files.ts';
import { answeredDestination, destinationChoices } from '../src/config/litestream/questions.ts';
import { checkSetup, defaultSetup, variablesOf } from '../src/config/litestream/setup.ts';
import { findLitestreamLine } from '../src/config/litestream/version.ts';
import { checkCommand } from '../src/config/litestream/write.ts';
import { OptionsError } from '../src/config/options-error.ts';
import { nodeFileSystem } from '../src/host/node/files.ts';
import { serverDatabases } from '../src/project/litestream/server-databases.ts';
import type {
  LitestreamChoices,
  LitestreamFiles,
  LitestreamParams,
  LitestreamProblemParams,
} from './protocol.ts';
import { refusedForUser } from './refused.ts';
import type { Folder } from './workspace.ts';

/** What can be chosen for a litestream.yml of a folder. */
export async function litestreamChoices(folder: Folder): Promise<LitestreamChoices> {
  await folder.ready;
  const detected =
    folder.root === undefined
      ? ({ line: undefined, reason: 'no folder is open' } as const)
      : await findLitestreamLine(folder.root, nodeFileSystem);
  return {
    line: detected.line,
    release: detected.line === undefined ? undefined : detected.release,
    reason: detected.reason,
    defaults: defaultSetup,
    databases: [
      ...serverDatabases(folder.linter.project).map(({ path, why }) => ({ path, why, isOnServer: true })),
      ...folder.databases.map((path) => ({
        path: `${folder.root}/${path}`,
        why: 'a file of this folder',
        isOnServer: false,
      })),
    ],
    destinations: { '0.3': destinationChoices('0.3'), '0.5': destinationChoices('0.5') },
    extras: Object.entries(litestreamExtras).map(([id, { file, what }]) => ({ id, file, what })),
  };
}

/** @throws ResponseError with a message for the user */
export function litestreamTexts(params: LitestreamParams): LitestreamFiles {
  return refusedForUser(() => {
    const { destination, extras, metrics, command, ...options } = params;
    const setup = {
      ...defaultSetup,
      ...options,
      destination: answeredDestination(destination.id, destination.answers),
      metrics: metrics === '' ? undefined : metrics,
      command: command === '' ? undefined : command,
    };
    const wanted = extras.filter((extra): extra is LitestreamExtra => isLitestreamExtra(extra));
    return {
      files: litestreamFiles(setup, wanted).map(({ path, text }) => ({ path, text })),
      variables: variablesOf(setup).map(({ name }) => name),
    };
  });
}

/** What is wrong with answers so far; what is not answered yet is taken as well answered. */
export function litestreamProblem(params: LitestreamProblemParams): string | undefined {
  try {
    const { destination, metrics, command, ...options } = params;
    if (command !== undefined && command !== '') checkCommand(command);
    checkSetup({
      ...defaultSetup,
      databases: ['/data/app.db'],
      retention: '87600h',
      snapshotInterval: options.retention ?? defaultSetup.snapshotInterval,
      ...options,
      destination: destination
        ? answeredDestination(destination.id, destination.answers)
        : { kind: 'file', path: '/backup' },
      metrics: metrics === '' ? undefined : metrics,
    });
    return undefined;
  } catch (error) {
    if (error instanceof OptionsError) return error.message;
    throw error;
  }
}
