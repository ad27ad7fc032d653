import type { LitestreamConfig } from '../../config/litestream/config.ts';
import {
  isLitestreamConfig,
  litestreamConfigFiles,
  readLitestreamConfig,
} from '../../config/litestream/read.ts';
import {
  type DetectedLine,
  lineFor,
  lineOfEvidence,
  lineOfShape,
  settingLine,
} from '../../config/litestream/version.ts';
import type { LitestreamLine } from '../../facts/litestream/key.ts';
import { nameOf } from '../../text/paths.ts';
import { type Fact, known, unknown } from '../facts.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';
import { litestreamCommandsOf, optionOf } from './commands.ts';
import { litestreamEvidenceFor, litestreamEvidenceIn } from './evidence.ts';

/** The Litestream that runs a configuration, as far as the project tells. */
export interface LitestreamVersion {
  readonly line: LitestreamLine;
  /** As three numbers: `0.5.6`; undefined where only the line is known. */
  readonly release: string | undefined;
  /** False where nothing names a version and the keys of the configuration tell the line. */
  readonly isNamed: boolean;
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
export const litestreamUses = remember((project: Project): readonly LitestreamUse[] =>
  configsOf(project).map((file) => ({
    file,
    config: litestreamConfigOf(file),
    version: litestreamVersionFor(file, project),
  })),
);

/** The version of Litestream that a file of a project is for: a configuration, or a script that runs Litestream. */
export function litestreamVersionFor(file: SourceFile, project: Project): Fact<LitestreamVersion> {
  const { litestreamVersion: setting } = project;
  const paths = configsOf(project).map(({ path }) => path);
  return versionOf(
    (setting === undefined ? undefined : settingLine(setting)) ??
      lineOfEvidence(litestreamEvidenceFor(file, project)) ??
      lineFor(
        file.path,
        paths.includes(file.path) ? paths : [...paths, file.path],
        litestreamEvidenceIn(project),
      ),
    file,
  );
}

/** The configurations of a project: by their names, or because a command names them. */
const configsOf = remember((project: Project): readonly SourceFile[] => {
  const named = namedConfigs(project);
  return project.sources.filter(
    (file) =>
      (litestreamConfigFiles.test(file.path) || named.has(nameOf(file.path))) &&
      isLitestreamConfig(litestreamConfigOf(file)),
  );
});

/** The names of the YAML files that commands give to Litestream; where they lie in the end is up to an image. */
function namedConfigs(project: Project): ReadonlySet<string> {
  const paths = litestreamCommandsOf(project).map((command) => optionOf(command, 'config')?.text ?? '');
  return new Set(paths.filter((path) => /\.ya?ml$/i.test(path)).map(nameOf));
}

function versionOf(named: DetectedLine | undefined, { path, text }: SourceFile): Fact<LitestreamVersion> {
  const found = named ?? (litestreamConfigFiles.test(path) ? lineOfShape(path, text) : undefined);
  if (!found) return unknown('no file of the project names a version of Litestream');
  const { line, reason } = found;
  if (line === undefined) return unknown(reason);
  return known({ line, release: found.release, isNamed: named !== undefined }, reason);
}
