import { readDockerfile } from '../../config/docker/dockerfile.ts';
import { dockerFiles } from '../../config/docker/read.ts';
import { type LitestreamEvidence, litestreamEvidence } from '../../config/litestream/evidence.ts';
import { isAtOrBelow, parentOf, resolvedPath } from '../../text/paths.ts';
import { commandsOfFile } from '../commands.ts';
import { servicesOf } from '../deployment/services.ts';
import { startTextsOf } from '../deployment/start-scripts.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
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
 * that carry it; where there are none, those that carry its folder, and those of the pipelines that run it. Empty where
 * nothing is known to run it.
 */
export function litestreamEvidenceFor(file: SourceFile, project: Project): readonly LitestreamEvidence[] {
  return evidenceFor(project)(file);
}

const evidenceFor = remember((project: Project) =>
  remember((file: SourceFile): readonly LitestreamEvidence[] => {
    const naming = project.sources.filter((one) => litestreamEvidenceOf(one).length > 0);
    const carriers = naming.filter((one) => one === file || carries(one, file, project));
    const runners =
      carriers.length > 0
        ? carriers
        : naming.filter((one) => carriesFolderOf(one, file, project) || runsInPipeline(one, file));
    return runners.flatMap(litestreamEvidenceOf);
  }),
);

/** True for the Dockerfile that copies a file by its name, and for what starts it or mounts it. */
function carries(one: SourceFile, file: SourceFile, project: Project): boolean {
  if (takenInBy(one, project).includes(file.path)) return true;
  return servicesOf(project).some(
    (placed) =>
      (placed.file === one || placed.image?.file === one) &&
      startTextsOf(placed, project).some((text) => text.file === file),
  );
}

/** True for what copies or mounts a folder with a file in it. The root of a project has the files of all its parts. */
function carriesFolderOf(one: SourceFile, file: SourceFile, project: Project): boolean {
  return takenInBy(one, project).some((path) => path !== '' && isAtOrBelow(file.path, path));
}

/** The paths of the project that a Dockerfile copies, or that the services of a file mount. */
function takenInBy(one: SourceFile, project: Project): readonly string[] {
  return [...(dockerFiles.test(one.path) ? copiedBy(one) : []), ...mountedBy(project)(one)];
}

const mountedBy = remember((project: Project) =>
  remember((one: SourceFile): readonly string[] =>
    servicesOf(project)
      .filter(({ file }) => file === one)
      .flatMap(({ service }) =>
        service.mounts.flatMap(({ source = '' }) => {
          const path = source.replace(/^(?:\$PWD|\$\{PWD\})(?=\/|$)/, '.');
          return path.startsWith('.') ? (resolvedPath(one.folder, path) ?? []) : [];
        }),
      ),
  ),
);

/** What a Dockerfile copies; it is built from its own folder, or from one above. */
const copiedBy = remember(({ text, folder }: SourceFile): readonly string[] => {
  const contexts = [folder];
  for (let above = folder; above !== ''; above = parentOf(above)) contexts.push(parentOf(above));
  return readDockerfile(text).flatMap(({ copies }) =>
    copies.flatMap(({ from, sources }) =>
      from === undefined
        ? sources.flatMap(({ value }) =>
            contexts.flatMap((context) => resolvedPath(context, value.replace(/^\//, '')) ?? []),
          )
        : [],
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
