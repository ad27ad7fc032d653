import type { QueryCell, RunQueryResult } from '../server/protocol.ts';

/** What the extension says to the panel of results. */
export type ToPanel =
  | { readonly type: 'show'; readonly run: RunQueryResult; readonly database: string }
  | {
      readonly type: 'rows';
      readonly id: number;
      readonly result: number;
      readonly start: number;
      readonly rows: readonly (readonly QueryCell[])[];
    };

/** What the panel of results says to the extension. */
export type FromPanel =
  | { readonly type: 'ready' }
  | {
      readonly type: 'rows';
      readonly id: number;
      readonly result: number;
      readonly start: number;
      readonly count: number;
    }
  | { readonly type: 'export'; readonly result: number; readonly format: 'csv' | 'json' }
  | { readonly type: 'copy'; readonly text: string }
  | { readonly type: 'copyAll'; readonly result: number };
