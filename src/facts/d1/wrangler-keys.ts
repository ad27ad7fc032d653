/** A key of an entry of `d1_databases`. */
export interface D1BindingKey {
  readonly name: string;
  readonly type: 'string' | 'boolean';
  readonly isRequired?: true;
  /** What it says, for people. */
  readonly what: string;
}

/**
 * The keys of an entry of `d1_databases`, as wrangler's own schema has them: others are left out with a warning
 * (config-schema.json of wrangler 4.86.0 and, with two more keys, of 4.164.0).
 * https://developers.cloudflare.com/workers/wrangler/configuration/#d1-databases
 */
export const d1BindingKeys: readonly D1BindingKey[] = [
  {
    name: 'binding',
    type: 'string',
    isRequired: true,
    what: 'The name by which the code finds the database',
  },
  { name: 'database_name', type: 'string', what: 'The name of the database' },
  { name: 'database_id', type: 'string', what: 'The id of the database' },
  { name: 'jurisdiction', type: 'string', what: 'Where wrangler makes the database, when it makes it' },
  { name: 'preview_database_id', type: 'string', what: 'The database that `wrangler dev --remote` uses' },
  { name: 'migrations_table', type: 'string', what: 'The table of applied migrations (d1_migrations)' },
  { name: 'migrations_dir', type: 'string', what: 'The folder of the migrations (./migrations)' },
  { name: 'migrations_pattern', type: 'string', what: 'Which files of the folder are migrations' },
  { name: 'database_internal_env', type: 'string', what: 'For Cloudflare itself' },
  { name: 'remote', type: 'boolean', what: 'True: `wrangler dev` works on the real database' },
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
