import type { LitestreamLine } from './key.ts';

/** The words for kinds of replicas, as `type` and as schemes of `url`, in the newest release of each line. */
export const replicaTypes: Readonly<Record<LitestreamLine, readonly string[]>> = {
  '0.3': ['file', 's3', 'gcs', 'abs', 'sftp'],
  '0.5': ['file', 's3', 'gs', 'abs', 'sftp', 'webdav', 'webdavs', 'nats', 'oss'],
};
