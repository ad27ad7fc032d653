import { spawnSync } from 'node:child_process';
import type { EngineClient } from '../../src/engine/client.ts';
import { linterFor } from './lint.ts';

/** The unindexed foreign keys as `table(column,…)`, by the sqlite3 shell. */
export function shellForeignKeys(schema: string): string[] {
  // A statement that the shell refuses makes it exit with 1; the others have built the schema.
  const { stdout } = spawnSync('sqlite3', [':memory:'], {
    input: `${schema}\n;\n.lint fkey-indexes\n`,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return [...stdout.matchAll(/CREATE INDEX .+? ON (.+?)\((.+?)\); *-->/g)]
    .map(([, table, columns]) => name(table as string, columns as string))
    .sort();
}

/** The same by our rule. */
export async function ourForeignKeys(engine: EngineClient, schema: string): Promise<string[]> {
  const linter = linterFor(engine, { 'schema.sqlite.sql': schema });
  await linter.update();
  return linter
    .checkAll()
    .filter(({ rule }) => rule === 'schema/unindexed-foreign-key')
    .map(({ help }) => /ON (.+?) \((.+)\);$/.exec(help))
    .map((found) => name(found?.[1] ?? '', found?.[2] ?? ''))
    .sort();
}

function name(table: string, columns: string): string {
  const plain = (text: string): string => text.replace(/["'`[\]\s]|COLLATE \w+/g, '').toLowerCase();
  return `${plain(table)}(${plain(columns)})`;
}
