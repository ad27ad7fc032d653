/** A service that speaks S3, and what Litestream has to be told of it. */
export interface S3Provider {
  readonly name: string;
  /** The endpoint; `{region}` and `{account}` are filled in. Undefined for AWS itself. */
  readonly endpoint: string | undefined;
  /** The region where the user names none. */
  readonly region: string | undefined;
  /** What `{account}` is, for readers. */
  readonly account?: string;
  /** What to know beyond the keys. */
  readonly note: string | undefined;
}

/**
 * By the name that `--provider` takes. Endpoints and regions as Litestream's guides give them
 * (https://litestream.io/guides/) and its provider detection expects them.
 */
export const s3Providers = {
  aws: { name: 'Amazon S3', endpoint: undefined, region: undefined, note: undefined },
  r2: {
    name: 'Cloudflare R2',
    endpoint: 'https://{account}.r2.cloudflarestorage.com',
    region: 'auto',
    account: 'account id',
    note: 'Deletes may fail silently: add a lifecycle rule to the bucket.',
  },
  b2: {
    name: 'Backblaze B2',
    endpoint: 'https://s3.{region}.backblazeb2.com',
    region: undefined,
    note: undefined,
  },
  tigris: { name: 'Tigris', endpoint: 'https://fly.storage.tigris.dev', region: 'auto', note: undefined },
  spaces: {
    name: 'DigitalOcean Spaces',
    endpoint: 'https://{region}.digitaloceanspaces.com',
    region: undefined,
    note: undefined,
  },
  wasabi: {
    name: 'Wasabi',
    endpoint: 'https://s3.{region}.wasabisys.com',
    region: undefined,
    note: undefined,
  },
  hetzner: {
    name: 'Hetzner Object Storage',
    endpoint: 'https://{region}.your-objectstorage.com',
    region: undefined,
    note: undefined,
  },
  scaleway: {
    name: 'Scaleway Object Storage',
    endpoint: 'https://s3.{region}.scw.cloud',
    region: undefined,
    note: undefined,
  },
  supabase: {
    name: 'Supabase Storage',
    endpoint: 'https://{account}.supabase.co/storage/v1/s3',
    region: undefined,
    account: 'project reference',
    note: undefined,
  },
  filebase: {
    name: 'Filebase',
    endpoint: 'https://s3.filebase.com',
    region: 'us-east-1',
    note: undefined,
  },
  gcs: {
    name: 'Google Cloud Storage (HMAC)',
    endpoint: 'https://storage.googleapis.com',
    region: 'auto',
    note: 'The keys are HMAC keys of a service account, made in the settings of Cloud Storage.',
  },
  minio: { name: 'MinIO', endpoint: undefined, region: 'us-east-1', note: undefined },
} as const satisfies Readonly<Record<string, S3Provider>>;

export type S3ProviderId = keyof typeof s3Providers;

export function isS3Provider(id: string): id is S3ProviderId {
  return Object.hasOwn(s3Providers, id);
}
