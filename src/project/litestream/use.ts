import type { LitestreamConfig } from '../../config/litestream/config.ts';
import type { LitestreamLine } from '../../config/litestream/write.ts';
import type { Fact } from '../facts.ts';
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
