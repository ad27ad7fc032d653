import * as vscode from 'vscode';
import {
  type LitestreamChoices,
  type LitestreamConfigParams,
  litestreamChoicesMethod,
  litestreamConfigMethod,
} from '../server/protocol.ts';
import { makeFiles, previewAndWrite } from './generated-file.ts';
import type { Session } from './session.ts';
import { Steps } from './steps.ts';

/** Asks what a litestream.yml needs to know, shows it beside what is there, and writes it when the user says so. */
export function createLitestreamConfigOf(session: Session): Promise<void> {
  return makeFiles('litestream.yml', async (folder) => {
    const client = await session.client();
    const choices = await client.sendRequest<LitestreamChoices>(litestreamChoicesMethod, {
      uri: folder.uri.toString(),
    });
    const params = await ask(choices, folder);
    const text = await client.sendRequest<string>(litestreamConfigMethod, params);
    await previewAndWrite(
      session,
      folder,
      'litestream.yml',
      text,
      `litestream.yml for Litestream ${params.line} (${choices.reason}). Write it?`,
    );
  });
}

const steps = new Steps('SQLite Preflight: litestream.yml');

async function ask(
  choices: LitestreamChoices,
  folder: vscode.WorkspaceFolder,
): Promise<LitestreamConfigParams> {
  const databases = await askDatabases(choices.databases, folder);
  const destination = await askDestination(choices.providers);
  const hint = { hint: 'a duration like 72h, 30m or 1s (hours are the largest unit)' };
  return {
    databases,
    destination,
    retention: await steps.text('How far back a restore can go', '72h', hint),
    snapshotInterval: await steps.text('How often a full copy is made', '24h', hint),
    syncInterval: await steps.text('How often changes are copied: what may be lost', '1s', hint),
    line: choices.line ?? (await askLine(choices.reason)),
  };
}

async function askDatabases(found: readonly string[], folder: vscode.WorkspaceFolder): Promise<string[]> {
  const other = { label: '$(edit) Another path…', description: 'as the server has it', path: undefined };
  const picked = await steps.choices<vscode.QuickPickItem & { path: string | undefined }>(
    'Which databases are to be replicated?',
    [
      ...found.map((path) => ({
        label: vscode.workspace.asRelativePath(path),
        description: path,
        path,
        picked: found.length === 1,
      })),
      other,
    ],
  );
  const paths: string[] = [];
  for (const { path } of picked)
    paths.push(
      path ??
        (await steps.text('The absolute path of the database on the server', `${folder.uri.path}/app.db`)),
    );
  return paths;
}

async function askDestination(
  providers: LitestreamChoices['providers'],
): Promise<LitestreamConfigParams['destination']> {
  const { provider } = await steps.choice<
    vscode.QuickPickItem & { provider: LitestreamChoices['providers'][number] | undefined }
  >('Where do the copies go?', [
    ...providers.map((provider) => ({ label: provider.name, description: 'a bucket', provider })),
    {
      label: 'A folder',
      description: 'on another disk, or it is lost with the database',
      provider: undefined,
    },
  ]);
  if (!provider)
    return { kind: 'file', path: await steps.text('The folder for the copies', '/var/backups/litestream') };
  const bucket = await steps.text(`The bucket at ${provider.name}`, '');
  const prefix = await steps.text('The path in the bucket', 'sqlite', {
    hint: 'may be empty',
    mayBeEmpty: true,
  });
  const asked: { region?: string; account?: string; endpoint?: string } = {};
  const questions = {
    region: "The bucket's region",
    account: 'The account id, which the endpoint starts with',
    endpoint: 'The endpoint, as in https://minio.example.org:9000',
  };
  for (const what of provider.asks) asked[what] = await steps.text(questions[what], '');
  return { kind: 's3', provider: provider.id, bucket, prefix, ...asked };
}

async function askLine(reason: string): Promise<'0.3' | '0.5'> {
  const picked = await steps.choice(`Which Litestream runs it? (${reason})`, [
    { label: '0.5', description: 'the current line' },
    { label: '0.3', description: 'its keys are other ones; 0.5 ignores them without a word' },
  ]);
  return picked.label === '0.3' ? '0.3' : '0.5';
}
