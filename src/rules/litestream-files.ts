import type { LitestreamConfig } from '../config/litestream/config.ts';
import { type LitestreamSetting, litestreamSettings } from '../config/litestream/settings.ts';
import type { LitestreamLine } from '../config/litestream/write.ts';
import { litestreamUses } from '../project/litestream/use.ts';
import type { Project } from '../project/project.ts';
import { remember } from '../project/remember.ts';
import type { SourceFile } from '../project/source-file.ts';

/** A litestream.yml as the rules read it. */
export interface LitestreamFile {
  readonly file: SourceFile;
  readonly config: LitestreamConfig;
  readonly settings: readonly LitestreamSetting[];
  /** The line of Litestream that reads it; undefined where that is not known. */
  readonly line: LitestreamLine | undefined;
  /** As three numbers; undefined where only the line is known. */
  readonly release: string | undefined;
  /** Why the version is what it is, or why it is not known; a clause. */
  readonly reason: string;
}

/** The litestream.yml files of a project whose keys stand as they are written: those that no template engine makes. */
export const litestreamFiles = remember((project: Project): readonly LitestreamFile[] =>
  litestreamUses(project)
    .filter(({ config }) => !config.isTemplate)
    .map(({ file, config, version }) => ({
      file,
      config,
      settings: litestreamSettings(config),
      line: version.known ? version.value.line : undefined,
      release: version.known ? version.value.release : undefined,
      reason: version.known ? version.source : version.reason,
    })),
);
