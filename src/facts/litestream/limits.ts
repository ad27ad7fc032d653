/** What a duration of a litestream.yml must not be, and what comes of it there. */
export interface DurationLimit {
  /** The shortest in milliseconds; undefined for one that only has to be longer than nothing. */
  readonly leastMs?: number;
  readonly consequence: string;
}

const refused: DurationLimit = { consequence: 'Litestream refuses to start' };
const replicaSync: DurationLimit = {
  consequence: 'Litestream refuses to start (0.5) or ends with a panic (0.3)',
};

/** By the path of the key, as the programs 0.3.13 and 0.5.17 show it (test/config/litestream-claims.test.ts). */
export const durationLimits: Readonly<Record<string, DurationLimit>> = {
  'heartbeat-interval': { ...refused, leastMs: 60_000 },
  'shutdown-sync-interval': refused,
  'sync-interval': refused,
  'levels[].interval': refused,
  'snapshot.interval': refused,
  'snapshot.retention': refused,
  'dbs[].monitor-interval': {
    consequence: 'Litestream never looks at the database then, and replicates nothing',
  },
  'dbs[].replica.sync-interval': refused,
  'dbs[].replicas[].sync-interval': replicaSync,
};
