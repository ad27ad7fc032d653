import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type LitestreamChoices,
  type LitestreamDestinationChoice,
  type LitestreamFiles,
  type LitestreamParams,
  type LitestreamProblemParams,
  litestreamChoicesMethod,
  litestreamFilesMethod,
  litestreamProblemMethod,
} from '../server/protocol.ts';
import { makeFiles, previewAndWrite } from './generated-file.ts';
import type { Session } from './session.ts';
import { askInSteps, type Steps } from './steps.ts';

type Line = LitestreamParams['line'];
type Check = (answers: LitestreamProblemParams) => Promise<string | undefined>;

/** Asks what a litestream.yml needs to know, shows each file beside what is there, and writes it when the user says so. */
export function createLitestreamConfigOf(session: Session): Promise<void> {
  return makeFiles('litestream.yml', async (folder) => {
    const client = await session.client();
    const choices = await client.sendRequest<LitestreamChoices>(litestreamChoicesMethod, {
      uri: folder.uri.toString(),
    });
    const params = await askInSteps('SQLite Preflight: litestream.yml', (steps) =>
      ask(steps, choices, folder, checkOf(client)),
    );
    const { files, variables } = await client.sendRequest<LitestreamFiles>(litestreamFilesMethod, params);
    for (const { path, text } of files) {
      const secrets = variables.length === 0 ? '' : ` Its secrets come from ${variables.join(', ')}.`;
      const question =
        path === 'litestream.yml'
          ? `${path} for Litestream ${params.line} (${choices.reason}).${secrets} Write it?`
          : `${path} for Litestream ${params.line}. Write it?`;
      await previewAndWrite(session, folder, path, text, question);
    }
  });
}

function checkOf(client: LanguageClient): Check {
  return async (answers) =>
    (await client.sendRequest<string | null>(litestreamProblemMethod, answers)) ?? undefined;
}

/** Those steps that are always there: databases, version, destination, three durations, metrics, extras. */
const fixedSteps = 8;

async function ask(
  steps: Steps,
  choices: LitestreamChoices,
  folder: vscode.WorkspaceFolder,
  check: Check,
): Promise<LitestreamParams> {
  const databases = await askDatabases(steps, choices, folder, check);
  const line = await askLine(steps, choices);
  const { defaults } = choices;
  const { id, answers } = await askDestination(steps, line, choices.destinations[line], check);
  const hint = 'a duration like 72h, 30m or 1s (hours are the largest unit)';
  const retention = await steps.text('How far back a restore can go', defaults.retention, {
    hint,
    validate: (text) => check({ line, retention: text }),
  });
  const snapshotInterval = await steps.text('How often a full copy is made', defaults.snapshotInterval, {
    hint,
    validate: (text) => check({ line, retention, snapshotInterval: text }),
  });
  const syncInterval = await steps.text(
    'How often changes are copied: what may be lost',
    defaults.syncInterval,
    {
      hint,
      validate: (text) => check({ line, syncInterval: text }),
    },
  );
  const metrics = await steps.text('Where metrics for Prometheus are served', defaults.metrics, {
    hint: 'a host and a port; empty for none',
    mayBeEmpty: true,
    validate: (text) => check({ line, metrics: text }),
  });
  const extras = await askExtras(steps, choices.extras);
  return {
    line,
    release: line === choices.line ? choices.release : undefined,
    databases,
    destination: { id, answers },
    retention,
    snapshotInterval,
    syncInterval,
    metrics,
    command: extras.includes('start-script')
      ? await steps.text('The command that starts your application', '', {
          hint: 'Litestream starts it without a shell',
          placeholder: 'node server.js',
          validate: (text) => check({ line, command: text }),
        })
      : '',
    extras,
  };
}

async function askDatabases(
  steps: Steps,
  { databases }: LitestreamChoices,
  folder: vscode.WorkspaceFolder,
  check: Check,
): Promise<string[]> {
  steps.total = fixedSteps;
  const other = { label: '$(edit) Another path…', description: 'as the server has it', path: undefined };
  const onServer = databases.filter(({ isOnServer }) => isOnServer);
  const picked = await steps.choices<vscode.QuickPickItem & { path: string | undefined }>(
    'Which databases are to be replicated? Paths are those of the server.',
    [
      ...databases.map(({ path, why, isOnServer }) => ({
        label: isOnServer ? path : vscode.workspace.asRelativePath(path),
        description: isOnServer ? why : path,
        path,
        picked: isOnServer || (onServer.length === 0 && databases.length === 1),
      })),
      other,
    ],
  );
  const paths: string[] = [];
  for (const { path } of picked) {
    if (path === undefined) steps.total = fixedSteps + 1;
    paths.push(
      path ??
        (await steps.text('The absolute path of the database on the server', `${folder.uri.path}/app.db`, {
          validate: (text) => check({ line: '0.5', databases: [text] }),
        })),
    );
  }
  return paths;
}

async function askLine(steps: Steps, { line, reason }: LitestreamChoices): Promise<Line> {
  const picked = await steps.choice(`Which Litestream runs it? (${reason})`, [
    { label: '0.5', description: 'the current line', picked: line !== '0.3' },
    {
      label: '0.3',
      description: 'its keys are other ones; 0.5 ignores them without a word',
      picked: line === '0.3',
    },
  ]);
  return picked.label === '0.3' ? '0.3' : '0.5';
}

async function askDestination(
  steps: Steps,
  line: Line,
  destinations: readonly LitestreamDestinationChoice[],
  check: Check,
): Promise<LitestreamParams['destination']> {
  const { destination } = await steps.choice(
    'Where do the copies go?',
    destinations.map((one) => ({ label: one.name, description: one.description, destination: one })),
  );
  const { id, asks } = destination;
  steps.total = (steps.total ?? fixedSteps) + asks.length;
  const answers: Record<string, string> = {};
  for (const [at, { key, prompt, value = '', placeholder, mayBeEmpty }] of asks.entries()) {
    const isLast = at === asks.length - 1;
    answers[key] = await steps.text(prompt, value, {
      ...(placeholder !== undefined && { placeholder }),
      ...(mayBeEmpty && { hint: 'may be empty', mayBeEmpty }),
      // What belongs together can be judged when all of it is there.
      ...(isLast && {
        validate: (text) => check({ line, destination: { id, answers: { ...answers, [key]: text } } }),
      }),
    });
  }
  return { id, answers };
}

async function askExtras(steps: Steps, extras: LitestreamChoices['extras']): Promise<string[]> {
  const picked = await steps.choices(
    'What goes with it? None is fine.',
    extras.map(({ id, file, what }) => ({ label: file, description: what, id })),
    { mayBeEmpty: true },
  );
  const ids = picked.map(({ id }) => id);
  const all = ids.includes('dockerfile') && !ids.includes('start-script') ? ['start-script', ...ids] : ids;
  if (all.includes('start-script')) steps.total = (steps.total ?? 0) + 1;
  return all;
}
