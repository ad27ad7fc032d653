import { d1BindingAliases, d1BindingKeys } from '../../facts/d1/wrangler-keys.ts';
import { d1Uses } from '../../project/d1/use.ts';
import { d1Config } from '../d1-examples.ts';
import { defineRule } from '../rule.ts';

const known = new Set(d1BindingKeys.map(({ name }) => name));

export default defineRule({
  id: 'd1/unknown-key',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds keys in `d1_databases` that wrangler does not know.',
    why: 'It warns and goes on without them: migrations are looked for in the wrong folder, or the wrong database is used.',
    sources: ['https://developers.cloudflare.com/workers/wrangler/configuration/#d1-databases'],
    bad: [
      { 'wrangler.toml': `${d1Config}migration_dir = "drizzle"\n` },
      {
        'wrangler.jsonc':
          '{\n  "d1_databases": [{ "binding": "DB", "name": "app", "database_id": "1f" }],\n}\n',
      },
    ],
    good: [
      {
        'wrangler.toml': `${d1Config}migrations_dir = "drizzle"\nmigrations_table = "applied"\npreview_database_id = "0a1b"\n`,
        'drizzle/0001_init.sql': 'CREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of d1Uses(project)) {
      for (const { databases = [] } of config.environments) {
        for (const { keys } of databases) {
          for (const { name, keyRange } of keys) {
            if (known.has(name)) continue;
            const meant = meantBy(name);
            const isFree = meant !== undefined && !keys.some((key) => key.name === meant);
            yield {
              file: file.path,
              range: keyRange,
              message: `wrangler does not know the key ${name} of d1_databases, and leaves it out.`,
              help: isFree ? `Write ${meant}.` : 'Leave it out.',
              fixes: isFree
                ? [
                    {
                      title: `Write ${meant}`,
                      safe: false,
                      edits: [{ range: keyRange, text: file.path.endsWith('.toml') ? meant : `"${meant}"` }],
                    },
                  ]
                : [],
            };
          }
        }
      }
    }
  },
});

/** The key that is meant: another spelling of it, or one by another name. */
function meantBy(name: string): string | undefined {
  const plain = (text: string): string => text.replaceAll(/[^a-z]/gi, '').toLowerCase();
  const snake = name.replaceAll(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  return (
    d1BindingAliases[snake] ??
    d1BindingKeys.find((key) => plain(key.name) === plain(name))?.name ??
    d1BindingAliases[snake.replaceAll('-', '_')]
  );
}
