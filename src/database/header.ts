/** What the first 100 bytes of a database file tell (https://sqlite.org/fileformat2.html#the_database_header). */
export interface DatabaseHeader {
  readonly pageSizeBytes: number;
  /** From the file format versions: 2 means that the database is in WAL mode, 1 one of the rollback modes. */
  readonly journalMode: 'wal' | 'rollback';
}

const magic = 'SQLite format 3\0';

/** Reads a header; undefined for bytes that are not one. An empty file is a database without a header. */
export function readHeader(bytes: Uint8Array): DatabaseHeader | undefined {
  if (bytes.length < 100) return undefined;
  for (let i = 0; i < magic.length; i++) if (bytes[i] !== magic.charCodeAt(i)) return undefined;
  const stored = ((bytes[16] as number) << 8) | (bytes[17] as number);
  return {
    pageSizeBytes: stored === 1 ? 65_536 : stored,
    journalMode: bytes[18] === 2 && bytes[19] === 2 ? 'wal' : 'rollback',
  };
}
