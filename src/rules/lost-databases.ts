import type { Mount } from '../config/deployment.ts';
import { type DockerCopy, readDockerfile, stageNamed } from '../config/docker/dockerfile.ts';
import { litefsFiles } from '../config/litefs/read.ts';
import { litestreamConfigFiles } from '../config/litestream/read.ts';
import { type DatabaseUse, databasesOf } from '../project/deployment/databases.ts';
import { isNamedAside } from '../project/deployment/named-aside.ts';
import { type PlacedService, runningOf, servicesOf } from '../project/deployment/services.ts';
import type { Project } from '../project/project.ts';
import { remember } from '../project/remember.ts';
import type { SourceFile } from '../project/source-file.ts';
import { isAtOrBelow, nameOf, plainPath } from '../text/paths.ts';

/** A database that goes with the container or the machine of a service. */
export interface LostDatabase {
  readonly placed: PlacedService;
  readonly use: DatabaseUse;
  /** Where the service’s Dockerfile copies a database to that path; undefined where it does not. */
  readonly copy:
    | { readonly file: SourceFile; readonly copy: DockerCopy; readonly source: string }
    | undefined;
}

/** For each service that runs in production, the first of its databases that surely lies on no volume and that nothing restores. */
export const lostDatabases = remember((project: Project): readonly LostDatabase[] => {
  if (!project.usesSqlite) return [];
  return servicesOf(project).flatMap((placed): LostDatabase[] => {
    const { mounts, mountsAreWhole } = runningOf(placed);
    if (!mountsAreWhole || !isForGood(placed) || mounts.some(({ target }) => target === undefined)) return [];
    const use = databasesOf(placed, project).find(({ path }) => !mounts.some((one) => holds(one, path)));
    if (!use || isBroughtBack(project) || mayBeMountedBy(placed, project)) return [];
    return [{ placed, use, copy: copyTo(use.path, placed) }];
  });
});

const databaseFile = /\.(?:db|db3|sqlite|sqlite3)$/i;

function copyTo(path: string, { image, service }: PlacedService): LostDatabase['copy'] {
  if (!image) return undefined;
  const stage = stageNamed(readDockerfile(image.file.text), service.stage);
  for (const copy of stage?.copies ?? []) {
    for (const { value: source } of copy.sources) {
      if (!databaseFile.test(source) || copy.target === undefined) continue;
      const isFolder = /(?:^|\/)\.?$/.test(copy.target) || copy.sources.length > 1;
      const target = isFolder ? `${copy.target}/${nameOf(source)}` : copy.target;
      const absolute = target.startsWith('/')
        ? target
        : stage?.workingDirectory && `${stage.workingDirectory}/${target}`;
      if (absolute && plainPath(absolute) === path) return { file: image.file, copy, source };
    }
  }
  return undefined;
}

function holds({ target = '' }: Mount, path: string): boolean {
  return target === '/' || isAtOrBelow(path, target);
}

/** True for a service that is meant to run in production, as far as its file tells. */
function isForGood(placed: PlacedService): boolean {
  const { service } = placed;
  if (isNamedAside(placed)) return false;
  if (/^(?:fly|render|kamal|app-platform|app-runner|heroku)$/.test(service.tool)) return true;
  if (service.tool === 'kubernetes') return service.restarts;
  const hasSources = service.mounts.some(
    ({ kind, source }) => kind === 'bind' && /^\.{1,2}\/?(?:src|app)?\/?$/.test(source ?? ''),
  );
  return service.tool === 'compose' && service.restarts && service.profiles.length === 0 && !hasSources;
}

/** True where Litestream restores what was lost, or LiteFS mounts a file system of its own. */
const isBroughtBack = remember(({ sources }: Project): boolean =>
  sources.some(
    ({ path, text }) =>
      litefsFiles.test(path) ||
      (/\blitestream\b/.test(text) && /\brestore\b|restore-if/.test(text)) ||
      litestreamConfigFiles.test(path),
  ),
);

/** True where another Compose file of the folder may add mounts to a service. */
function mayBeMountedBy({ file, service }: PlacedService, project: Project): boolean {
  if (service.tool !== 'compose') return false;
  return servicesOf(project).some(
    ({ file: other, service: { tool, name, mounts } }) =>
      tool === 'compose' &&
      other !== file &&
      other.folder === file.folder &&
      name === service.name &&
      mounts.length > 0,
  );
}
