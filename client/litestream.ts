import * as vscode from 'vscode';
import {
  type LitestreamChoices,
  type LitestreamConfigParams,
  litestreamChoicesMethod,
  litestreamConfigMethod,
} from '../server/protocol.ts';
import type { Session } from './session.ts';

const title = 'SQLite Preflight: litestream.yml';

/** The steps end early when the user gives up one of them. */
class GivenUp extends Error {}

/** Asks what a litestream.yml needs to know, shows it beside what is there, and writes it when the user says so. */
export async function createLitestreamConfigOf(session: Session): Promise<void> {
  const folder = await chooseFolder();
  if (!folder) return;
  const client = await session.client();
  const choices = await client.sendRequest<LitestreamChoices>(litestreamChoicesMethod, {
    uri: folder.uri.toString(),
  });
  try {
    const params = await ask(choices, folder);
    const text = await client.sendRequest<string>(litestreamConfigMethod, params);
    await preview(
      session,
      vscode.Uri.joinPath(folder.uri, 'litestream.yml'),
      text,
      params.line,
      choices.reason,
    );
  } catch (error) {
    if (error instanceof GivenUp) return;
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`SQLite Preflight: ${reason}`);
  }
}

async function chooseFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  if (folders.length === 0)
    void vscode.window.showInformationMessage('SQLite Preflight: open a folder to put litestream.yml in.');
  return folders[0];
}

async function ask(
  choices: LitestreamChoices,
  folder: vscode.WorkspaceFolder,
): Promise<LitestreamConfigParams> {
  const databases = await askDatabases(choices.databases, folder);
  const destination = await askDestination(choices.providers);
  const hint = 'a duration like 72h, 30m or 1s (hours are the largest unit)';
  return {
    databases,
    destination,
    retention: await input('How far back a restore can go', '72h', hint),
    snapshotInterval: await input('How often a full copy is made', '24h', hint),
    syncInterval: await input('How often changes are copied: what may be lost', '1s', hint),
    line: choices.line ?? (await askLine(choices.reason)),
  };
}

async function askDatabases(found: readonly string[], folder: vscode.WorkspaceFolder): Promise<string[]> {
  const other = { label: '$(edit) Another path…', description: 'as the server has it', path: undefined };
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { path: string | undefined }>(
    [
      ...found.map((path) => ({
        label: vscode.workspace.asRelativePath(path),
        description: path,
        path,
        picked: found.length === 1,
      })),
      other,
    ],
    { title, placeHolder: 'Which databases are to be replicated?', canPickMany: true },
  );
  if (!picked || picked.length === 0) throw new GivenUp();
  const paths: string[] = [];
  for (const { path } of picked)
    paths.push(
      path ?? (await input('The absolute path of the database on the server', `${folder.uri.path}/app.db`)),
    );
  return paths;
}

async function askDestination(
  providers: LitestreamChoices['providers'],
): Promise<LitestreamConfigParams['destination']> {
  const picked = await vscode.window.showQuickPick<
    vscode.QuickPickItem & { provider: LitestreamChoices['providers'][number] | undefined }
  >(
    [
      ...providers.map((provider) => ({ label: provider.name, description: 'a bucket', provider })),
      {
        label: 'A folder',
        description: 'on another disk, or it is lost with the database',
        provider: undefined,
      },
    ],
    { title, placeHolder: 'Where do the copies go?' },
  );
  if (!picked) throw new GivenUp();
  const { provider } = picked;
  if (!provider)
    return { kind: 'file', path: await input('The folder for the copies', '/var/backups/litestream') };
  const bucket = await input(`The bucket at ${provider.name}`, '');
  const prefix = await input('The path in the bucket', 'sqlite', 'may be empty', true);
  const asked: { region?: string; account?: string; endpoint?: string } = {};
  const questions = {
    region: "The bucket's region",
    account: 'The account id, which the endpoint starts with',
    endpoint: 'The endpoint, as in https://minio.example.org:9000',
  };
  for (const what of provider.asks) asked[what] = await input(questions[what], '');
  return { kind: 's3', provider: provider.id, bucket, prefix, ...asked };
}

async function askLine(reason: string): Promise<'0.3' | '0.5'> {
  const picked = await vscode.window.showQuickPick(
    [
      { label: '0.5', description: 'the current line' },
      { label: '0.3', description: 'its keys are other ones; 0.5 ignores them without a word' },
    ],
    { title, placeHolder: `Which Litestream runs it? (${reason})` },
  );
  if (!picked) throw new GivenUp();
  return picked.label === '0.3' ? '0.3' : '0.5';
}

async function input(prompt: string, value: string, hint?: string, mayBeEmpty = false): Promise<string> {
  const answer = await vscode.window.showInputBox({
    title,
    prompt: hint === undefined ? prompt : `${prompt}: ${hint}`,
    value,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' && !mayBeEmpty ? 'This cannot be empty.' : undefined),
  });
  if (answer === undefined) throw new GivenUp();
  return answer.trim();
}

/** Shows the file beside what is there now; only then, and only when asked to, it is written. */
async function preview(
  session: Session,
  file: vscode.Uri,
  text: string,
  line: string,
  reason: string,
): Promise<void> {
  const before = await vscode.workspace.fs.readFile(file).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
  const left = session.previews.add('now/litestream.yml', before ?? '');
  const right = session.previews.add('new/litestream.yml', text);
  await vscode.commands.executeCommand(
    'vscode.diff',
    left,
    right,
    `litestream.yml ${before === undefined ? '(new)' : '(changed)'}`,
  );
  const write = before === undefined ? 'Write the File' : 'Write Over the File';
  const choice = await vscode.window.showInformationMessage(
    `litestream.yml for Litestream ${line} (${reason}). Write it?`,
    write,
    'Discard',
  );
  if (choice !== write) return;
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(file);
}
