import type { Connection } from 'vscode-languageserver';
import { describeRule } from '../src/rules/describe.ts';
import { rules } from '../src/rules/index.ts';
import { type BenchmarkServices, runBenchmark } from './benchmark.ts';
import { workspaceFacts } from './facts.ts';
import { fileStatus } from './file-status.ts';
import { lintWorkspace } from './lint-workspace.ts';
import { litefsChoices, litefsConfig } from './litefs.ts';
import { litestreamChoices, litestreamProblem, litestreamTexts } from './litestream.ts';
import {
  type BenchmarkParams,
  benchmarkMethod,
  type D1SetUpParams,
  d1FilesMethod,
  type ExportRowsParams,
  exportRowsMethod,
  type FileStatusParams,
  factsMethod,
  fileStatusMethod,
  forgetQueryMethod,
  type LitefsConfigParams,
  type LitestreamParams,
  type LitestreamProblemParams,
  lintWorkspaceMethod,
  litefsChoicesMethod,
  litefsConfigMethod,
  litestreamChoicesMethod,
  litestreamFilesMethod,
  litestreamProblemMethod,
  planMethod,
  type QueryParams,
  type QueryRowsParams,
  type QueryStatementsParams,
  queryRowsMethod,
  queryStatementsMethod,
  queryTargetsMethod,
  type RulePageParams,
  rulePageMethod,
  runQueryMethod,
  setUpChoicesMethod,
  type TursoSetUpParams,
  tursoFilesMethod,
  type VerifyBackupParams,
  verifyBackupMethod,
} from './protocol.ts';
import { Queries, type QueryServices, queryStatements, queryTargets } from './queries.ts';
import { d1Files, setUpChoices, tursoFiles } from './set-up.ts';
import { type VerifyBackupServices, verifyBackup } from './verify-backup.ts';
import type { Folder } from './workspace.ts';

/** What requests run on, beyond linting. */
export type RequestServices = QueryServices & BenchmarkServices & VerifyBackupServices;

/** Where the documents of the workspace are. */
export interface Places {
  readonly folders: readonly Folder[];
  /** Takes the documents that lie in no folder. */
  readonly loose: Folder;
  /** The innermost folder of a document, and its path in there. */
  locate(uri: string): { readonly folder: Folder; readonly path: string };
}

/** Registers the requests that only our own client sends. */
export function registerRequests(
  connection: Connection,
  services: RequestServices,
  { folders, loose, locate }: Places,
): void {
  const queries = new Queries(services);

  function progressOf({ workDoneToken }: { workDoneToken?: string | number }) {
    return workDoneToken === undefined ? undefined : connection.window.attachWorkDoneProgress(workDoneToken);
  }

  connection.onRequest(lintWorkspaceMethod, (params: { workDoneToken?: string | number }, token) =>
    lintWorkspace(folders, token, progressOf(params)),
  );
  connection.onRequest(factsMethod, (params: { workDoneToken?: string | number }, token) =>
    workspaceFacts(folders, token, progressOf(params)),
  );
  connection.onRequest(benchmarkMethod, (params: BenchmarkParams, token) =>
    runBenchmark(params, services, token, progressOf(params)),
  );
  connection.onRequest(verifyBackupMethod, (params: VerifyBackupParams, token) =>
    verifyBackup(params, services, token, progressOf(params)),
  );

  connection.onRequest(fileStatusMethod, async ({ uri }: FileStatusParams) => {
    const { folder, path } = locate(uri);
    await folder.ready;
    return fileStatus(folder.linter, path);
  });

  connection.onRequest(rulePageMethod, ({ rule: id }: RulePageParams) => {
    const rule = rules.find((candidate) => candidate.id === id);
    return rule ? describeRule(rule) : null;
  });

  connection.onRequest(queryTargetsMethod, ({ uri }: FileStatusParams) => queryTargets(locate(uri).folder));
  connection.onRequest(queryStatementsMethod, ({ text }: QueryStatementsParams) => queryStatements(text));
  connection.onRequest(runQueryMethod, (params: QueryParams, token) =>
    queries.run(params, locate(params.uri).folder, token),
  );
  connection.onRequest(planMethod, (params: QueryParams, token) =>
    queries.plan(params, locate(params.uri).folder, token),
  );
  connection.onRequest(queryRowsMethod, (params: QueryRowsParams) => queries.rows(params));
  connection.onRequest(exportRowsMethod, (params: ExportRowsParams) => queries.export(params));
  connection.onNotification(forgetQueryMethod, ({ id }: { id: number }) => queries.forget(id));

  connection.onRequest(setUpChoicesMethod, () => setUpChoices());
  connection.onRequest(tursoFilesMethod, (params: TursoSetUpParams) => tursoFiles(params));
  connection.onRequest(d1FilesMethod, (params: D1SetUpParams) => d1Files(params));
  connection.onRequest(litefsChoicesMethod, () => litefsChoices());
  connection.onRequest(litefsConfigMethod, (params: LitefsConfigParams) => litefsConfig(params));
  connection.onRequest(litestreamChoicesMethod, ({ uri }: FileStatusParams) =>
    litestreamChoices(folders.find((folder) => folder.uri === uri.replace(/\/$/, '')) ?? loose),
  );
  connection.onRequest(litestreamFilesMethod, (params: LitestreamParams) => litestreamTexts(params));
  connection.onRequest(
    litestreamProblemMethod,
    (params: LitestreamProblemParams) => litestreamProblem(params) ?? null,
  );
}
