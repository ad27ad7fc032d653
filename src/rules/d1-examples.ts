/** A wrangler.toml with one database, for the examples of rules. */
export const d1Config =
  'name = "app"\nmain = "src/index.ts"\ncompatibility_date = "2026-01-01"\n\n[[d1_databases]]\nbinding = "DB"\ndatabase_name = "app"\ndatabase_id = "5f1e7c1a-94c2-4a2c-8d3c-0f7a5f6f9b11"\n';

/** A migration of it, in the folder where wrangler looks. */
export function d1Migration(sql: string): Record<string, string> {
  return { 'wrangler.toml': d1Config, 'migrations/0001_init.sql': sql };
}
