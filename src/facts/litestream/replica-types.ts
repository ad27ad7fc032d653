import type { LitestreamLine } from './key.ts';

/** The words for kinds of replicas, as `type` and as schemes of `url`, in the newest release of each line. */
export const replicaTypes: Readonly<Record<LitestreamLine, readonly string[]>> = {
  '0.3': ['file', 's3', 'gcs', 'abs', 'sftp'],
  '0.5': ['file', 's3', 'gs', 'abs', 'sftp', 'webdav', 'webdavs', 'nats', 'oss'],
};

/** Words for services that speak S3, which people take for kinds of replicas: they are `s3` with an `endpoint`. */
export const s3ServiceWords =
  /^(?:minio|r2|b2|tigris|spaces|wasabi|backblaze|aws|digitalocean|linode|hetzner|scaleway)$/i;
