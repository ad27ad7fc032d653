/**
 * Reads a write-ahead log and puts its committed pages into the database that it belongs to: what a reader of SQLite
 * sees, without SQLite having opened the file (https://sqlite.org/fileformat2.html#the_write_ahead_log).
 */

const walHeaderBytes = 32;
const frameHeaderBytes = 24;

/** What a log's header says; undefined where there is no valid one, and SQLite ignores the whole log. */
export interface WalHeader {
  readonly pageSizeBytes: number;
  /** The checksums read words in this order; the last bit of the magic number says which. */
  readonly bigEndian: boolean;
  readonly salt1: number;
  readonly salt2: number;
  readonly checksum: Checksum;
}

type Checksum = readonly [number, number];

/** Reads and verifies the first 32 bytes of a log. */
export function readWalHeader(wal: Uint8Array): WalHeader | undefined {
  if (wal.length < walHeaderBytes) return undefined;
  const view = viewOf(wal);
  const magic = view.getUint32(0);
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return undefined;
  if (view.getUint32(4) !== 3_007_000) return undefined;
  const bigEndian = magic === 0x377f0683;
  const checksum = extend([0, 0], view, 0, 24, bigEndian);
  if (checksum[0] !== view.getUint32(24) || checksum[1] !== view.getUint32(28)) return undefined;
  const pageSizeBytes = view.getUint32(8);
  if (pageSizeBytes < 512 || pageSizeBytes > 65_536 || (pageSizeBytes & (pageSizeBytes - 1)) !== 0)
    return undefined;
  return { pageSizeBytes, bigEndian, salt1: view.getUint32(16), salt2: view.getUint32(20), checksum };
}

/** The committed content of a log. */
export interface CommittedPages {
  /** The offset in the log of each page's newest committed content, by page number from 1. */
  readonly offsets: ReadonlyMap<number, number>;
  /** The database's size in pages after the last commit. */
  readonly databasePages: number;
}

/**
 * Walks the frames up to the last commit. It ends, as SQLite does, at the first frame whose salts or checksum do not
 * belong: what follows is left over from earlier, or being written. Undefined when nothing is committed.
 */
export function readCommittedPages(wal: Uint8Array): CommittedPages | undefined {
  const header = readWalHeader(wal);
  if (!header) return undefined;
  const view = viewOf(wal);
  const { pageSizeBytes, bigEndian } = header;
  const committed = new Map<number, number>();
  let open = new Map<number, number>();
  let databasePages = 0;
  let { checksum } = header;
  for (
    let at = walHeaderBytes;
    at + frameHeaderBytes + pageSizeBytes <= wal.length;
    at += frameHeaderBytes + pageSizeBytes
  ) {
    const page = view.getUint32(at);
    if (page === 0 || view.getUint32(at + 8) !== header.salt1 || view.getUint32(at + 12) !== header.salt2)
      break;
    checksum = extend(checksum, view, at, 8, bigEndian);
    checksum = extend(checksum, view, at + frameHeaderBytes, pageSizeBytes, bigEndian);
    if (checksum[0] !== view.getUint32(at + 16) || checksum[1] !== view.getUint32(at + 20)) break;
    open.set(page, at + frameHeaderBytes);
    const sizeAfterCommit = view.getUint32(at + 4);
    if (sizeAfterCommit === 0) continue;
    databasePages = sizeAfterCommit;
    for (const [number, offset] of open) committed.set(number, offset);
    open = new Map();
  }
  return databasePages === 0 ? undefined : { offsets: committed, databasePages };
}

/**
 * The database with the log's committed pages in it, as a file in a rollback mode, so that an engine without shared
 * memory opens it. Neither argument is changed.
 * @throws RangeError when the log's pages have another size than the database's: they do not belong together
 */
export function applyWal(database: Uint8Array, wal: Uint8Array): Uint8Array {
  const pages = readCommittedPages(wal);
  const header = readWalHeader(wal);
  if (!pages || !header) return withRollbackMode(database.slice());
  const { pageSizeBytes } = header;
  if (database.length >= 100) {
    const stored = viewOf(database).getUint16(16);
    if ((stored === 1 ? 65_536 : stored) !== pageSizeBytes)
      throw new RangeError('the log and the database have pages of different sizes');
  }
  const result = new Uint8Array(pages.databasePages * pageSizeBytes);
  result.set(database.subarray(0, result.length));
  for (const [page, offset] of pages.offsets) {
    // Pages beyond the last commit's size were cut off by it.
    if (page > pages.databasePages) continue;
    result.set(wal.subarray(offset, offset + pageSizeBytes), (page - 1) * pageSizeBytes);
  }
  return withRollbackMode(result);
}

function withRollbackMode(database: Uint8Array): Uint8Array {
  if (database.length >= 100 && database[18] === 2) {
    database[18] = 1;
    database[19] = 1;
  }
  return database;
}

/** The checksum of https://sqlite.org/fileformat2.html#checksum_algorithm over `length` bytes, a multiple of 8. */
function extend(
  [first, second]: Checksum,
  view: DataView,
  start: number,
  length: number,
  bigEndian: boolean,
): Checksum {
  let s0 = first;
  let s1 = second;
  for (let at = start; at < start + length; at += 8) {
    s0 = (s0 + view.getUint32(at, !bigEndian) + s1) >>> 0;
    s1 = (s1 + view.getUint32(at + 4, !bigEndian) + s0) >>> 0;
  }
  return [s0, s1];
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
