import { readDockerfile } from '../../config/docker/dockerfile.ts';
import { dockerFiles } from '../../config/docker/read.ts';
import { type LitestreamEvidence, litestreamEvidence } from '../../config/litestream/evidence.ts';
import { parentOf } from '../../text/paths.ts';
import { commandsOfFile } from '../commands.ts';
import { servicesOf } from '../deployment/services.ts';
import { startTextsOf } from '../deployment/start-scripts.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import { resolvePath } from '../signs/sign.ts';
import type { SourceFile } from '../source-file.ts';

/** The places of a file that name a version of Litestream. */
export const litestreamEvidenceOf = remember((file: SourceFile): readonly LitestreamEvidence[] =>
  litestreamEvidence(file.path, file.text),
);

/** All places of a project that name one. */
export const litestreamEvidenceIn = remember(({ sources }: Project): readonly LitestreamEvidence[] =>
  sources.flatMap(litestreamEvidenceOf),
);

/**
 * The places that name the Litestream which surely runs a file: those of the file itself, and of the images and services
 * that carry it; where there are none, those of the pipelines that run it. Empty where nothing is known to run it.
 */
export function litestreamEvidenceFor(file: SourceFile, project: Project): readonly LitestreamEvidence[] {
  return evidenceFor(project)(file);
}

const evidenceFor = remember((project: Project) =>
  remember((file: SourceFile): readonly LitestreamEvidence[] => {
    const naming = project.sources.filter((one) => litestreamEvidenceOf(one).length > 0);
    const carriers = naming.filter((one) => one === file || carries(one, file, project));
    const runners = carriers.length > 0 ? carriers : naming.filter((one) => runsInPipeline(one, file));
    return runners.flatMap(litestreamEvidenceOf);
  }),
);

/** True for the Dockerfile that copies a file by its name, and for what starts it or mounts it. */
function carries(one: SourceFile, file: SourceFile, project: Project): boolean {
  if (dockerFiles.test(one.path) && copiedBy(one).has(file.path)) return true;
  return servicesOf(project).some((placed) => {
    if (placed.file !== one && placed.image?.file !== one) return false;
    if (startTextsOf(placed, project).some((text) => text.file === file)) return true;
    return (
      placed.file === one &&
      placed.service.mounts.some(
        ({ source }) => source?.startsWith('.') && resolvePath(one.folder, source) === file.path,
      )
    );
  });
}

/** What a Dockerfile copies by name; it is built from its own folder, or from one above. */
const copiedBy = remember(({ text, folder }: SourceFile): ReadonlySet<string> => {
  const contexts = [folder];
  for (let above = folder; above !== ''; above = parentOf(above)) contexts.push(parentOf(above));
  return new Set(
    readDockerfile(text).flatMap(({ copies }) =>
      copies.flatMap(({ from, sources }) =>
        from === undefined
          ? sources.flatMap(({ value }) =>
              contexts.map((context) => resolvePath(context, value.replace(/^\//, ''))),
            )
          : [],
      ),
    ),
  );
});

/** True for a pipeline that runs a script by its path from the root. */
function runsInPipeline(pipeline: SourceFile, { path }: SourceFile): boolean {
  return commandsOfFile(pipeline).some(
    ({ purpose, commands }) =>
      purpose === 'ci' &&
      commands.some(({ words }) => words.slice(0, 2).some(({ text }) => text?.replace(/^\.\//, '') === path)),
  );
}
