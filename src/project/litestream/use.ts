import type { LitestreamConfig } from '../../config/litestream/config.ts';
import { litestreamConfigFiles, readLitestreamConfig } from '../../config/litestream/read.ts';
import { detectLitestreamLine } from '../../config/litestream/version.ts';
import type { LitestreamLine } from '../../config/litestream/write.ts';
import type { Fact } from '../facts.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';

/** The Litestream that runs a configuration, as far as the project tells. */
export interface LitestreamVersion {
  readonly line: LitestreamLine;
  /** As three numbers: `0.5.6`; undefined where only the line is known. */
  readonly release: string | undefined;
}

/** A litestream.yml of the project. */
export interface LitestreamUse {
  readonly file: SourceFile;
  readonly config: LitestreamConfig;
  readonly version: Fact<LitestreamVersion>;
}

/** What a litestream.yml says. */
export const litestreamConfigOf = remember(
  (file: SourceFile): LitestreamConfig => readLitestreamConfig(file.text),
);

/** The litestream.yml files of a project, each with the version of Litestream that runs it. */
export const litestreamUses = remember((project: Project): readonly LitestreamUse[] => {
  const files = project.sources.filter(({ path }) => litestreamConfigFiles.test(path));
  if (files.length === 0) return [];
  const found = detectLitestreamLine(new Map(project.sources.map(({ path, text }) => [path, text])));
  const version: Fact<LitestreamVersion> =
    found.line === undefined
      ? { known: false, reason: found.reason }
      : { known: true, value: { line: found.line, release: undefined }, source: found.reason };
  return files.map((file) => ({ file, config: litestreamConfigOf(file), version }));
});
