/**
 * Writes what follows from the rules and the tables of facts and must not be typed twice: the rules' pages, the page on
 * drivers, the README's table, the configuration's JSON Schema and the editor's settings.
 *
 *   npm run generate             writes
 *   node scripts/generate.ts --check   fails when something is stale
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { litestreamSchema } from '../src/config/litestream/schema.ts';
import { presets, severities } from '../src/lint/configuration.ts';
import { describeRule } from '../src/rules/describe.ts';
import { rules } from '../src/rules/index.ts';
import type { Rule } from '../src/rules/rule.ts';
import { driversPage } from './lib/drivers-page.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const pages = `${root}docs/rules`;
const sorted = [...rules].sort((a, b) => (a.id < b.id ? -1 : 1));

/** Every generated file with its contents. */
function generated(): Map<string, string> {
  const files = new Map<string, string>();
  for (const rule of sorted) files.set(`${pages}/${rule.id}.md`, describeRule(rule));
  files.set(`${root}docs/drivers.md`, driversPage());
  files.set(`${root}docs/configuration.schema.json`, json(configurationSchema()));
  files.set(`${root}docs/litestream.schema.json`, json(litestreamSchema()));
  files.set(`${root}package.json`, json(manifest()));
  files.set(`${root}README.md`, readme());
  return files;
}

function configurationSchema(): unknown {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Configuration of SQLite Preflight',
    description:
      'sqlite-preflight.json or sqlite-preflight.jsonc in the root of a project. Comments and trailing commas are allowed.',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      preset: { enum: presets, default: 'recommended', description: 'Which rules report.' },
      rules: ruleSettings('Another severity for a rule, or off.'),
      ignore: {
        type: 'array',
        items: { type: 'string' },
        description: 'Files to leave alone, in the syntax of .gitignore.',
      },
      dialect: {
        enum: ['sqlite', 'postgresql', 'mysql', 'other'],
        description: 'The dialect of all .sql files. Without it, it is found out for each file.',
      },
      migrations: { type: 'string', description: 'The folder of ordered migrations that build the schema.' },
      schema: { type: 'string', description: 'The .sql file that defines the schema.' },
      sqliteVersion: {
        type: 'string',
        pattern: '^3\\.\\d+(\\.\\d+)?$',
        description: 'The version of SQLite that production runs, where no lock file tells: 3.40 or 3.40.1.',
      },
      litestreamVersion: {
        type: 'string',
        pattern: '^0\\.[35](\\.\\d+)?$',
        description:
          'The Litestream that production runs, where no file of the project tells: a line (0.3, 0.5) or a release (0.5.6).',
      },
      rows: {
        type: 'object',
        additionalProperties: { type: 'integer', minimum: 0 },
        description:
          'How many rows tables have in production, by name. No index is advised for a table of few rows; advise --schema counts with them.',
      },
    },
  };
}

function ruleSettings(description: string): Record<string, unknown> {
  return {
    type: 'object',
    description,
    additionalProperties: false,
    properties: Object.fromEntries(
      sorted.map(({ id, docs }) => [id, { enum: severities, description: docs.what }]),
    ),
  };
}

function manifest(): unknown {
  const value = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const settings = value.contributes.configuration.properties;
  const { properties } = ruleSettings('');
  settings['sqlite-preflight.rules'].properties = properties;
  settings['sqlite-preflight.preset'].enum = presets;
  return value;
}

function readme(): string {
  const text = readFileSync(`${root}README.md`, 'utf8');
  return fill(fill(text, 'rules', ruleTables()), 'run', exampleRun());
}

/** The rules of each group in a table of their own, folded: there are too many for one page. */
function ruleTables(): string {
  const groupOf = ({ id }: Rule): string => id.slice(0, id.indexOf('/'));
  const groups = [...new Set(sorted.map(groupOf))];
  const count = (list: readonly Rule[]): string =>
    presets
      .map((preset) => ({ preset, number: list.filter((rule) => rule.preset === preset).length }))
      .filter(({ number }) => number > 0)
      .map(({ preset, number }) => `${number} ${preset}`)
      .join(', ');
  const tables = groups.map((group) => {
    const list = sorted.filter((rule) => groupOf(rule) === group);
    return [
      `<details><summary><b>${group}</b>: ${list.length} (${count(list)})</summary>\n`,
      '| rule | finds | severity | preset | fix |',
      '| --- | --- | --- | --- | --- |',
      ...list.map(
        ({ id, severity, preset, fix, docs }) =>
          `| [${id}](docs/rules/${id}.md) | ${firstSentence(docs.what)} | ${severity} | ${preset} | ${fix === 'none' ? '' : fix} |`,
      ),
      '\n</details>',
    ].join('\n');
  });
  return [`${sorted.length} rules: ${count(sorted)}.\n`, ...tables].join('\n');
}

/** Puts `content` between the two marks of that name. */
function fill(text: string, mark: string, content: string): string {
  const place = new RegExp(`(<!-- ${mark} -->\\n)[\\s\\S]*?(<!-- /${mark} -->)`);
  if (!place.test(text)) throw new Error(`README.md has no place for <!-- ${mark} --> … <!-- /${mark} -->`);
  return text.replace(place, (_, open: string, close: string) => `${open}${content}\n${close}`);
}

/** What the linter prints for the example project: three of its findings, and the last line. */
function exampleRun(): string {
  const shown = [
    'connection/missing-busy-timeout',
    'litestream/wrong-line-key',
    'migration/add-not-null-column',
  ];
  const { stdout } = spawnSync(process.execPath, ['dist/cli.cjs', 'lint', 'examples'], {
    cwd: root,
    encoding: 'utf8',
  });
  const blocks = stdout.trimEnd().split(/\n\n(?=\S)/);
  const chosen = shown.map((rule) => {
    const block = blocks.find((candidate) => candidate.split('\n', 1)[0]?.endsWith(`  ${rule}`));
    if (!block)
      throw new Error(`linting examples/ no longer finds ${rule}: build first, then mend the examples`);
    return block;
  });
  return ['```text', [...chosen, blocks.at(-1)].join('\n\n'), '```'].join('\n');
}

function firstSentence(text: string): string {
  const sentence = text.split(/(?<=\.)\s/, 1)[0] ?? text;
  return sentence
    .replace(/^Finds /, '')
    .replace(/[.:]$/, '')
    .replaceAll('|', '\\|');
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Pages of rules that are gone. */
function leftovers(files: ReadonlyMap<string, string>): string[] {
  if (!existsSync(pages)) return [];
  return readdirSync(pages, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !files.has(`${pages}/${path}`))
    .map((path) => `${pages}/${path}`);
}

const files = generated();
const stale = [...files]
  .filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text)
  .map(([path]) => path);
const gone = leftovers(files);
if (process.argv.includes('--check')) {
  for (const path of [...stale, ...gone])
    console.error(`${relative(root, path)} is stale: run npm run generate`);
  if (stale.length + gone.length > 0) process.exitCode = 1;
} else {
  for (const path of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, files.get(path) as string);
    console.log(`wrote ${relative(root, path)}`);
  }
  for (const path of gone) {
    rmSync(path);
    console.log(`removed ${relative(root, path)}`);
  }
}
