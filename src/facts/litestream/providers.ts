/** A service that speaks S3, as far as its endpoint tells what Litestream has to be told. */
export interface S3Service {
  readonly name: string;
  /** Its endpoints, without the scheme; the group `region` where they name one that requests have to be signed for. */
  readonly endpoint: RegExp;
  /** True where the bucket may not stand before the host. */
  readonly onlyPathStyle?: true;
  /** True where deletes have been answered as done, and the objects stayed. */
  readonly losesDeletes?: true;
}

/**
 * The services that Litestream's guides name (https://litestream.io/guides/) and its provider detection knows
 * (https://github.com/benbjohnson/litestream/blob/main/docs/PROVIDER_COMPATIBILITY.md). Amazon alone is known to refuse
 * requests that are signed for another region than the endpoint's.
 */
export const s3Services: readonly S3Service[] = [
  {
    name: 'Amazon S3',
    endpoint: /^s3[.-](?:dualstack\.)?(?<region>[a-z]{2}(?:-gov)?-[a-z]+-\d)\.amazonaws\.com$/,
  },
  { name: 'Cloudflare R2', endpoint: /\.r2\.cloudflarestorage\.com$/, losesDeletes: true },
  { name: 'Backblaze B2', endpoint: /\.backblazeb2\.com$/ },
  { name: 'Tigris', endpoint: /^(?:fly\.storage\.tigris\.dev|t3\.storage\.dev)$/ },
  { name: 'DigitalOcean Spaces', endpoint: /\.digitaloceanspaces\.com$/ },
  { name: 'Hetzner Object Storage', endpoint: /\.your-objectstorage\.com$/ },
  { name: 'Scaleway Object Storage', endpoint: /\.scw\.cloud$/ },
  { name: 'Filebase', endpoint: /^s3\.filebase\.com$/ },
  { name: 'Supabase Storage', endpoint: /\.supabase\.co$/, onlyPathStyle: true },
  { name: 'Wasabi', endpoint: /\.wasabisys\.com$/ },
  { name: 'Google Cloud Storage', endpoint: /^storage\.googleapis\.com$/ },
];
