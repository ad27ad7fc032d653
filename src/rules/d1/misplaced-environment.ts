import { d1Uses } from '../../project/d1/use.ts';
import { d1Config } from '../d1-examples.ts';
import { defineRule } from '../rule.ts';

const binding = 'binding = "DB"\ndatabase_name = "app"\ndatabase_id = "0a1b"\n';

export default defineRule({
  id: 'd1/misplaced-environment',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds `d1_databases` below a table that is not in `env`: `[[production.d1_databases]]`.',
    why: 'wrangler knows environments below `env` alone. It warns of an unexpected field and leaves it out: the environment has no database.',
    sources: ['https://developers.cloudflare.com/workers/wrangler/environments/'],
    bad: [
      { 'wrangler.toml': `${d1Config}\n[[production.d1_databases]]\n${binding}` },
      {
        'wrangler.jsonc':
          '{\n  "name": "app",\n  "production": { "d1_databases": [{ "binding": "DB", "database_name": "app", "database_id": "1f" }] },\n}\n',
      },
    ],
    good: [{ 'wrangler.toml': `${d1Config}\n[[env.production.d1_databases]]\n${binding}` }],
  },
  *checkProject(project) {
    for (const { file, config } of d1Uses(project)) {
      for (const { name, keyRange } of config.misplaced) {
        yield {
          file: file.path,
          range: keyRange,
          message: `wrangler does not read ${name}.d1_databases: environments stand below env.`,
          help: `Write env.${name}.d1_databases.`,
          fixes: file.path.endsWith('.toml')
            ? [
                {
                  title: `Move ${name} below env`,
                  safe: false,
                  edits: headingsOf(name, file.text).map((start) => ({
                    range: { start, end: start },
                    text: 'env.',
                  })),
                },
              ]
            : [],
        };
      }
    }
  },
});

/** Where the name begins in the headings of TOML that start with it. */
function headingsOf(name: string, text: string): number[] {
  const escaped = name.replaceAll(/[^\w]/g, '\\$&');
  return [...text.matchAll(new RegExp(`^\\s*\\[\\[?\\s*(?=["']?${escaped}["']?\\s*[.\\]])`, 'gm'))].map(
    ({ index, 0: head }) => index + head.length,
  );
}
