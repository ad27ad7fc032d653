import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { readConnections } from '../../src/embedded/connections/read.ts';
import type { ConnectionSite, LooseSetting, Setting, Written } from '../../src/embedded/connections/site.ts';
import { hostFile } from '../../src/embedded/host-file.ts';
import { type HostLanguage, hostLanguageOf } from '../../src/embedded/host-languages.ts';
import type { EffectivePragma } from '../../src/facts/effective-pragmas.ts';
import { type Connection, effective } from '../../src/project/connections/connection.ts';
import { SyntaxCache } from '../../src/sql/document.ts';
import { languages, linterFor, startEngine } from './lint.ts';

/** A small program, and the connections that are found in it. */
export interface ConnectionCase {
  readonly name: string;
  /** The text of one file of the language. */
  readonly source?: string;
  /** Path → text, where it takes more than one file. */
  readonly files?: Readonly<Record<string, string>>;
  /**
   * All connections, in order of path and place, each as
   *
   *     driver database [pragma=value by, …] and what else is so of it
   *
   * `by` is that of `Setting`, with `one` where not every connection gets it and `maybe` where it happens on some
   * conditions only; a value that is computed is `?`. The database is as written, `$NAME` for an environment variable,
   * `<path>` for a path and `?` for what is unknown. Then, where they are so: `memory`, `temporary`,
   * `unknown storage`, `read-only`, `pool=5`, `begin=immediate`, `shared cache`, `ignores name`,
   * `ignores name for instead`, `opaque`.
   */
  readonly expected: readonly string[];
  /** Pragmas that are run on handles which are opened elsewhere: `pragma=value handle`. Not looked at if left out. */
  readonly loose?: readonly string[];
  /** What is in effect on the first connection, in the form of `effectiveValue`; undefined where it is unknown. */
  readonly effective?: Readonly<Partial<Record<EffectivePragma, string | undefined>>>;
  /** What is written at the places of all settings and ignored parameters, in the order of `expected`. */
  readonly places?: readonly string[];
}

const fileNames: Readonly<Record<HostLanguage, string>> = {
  'c-sharp': 'Program.cs',
  go: 'main.go',
  java: 'Main.java',
  javascript: 'main.js',
  php: 'main.php',
  python: 'main.py',
  ruby: 'main.rb',
  rust: 'main.rs',
  tsx: 'main.tsx',
  typescript: 'main.ts',
};

/** One test for each program, by its name. */
export function testConnections(language: HostLanguage, cases: readonly ConnectionCase[]): void {
  describe(`connections in ${language}`, () => {
    const engine = startEngine();
    after(() => engine.dispose());
    for (const one of cases) {
      test(one.name, async () => {
        const files = one.files ?? { [fileNames[language]]: one.source ?? '' };
        const linter = linterFor(engine, files);
        await linter.update();
        const { connections } = linter.project;
        assert.deepEqual(connections.map(describeConnection), one.expected);
        if (one.places) assert.deepEqual(connections.flatMap(placesOf), one.places);
        if (one.loose) assert.deepEqual(await looseOf(files), one.loose);
        const [first] = connections;
        for (const [pragma, value] of Object.entries(one.effective ?? {})) {
          assert.ok(first);
          const name = pragma as EffectivePragma;
          assert.equal(effective(first, name), value, `${pragma}: ${JSON.stringify(first.pragmas[name])}`);
        }
      });
    }
  });
}

function describeConnection({ driver, site }: Connection): string {
  return describeSite(driver.id, site);
}

/** A site in the form of `ConnectionCase.expected`. */
export function describeSite(driver: string, site: ConnectionSite): string {
  return [
    driver,
    describeWritten(site.database),
    `[${site.settings.map(describeSetting).join(', ')}]`,
    ...(site.storage === 'file' ? [] : [site.storage === 'unknown' ? 'unknown storage' : site.storage]),
    ...(site.readOnly ? ['read-only'] : []),
    ...(site.poolSize === undefined ? [] : [`pool=${site.poolSize}`]),
    ...(site.begin ? [`begin=${site.begin.mode ?? '?'}`] : []),
    ...(site.sharedCache ? ['shared cache'] : []),
    ...site.ignored.map(
      ({ name, instead }) => `ignores ${name}${instead === undefined ? '' : ` for ${instead}`}`,
    ),
    ...(site.opaque === undefined ? [] : ['opaque']),
  ].join(' ');
}

function describeWritten(written: Written): string {
  switch (written.kind) {
    case 'text':
      return written.text === '' ? "''" : written.text;
    case 'env':
      return `$${written.name}`;
    case 'path':
      return `<${written.written}>`;
    default:
      return '?';
  }
}

function describeSetting({ pragma, value, by, everyConnection, maybe }: Setting): string {
  return `${pragma}=${value ?? '?'} ${by}${everyConnection ? '' : ' one'}${maybe ? ' maybe' : ''}`;
}

function placesOf({ file, site }: Connection): string[] {
  return [...site.settings, ...site.ignored].map(({ range }) => file.text.slice(range.start, range.end));
}

async function looseOf(files: Readonly<Record<string, string>>): Promise<string[]> {
  const found: LooseSetting[] = [];
  const cache = new SyntaxCache();
  for (const [path, text] of Object.entries(files)) {
    const language = hostLanguageOf(path);
    const tree = language && (await languages.parse(language, text));
    if (!tree) continue;
    found.push(...readConnections(language, hostFile(language, path, text, tree.rootNode, cache)).loose);
    tree.delete();
  }
  return found.map(({ pragma, value, handle }) => `${pragma}=${value ?? '?'} ${handle}`);
}
