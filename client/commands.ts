import { verifyBackupOf } from './backup.ts';
import { benchmarkDatabaseOf } from './benchmark.ts';
import { copyText } from './clipboard.ts';
import { showFactsOf } from './facts.ts';
import { lintWorkspaceOf } from './lint-workspace.ts';
import { createLitefsConfigOf } from './litefs.ts';
import { createLitestreamConfigOf } from './litestream.ts';
import { chooseQueryDatabaseOf, explainQueryPlanOf, runQueryOf } from './queries.ts';
import { openRule } from './rule-pages.ts';
import type { Session } from './session.ts';
import { setUpD1Of, setUpTursoOf } from './set-up.ts';

/** Every command of the extension, by its name behind `sqlite-preflight.`. All are registered whether or not the server runs. */
export const commands: Readonly<Record<string, (session: Session, ...args: unknown[]) => unknown>> = {
  restart: (session) => session.restart(),
  showOutput: (session) => session.output.show(),
  lintWorkspace: (session) => lintWorkspaceOf(session),
  showFacts: (session) => showFactsOf(session),
  runQuery: (session, uri, range) => runQueryOf(session, uri, range),
  explainQueryPlan: (session, uri, range) => explainQueryPlanOf(session, uri, range),
  chooseQueryDatabase: (session) => chooseQueryDatabaseOf(session),
  createLitefsConfig: (session) => createLitefsConfigOf(session),
  createLitestreamConfig: (session) => createLitestreamConfigOf(session),
  setUpTurso: (session) => setUpTursoOf(session),
  setUpD1: (session) => setUpD1Of(session),
  benchmarkDatabase: (session) => benchmarkDatabaseOf(session),
  verifyBackup: (session) => verifyBackupOf(session),
  // Carried by quick fixes.
  copyText: (_session, text) => (typeof text === 'string' ? copyText(text) : undefined),
  openRule: (_session, rule) => (typeof rule === 'string' ? openRule(rule) : undefined),
};
