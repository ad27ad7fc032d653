import * as vscode from 'vscode';
import { commands } from './commands.ts';
import { Session } from './session.ts';

/** Registers everything; the server starts with the first document that it could have something to say about. */
export function activate(context: vscode.ExtensionContext): void {
  const session = new Session(context);
  context.subscriptions.push(session);
  for (const [name, run] of Object.entries(commands)) {
    context.subscriptions.push(
      vscode.commands.registerCommand(`sqlite-preflight.${name}`, (...args: unknown[]) =>
        run(session, ...args),
      ),
    );
  }
  session.startWhenNeeded();
}
