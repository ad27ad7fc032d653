import type { Statement } from './statement.ts';

/** Follows whether a script has a transaction open, statement by statement. */
export class TransactionState {
  #open = false;
  #savepoints: string[] = [];
  #direction: string | undefined;

  /** True when BEGIN or SAVEPOINT has opened a transaction that nothing has ended yet. */
  get isOpen(): boolean {
    return this.#open || this.#savepoints.length > 0;
  }

  /** Comes to a statement, before it runs. Each section of a migration file is a run of its own. */
  enter({ section }: Statement): void {
    if (section?.direction === this.#direction) return;
    this.#direction = section?.direction;
    this.#open = false;
    this.#savepoints = [];
  }

  /** Takes note of what a statement did. */
  follow({ tree }: Statement): void {
    switch (tree?.type) {
      case 'BeginStmt':
        this.#open = true;
        break;
      case 'CommitStmt':
        this.#open = false;
        this.#savepoints = [];
        break;
      case 'RollbackStmt':
        // ROLLBACK TO undoes what the savepoint saw, and keeps it.
        if (tree.savepointName) break;
        this.#open = false;
        this.#savepoints = [];
        break;
      case 'SavepointStmt':
        this.#savepoints.push(tree.savepointName.text.toLowerCase());
        break;
      case 'ReleaseStmt': {
        const at = this.#savepoints.lastIndexOf(tree.savepointName.text.toLowerCase());
        if (at >= 0) this.#savepoints.length = at;
        break;
      }
    }
  }
}
