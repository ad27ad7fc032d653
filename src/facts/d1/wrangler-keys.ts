/** A key of an entry of `d1_databases`. */
export interface D1BindingKey {
  readonly name: string;
  readonly type: 'string' | 'boolean';
}

/**
 * The keys of an entry of `d1_databases`, as wrangler's own schema has them: others are left out with a warning
 * (config-schema.json of wrangler 4.86.0 and, with two more keys, of 4.164.0).
 * https://developers.cloudflare.com/workers/wrangler/configuration/#d1-databases
 */
export const d1BindingKeys: readonly D1BindingKey[] = [
  { name: 'binding', type: 'string' },
  { name: 'database_name', type: 'string' },
  { name: 'database_id', type: 'string' },
  { name: 'jurisdiction', type: 'string' },
  { name: 'preview_database_id', type: 'string' },
  { name: 'migrations_table', type: 'string' },
  { name: 'migrations_dir', type: 'string' },
  { name: 'migrations_pattern', type: 'string' },
  { name: 'database_internal_env', type: 'string' },
  { name: 'remote', type: 'boolean' },
];

/** What people write for a key of `d1_databases`, by what they mean. */
export const d1BindingAliases: Readonly<Record<string, string>> = {
  database: 'database_name',
  name: 'database_name',
  db_name: 'database_name',
  id: 'database_id',
  db_id: 'database_id',
  preview_id: 'preview_database_id',
  migration_dir: 'migrations_dir',
  migrations: 'migrations_dir',
  migrations_directory: 'migrations_dir',
  migrations_folder: 'migrations_dir',
  migration_table: 'migrations_table',
  experimental_remote: 'remote',
};
