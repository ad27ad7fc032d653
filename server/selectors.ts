import { litestreamConfigFiles } from '../src/config/litestream/read.ts';
import { kindOf } from '../src/project/kinds.ts';
import { nameOf } from '../src/text/paths.ts';
import { litestreamGlob } from './protocol.ts';

/** The editor's names of host languages, by the ending of their files; it is asked for them only where one matters. */
const hostLanguages: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\.[cm]?[jt]sx?$/, ['javascript', 'typescript', 'javascriptreact', 'typescriptreact']],
  [/\.py$/, ['python']],
  [/\.rb$/, ['ruby']],
  [/\.php$/, ['php']],
  [/\.go$/, ['go']],
  [/\.rs$/, ['rust']],
  [/\.java$/, ['java']],
  [/\.cs$/, ['csharp']],
];

export type DocumentFilters = ({ language: string } | { pattern: string })[];

/** The documents that the server wants to see: the languages of programs, and configuration files by their names. */
export function selectorOf(paths: readonly string[]): DocumentFilters {
  const languages = new Set<string>();
  const patterns = new Set<string>();
  for (const path of paths) {
    if (kindOf(path) === 'sql' || litestreamConfigFiles.test(path)) continue;
    const host = hostLanguages.find(([ending]) => ending.test(path));
    if (host) for (const language of host[1]) languages.add(language);
    else patterns.add(`**/${nameOf(path)}`);
  }
  return [
    ...[...languages].map((language) => ({ language })),
    ...[...patterns].map((pattern) => ({ pattern })),
  ];
}

/** Asked for from the start: they have completions and hovers, whether or not there is a finding. */
export const litestreamDocuments = [{ pattern: litestreamGlob }];

/** Files whose changes on disk matter. */
export const watchedFiles =
  '**/*.{sql,db,sqlite,sqlite3,js,mjs,cjs,ts,mts,cts,jsx,tsx,json,jsonc,toml,mod,yml,yaml,py,go,rs,rb,php,java,cs,sh,env,ini,conf,properties,prisma}';
