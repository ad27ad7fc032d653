import { describeKey } from '../src/config/litestream/describe-key.ts';
import { litestreamConfigFiles } from '../src/config/litestream/read.ts';
import { litestreamSettings } from '../src/config/litestream/settings.ts';
import type { Linter } from '../src/lint/linter.ts';
import { litestreamUses } from '../src/project/litestream/use.ts';
import type { Range } from '../src/text/range.ts';

/** What a key of a litestream.yml means, and which Litestream reads the file; undefined elsewhere. */
export function litestreamHover(
  linter: Linter,
  path: string,
  offset: number,
): { readonly markdown: string; readonly range: Range } | undefined {
  if (!litestreamConfigFiles.test(path)) return undefined;
  const use = litestreamUses(linter.project).find(({ file }) => file.path === path);
  if (!use || use.config.isTemplate) return undefined;
  const setting = litestreamSettings(use.config).find(
    ({ keyRange }) => keyRange.start <= offset && offset <= keyRange.end,
  );
  if (!setting?.spec) return undefined;
  const { version } = use;
  const reader = version.known
    ? `Read by Litestream ${version.value.release ?? version.value.line}: ${version.source}.`
    : `Which Litestream reads this file is not known: ${version.reason}.`;
  return { markdown: `${describeKey(setting.spec)}\n\n${reader}`, range: setting.keyRange };
}
