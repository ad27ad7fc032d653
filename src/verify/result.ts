/** `good`: it was restored and is as it should be. `unchecked`: nothing is known of it, for the reason that is given. */
export type BackupVerdict = 'good' | 'bad' | 'unchecked';

/** How much of a restored database SQLite checks: https://sqlite.org/pragma.html#pragma_integrity_check. */
export type IntegrityCheck = 'quick' | 'full';

/** The rows of one table; null for what could not be compared. */
export interface TableRows {
  readonly name: string;
  readonly backupRows: number | null;
  readonly liveRows: number | null;
  /** Rows that the live database has and the backup has not. */
  readonly missing: number | null;
  /** Rows that both have, with other values. */
  readonly changed: number | null;
  /** Rows that only the backup has. */
  readonly extra: number | null;
}

/** What was found of one replica of one database, or of a folder of databases. */
export interface BackupResult {
  /** As Litestream names it; a folder of databases as the configuration does. */
  readonly database: string;
  readonly replica: string | null;
  readonly verdict: BackupVerdict;
  /** Why, and what else is worth knowing: whole sentences. */
  readonly notes: readonly string[];
  readonly restored: { readonly sizeBytes: number; readonly tookMs: number } | null;
  readonly integrity: {
    readonly check: IntegrityCheck;
    /** What SQLite reported; empty for a sound database. */
    readonly problems: readonly string[];
  } | null;
  readonly tables: readonly TableRows[];
  /** In how many rows the backup differs from the live database; null where they could not be compared. */
  readonly differingRows: number | null;
  /** When the newest transaction of the replica was copied, as ISO 8601; null where Litestream does not tell. */
  readonly replicatedAt: string | null;
  /** When the live database was last written, as ISO 8601; null where it is not on this machine. */
  readonly writtenAt: string | null;
  /** Whether new transactions arrived while it was watched; null where there was nothing to wait for. */
  readonly isMoving: boolean | null;
}

/** The parts of a result that nothing is known of before a restore. */
export const nothingKnown = {
  restored: null,
  integrity: null,
  tables: [],
  differingRows: null,
  replicatedAt: null,
  writtenAt: null,
  isMoving: null,
} as const satisfies Partial<BackupResult>;

/** What *Verify Backup* found. */
export interface VerifyResult {
  readonly version: 1;
  readonly verdict: BackupVerdict;
  readonly litestream: { readonly path: string; readonly version: string; readonly foundBy: string };
  readonly config: string;
  readonly backups: readonly BackupResult[];
}

/** A verification that could not begin; the message says why and what to do. */
export class VerifyRefused extends Error {
  override readonly name = 'VerifyRefused';
}

/** The verdict of several: a bad one counts most, and what is unknown is never good. */
export function worst(verdicts: readonly BackupVerdict[]): BackupVerdict {
  if (verdicts.includes('bad')) return 'bad';
  return verdicts.includes('unchecked') || verdicts.length === 0 ? 'unchecked' : 'good';
}
