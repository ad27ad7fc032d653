import type { TableState } from './timeline.ts';

/** True for a table of which all is known; false for views, virtual tables, and what a step that failed may have changed. */
export function isKnownTable<State extends Pick<TableState, 'table' | 'uncertain'>>(
  state: State | undefined,
): state is State {
  return state !== undefined && state.uncertain === undefined && state.table.kind === 'table';
}
