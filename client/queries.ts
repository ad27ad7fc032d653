import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type PlanResult,
  planMethod,
  type QueryParams,
  type QueryStatementsResult,
  type QueryTarget,
  queryStatementsMethod,
  queryTargetsMethod,
  type RunQueryResult,
  runQueryMethod,
} from '../server/protocol.ts';
import { browseDatabase } from './databases.ts';
import { requestWithProgress } from './progress.ts';
import type { Session } from './session.ts';
import { isTrusted } from './trust.ts';

/** Where the choices of the user are kept, in the workspace's storage. */
const targetKey = 'query.target';
const valuesKey = 'query.values';

interface ProtocolRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/**
 * Runs the selected statements, those of a code lens, or the one at the cursor, and shows their rows.
 * @param uri with `range`: what a code lens stands for
 */
export async function runQueryOf(session: Session, uri?: unknown, range?: unknown): Promise<void> {
  if (!(await isTrusted('runs no query'))) return;
  const client = await session.client();
  const query = await readQuery(client, uri, range);
  if (!query) return;
  const target = await chooseTarget(session, client, query.uri);
  if (!target) return;
  const statements: { sql: string; values: string[] }[] = [];
  for (const { sql, parameters } of query.statements) {
    const values = await askValues(session, parameters);
    if (!values) return;
    statements.push({ sql, values });
  }
  const run = await send<RunQueryResult>(client, runQueryMethod, 'running the query', {
    uri: query.uri,
    target: target.target,
    statements,
    timeoutMs: timeoutMs(),
  });
  if (run) session.results.show(run, target.label);
}

/** Shows how SQLite would run a statement. */
export async function explainQueryPlanOf(session: Session, uri?: unknown, range?: unknown): Promise<void> {
  const client = await session.client();
  const query = await readQuery(client, uri, range);
  if (!query) return;
  const target = await chooseTarget(session, client, query.uri);
  if (!target) return;
  const result = await send<PlanResult>(client, planMethod, 'asking for the plan', {
    uri: query.uri,
    target: target.target,
    statements: query.statements.map(({ sql }) => ({ sql })),
    timeoutMs: timeoutMs(),
  });
  if (!result) return;
  await session.plans.show(result);
  if (result.error !== undefined) void vscode.window.showErrorMessage(`SQLite: ${result.error}`);
}

/** Has the user choose again what queries run on. */
export async function chooseQueryDatabaseOf(session: Session): Promise<void> {
  const client = await session.client();
  const uri = vscode.window.activeTextEditor?.document.uri.toString() ?? '';
  await session.state.update(targetKey, undefined);
  await chooseTarget(session, client, uri, true);
}

/** The statements that are meant; a message when there are none. */
async function readQuery(
  client: LanguageClient,
  uri: unknown,
  range: unknown,
): Promise<{ uri: string; statements: QueryStatementsResult['statements'] } | undefined> {
  // With the panel of results in front, the query beside it is meant.
  const editor =
    vscode.window.activeTextEditor ??
    vscode.window.visibleTextEditors.find(({ document }) => /^sql(?:ite)?$/.test(document.languageId));
  const document =
    typeof uri === 'string'
      ? await vscode.workspace.openTextDocument(vscode.Uri.parse(uri))
      : editor?.document;
  if (!document) {
    void vscode.window.showInformationMessage(
      'SQLite Preflight: open a file with SQL, and place the cursor in a statement.',
    );
    return undefined;
  }
  const lens = range as ProtocolRange | undefined;
  const selection =
    typeof uri === 'string' && lens
      ? new vscode.Range(lens.start.line, lens.start.character, lens.end.line, lens.end.character)
      : (editor?.selection ?? new vscode.Range(0, 0, 0, 0));
  const chosen = !selection.isEmpty;
  const text = chosen ? document.getText(selection) : document.getText();
  const { statements } = await client.sendRequest<QueryStatementsResult>(queryStatementsMethod, { text });
  const cursor = document.offsetAt(selection.start);
  const meant = chosen
    ? statements
    : [statements.find(({ end }) => cursor <= end) ?? statements.at(-1)].filter(
        (found) => found !== undefined,
      );
  if (meant.length === 0) {
    void vscode.window.showInformationMessage('SQLite Preflight: there is no statement here.');
    return undefined;
  }
  return { uri: document.uri.toString(), statements: meant };
}

/** What the query runs on: as chosen before, the only one there is, or as the user says now. */
async function chooseTarget(
  session: Session,
  client: LanguageClient,
  uri: string,
  always = false,
): Promise<QueryTarget | undefined> {
  const targets = await client.sendRequest<QueryTarget[]>(queryTargetsMethod, { uri });
  const remembered = session.state.get<QueryTarget>(targetKey);
  if (remembered && !always) {
    const known = targets.some(({ target }) => target === remembered.target);
    if (known || !remembered.target.startsWith('schema:')) return remembered;
  }
  if (targets.length === 1 && !always) return targets[0];
  const browse = {
    label: '$(folder-opened) Browse…',
    description: 'another database file',
    target: undefined,
  };
  const picked = await vscode.window.showQuickPick<
    vscode.QuickPickItem & { target: QueryTarget | undefined }
  >(
    [
      ...targets.map((target) => ({
        label: target.label,
        description: target.description,
        target,
      })),
      browse,
    ],
    { title: 'SQLite Preflight: run on', placeHolder: 'Nothing is written: queries run on a copy in memory' },
  );
  if (!picked) return undefined;
  const target = picked.target ?? (await browseDatabase());
  if (target) await session.state.update(targetKey, target);
  return target;
}

/** What each parameter is; undefined when the user gave up. */
async function askValues(session: Session, parameters: readonly string[]): Promise<string[] | undefined> {
  const known = { ...session.state.get<Record<string, string>>(valuesKey) };
  const values: string[] = [];
  for (const [position, name] of parameters.entries()) {
    const shown = name === '?' ? `parameter ${position + 1}` : name;
    const value = await vscode.window.showInputBox({
      title: `SQLite Preflight: value of ${shown} (${position + 1} of ${parameters.length})`,
      prompt: "NULL, 42, 1.5, x'00ff' or 'text'; anything else is text as it stands",
      value: known[shown] ?? '',
      ignoreFocusOut: true,
    });
    if (value === undefined) return undefined;
    known[shown] = value;
    values.push(value);
  }
  if (parameters.length > 0) await session.state.update(valuesKey, known);
  return values;
}

/** Sends a run; undefined when it was cancelled, or when it failed and that was said. */
async function send<T>(
  client: LanguageClient,
  method: string,
  title: string,
  params: QueryParams,
): Promise<T | undefined> {
  try {
    return await requestWithProgress<T>(client, title, method, params);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`SQLite Preflight: ${message}`);
    return undefined;
  }
}

function timeoutMs(): number {
  return 1000 * vscode.workspace.getConfiguration('sqlite-preflight').get('queryTimeout', 30);
}
