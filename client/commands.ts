import { lintWorkspaceOf } from './lint-workspace.ts';
import { openRule } from './rule-pages.ts';
import type { Session } from './session.ts';

/** Every command of the extension, by its name behind `sqlite-preflight.`. All are registered whether or not the server runs. */
export const commands: Readonly<Record<string, (session: Session, ...args: unknown[]) => unknown>> = {
  restart: (session) => session.restart(),
  showOutput: (session) => session.output.show(),
  lintWorkspace: (session) => lintWorkspaceOf(session),
  // Carried by quick fixes.
  openRule: (_session, rule) => (typeof rule === 'string' ? openRule(rule) : undefined),
};
