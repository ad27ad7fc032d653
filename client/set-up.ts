import * as vscode from 'vscode';
import {
  type D1SetUpParams,
  d1FilesMethod,
  type NewTextFile,
  type SetUpChoices,
  setUpChoicesMethod,
  type TursoSetUpParams,
  tursoFilesMethod,
} from '../server/protocol.ts';
import { makeFiles, previewAndWrite, readText } from './generated-file.ts';
import type { Session } from './session.ts';
import { askInSteps, type Steps } from './steps.ts';

/** Asks how the program reaches its database, and writes each file when the user says so. */
export function setUpTursoOf(session: Session): Promise<void> {
  return makeFiles('a client of Turso', async (folder) => {
    const client = await session.client();
    const { turso } = await client.sendRequest<SetUpChoices>(setUpChoicesMethod);
    const params = await askInSteps('SQLite Preflight: Turso/libSQL', (steps) => askTurso(steps, turso));
    await writeAll(session, folder, await client.sendRequest<NewTextFile[]>(tursoFilesMethod, params));
  });
}

async function askTurso(steps: Steps, defaults: SetUpChoices['turso']): Promise<TursoSetUpParams> {
  const { opens } = await steps.choice('What does the program open?', [
    { label: 'A database on a server', description: 'over the network', opens: 'server' },
    {
      label: 'A replica of it',
      description: 'a file on a disk that lasts, kept in step',
      opens: 'replica',
    },
    { label: 'A file', description: 'without a server', opens: 'file' },
  ] as const);
  const target = await askTarget(steps, opens, defaults);
  const { language } = await steps.choice('In which language?', [
    { label: 'TypeScript', language: 'typescript' },
    { label: 'JavaScript', language: 'javascript' },
  ] as const);
  return { target, language };
}

async function askTarget(
  steps: Steps,
  kind: TursoSetUpParams['target']['kind'],
  defaults: SetUpChoices['turso'],
): Promise<TursoSetUpParams['target']> {
  if (kind === 'server') return { kind };
  if (kind === 'file') return { kind, path: await steps.text('The file of the database', defaults.filePath) };
  return {
    kind,
    path: await steps.text('The file of the replica', defaults.replicaPath, {
      hint: 'on a disk that lasts; no other program may open it',
    }),
    syncIntervalSeconds: Number(
      await steps.text(
        'How often it is brought up to date, in seconds',
        String(defaults.syncIntervalSeconds),
        {
          validate: (text) => (Number(text) > 0 ? undefined : 'A number of seconds above 0.'),
        },
      ),
    ),
  };
}

/** Asks for the databases of each environment, and writes each file when the user says so. */
export function setUpD1Of(session: Session): Promise<void> {
  return makeFiles('a binding to D1', async (folder) => {
    const client = await session.client();
    const { d1 } = await client.sendRequest<SetUpChoices>(setUpChoicesMethod);
    const file = await wranglerFile(folder, d1);
    const params = await askInSteps('SQLite Preflight: D1', (steps) => askD1(steps, folder.name, file, d1));
    await writeAll(session, folder, await client.sendRequest<NewTextFile[]>(d1FilesMethod, params));
  });
}

async function askD1(
  steps: Steps,
  project: string,
  { path, before }: WranglerFile,
  defaults: SetUpChoices['d1'],
): Promise<D1SetUpParams> {
  const database = await steps.text('The name of the database', project.replaceAll(/[^\w-]/g, '-'));
  const optional = { hint: 'what wrangler d1 create tells; may be empty', mayBeEmpty: true } as const;
  const id = await steps.text('Its id', '', optional);
  const staging = await steps.text('The name of an environment for tests', 'staging', {
    hint: 'it gets a database of its own; empty for none',
    mayBeEmpty: true,
  });
  return {
    path,
    ...(before !== undefined && { before }),
    binding: await steps.text('The name of the binding in code', defaults.binding),
    migrationsDir: await steps.text('The folder of the migrations', defaults.migrationsDir),
    targets: [
      { environment: undefined, databaseName: database, databaseId: id === '' ? undefined : id },
      ...(staging === ''
        ? []
        : [{ environment: staging, databaseName: `${database}-${staging}`, databaseId: undefined }]),
    ],
  };
}

interface WranglerFile {
  readonly path: string;
  /** Its text; undefined where it is made. */
  readonly before: string | undefined;
}

/** The wrangler file that is there, else the one that is made. */
async function wranglerFile(
  folder: vscode.WorkspaceFolder,
  { files, newFile }: SetUpChoices['d1'],
): Promise<WranglerFile> {
  for (const path of files) {
    const before = await readText(vscode.Uri.joinPath(folder.uri, path));
    if (before !== undefined) return { path, before };
  }
  return { path: newFile, before: undefined };
}

/** Each with its own preview; the next is shown whether or not one was written. */
async function writeAll(
  session: Session,
  folder: vscode.WorkspaceFolder,
  files: readonly NewTextFile[],
): Promise<void> {
  for (const { path, text } of files)
    await previewAndWrite(session, folder, path, text, `${path}. Write it?`);
}
