import * as vscode from 'vscode';
import type { PlanResult, PlanStep } from '../server/protocol.ts';

/** One entry of the tree: a statement, or a step of its plan. */
type Entry =
  | { readonly kind: 'statement'; readonly sql: string; readonly steps: readonly PlanStep[] }
  | { readonly kind: 'step'; readonly step: PlanStep };

/** The view of query plans beside the Problems: it appears with the first plan. */
export class PlanView implements vscode.TreeDataProvider<Entry>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #view: vscode.TreeView<Entry>;
  #roots: Entry[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor() {
    this.#view = vscode.window.createTreeView('sqlite-preflight.plan', { treeDataProvider: this });
  }

  /** Shows plans in place of the earlier ones. */
  async show({ plans }: PlanResult): Promise<void> {
    this.#roots = plans.map(({ sql, steps }) => ({ kind: 'statement', sql, steps }));
    const costly = plans.reduce((sum, { steps }) => sum + countWarnings(steps), 0);
    const isEmpty = plans.length > 0 && plans.every(({ steps }) => steps.length === 0);
    this.#view.message = isEmpty ? 'SQLite has no plan for this statement.' : '';
    this.#view.badge = costly > 0 ? { value: costly, tooltip: `${costly} steps that cost` } : undefined;
    await vscode.commands.executeCommand('setContext', 'sqlite-preflight.hasPlan', true);
    this.#changed.fire(undefined);
    await vscode.commands.executeCommand('sqlite-preflight.plan.focus');
  }

  getTreeItem(entry: Entry): vscode.TreeItem {
    if (entry.kind === 'statement') {
      const item = new vscode.TreeItem(
        entry.sql.replace(/\s+/g, ' '),
        vscode.TreeItemCollapsibleState.Expanded,
      );
      item.iconPath = new vscode.ThemeIcon('database');
      item.tooltip = new vscode.MarkdownString().appendCodeblock(entry.sql, 'sql');
      return item;
    }
    const { detail, warning, children } = entry.step;
    const item = new vscode.TreeItem(
      detail,
      children.length > 0 ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.None,
    );
    item.iconPath =
      warning === undefined
        ? new vscode.ThemeIcon('circle-small')
        : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    if (warning !== undefined) {
      item.description = warning;
      item.tooltip = `${detail}: ${warning}`;
      item.accessibilityInformation = { label: `${detail}. Warning: ${warning}` };
    }
    return item;
  }

  getChildren(entry?: Entry): Entry[] {
    if (!entry) return this.#roots;
    const steps = entry.kind === 'statement' ? entry.steps : entry.step.children;
    return steps.map((step) => ({ kind: 'step', step }));
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }
}

function countWarnings(steps: readonly PlanStep[]): number {
  return steps.reduce(
    (sum, { warning, children }) => sum + (warning === undefined ? 0 : 1) + countWarnings(children),
    0,
  );
}
