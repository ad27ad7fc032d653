import type { EnvironmentVariable, Mount, Service } from '../../config/deployment.ts';
import { readDockerfile, stageNamed } from '../../config/docker/dockerfile.ts';
import { imageOf } from '../../config/docker/read.ts';
import { type ClusterObjects, readClusterObjects, settledBy } from '../../config/kubernetes/read.ts';
import { isAtOrBelow, nameOf } from '../../text/paths.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';
import { servicesIn } from './services-in.ts';

/** A service with the file that describes it. */
export interface PlacedService {
  readonly file: SourceFile;
  readonly service: Service;
  /** What the Dockerfile says that it is built from, with its file; undefined where there is none in the project. */
  readonly image: { readonly file: SourceFile; readonly service: Service } | undefined;
}

type Sources = Pick<Project, 'sources'>;

/**
 * The services that the files of a project describe, with what other files say of them: claims and autoscalers of a
 * cluster, the Dockerfiles that they are built from. Files that are set apart (tests, examples, documentation) count not.
 */
export const servicesOf = remember((project: Sources): readonly PlacedService[] => {
  const placed = project.sources.flatMap((file) => servicesIn(file).map((service) => ({ file, service })));
  if (placed.length === 0) return [];
  const byPath = new Map(project.sources.map((file) => [file.path, file]));
  const settle = settling(placed, project);
  return placed.map(({ file, service }) => {
    const settled = settle(service, file);
    const dockerfile = service.dockerfile === undefined ? undefined : byPath.get(service.dockerfile);
    if (!dockerfile || service.tool === 'docker') return { file, service: settled, image: undefined };
    const image = stageIn(dockerfile, service.stage);
    return { file, service: settled, image: image && { file: dockerfile, service: image } };
  });
});

const stagesIn = remember((file: SourceFile) => readDockerfile(file.text));

function stageIn(file: SourceFile, name: string | undefined): Service | undefined {
  const stage = stageNamed(stagesIn(file), name);
  return stage && imageOf(file.path, file.text, stage);
}

/** Patches of Kustomize change what other files describe. https://kubectl.docs.kubernetes.io/references/kustomize/ */
function isKustomization({ path, text }: SourceFile): boolean {
  return (
    /^kustomization\.ya?ml$/i.test(nameOf(path)) && /^\s*(?:patches\w*|components|replicas)\s*:/m.test(text)
  );
}

const objectsIn = remember((file: SourceFile): ClusterObjects => readClusterObjects(file.text));

type Settle = (service: Service, file: SourceFile) => Service;

/** Adds to services what other files of their folders say of them. */
function settling(placed: readonly Pick<PlacedService, 'file' | 'service'>[], { sources }: Sources): Settle {
  const foldersOf = (tool: Service['tool']): ReadonlySet<string> =>
    new Set(placed.flatMap(({ file, service }) => (service.tool === tool ? [file.folder] : [])));
  const ofCluster = foldersOf('kubernetes');
  const ofKamal = foldersOf('kamal');
  if (ofCluster.size + ofKamal.size === 0) return (service) => service;

  const isPatched = sources.some(isKustomization);
  const objects = new Map<string, ClusterObjects[]>();
  const destinations = new Set<string>();
  for (const file of sources) {
    if (!/\.ya?ml$/.test(file.path)) continue;
    const { folder } = file;
    if (ofCluster.has(folder)) objects.set(folder, [...(objects.get(folder) ?? []), objectsIn(file)]);
    if (ofKamal.has(folder) && destinationFile.test(file.path)) destinations.add(folder);
  }
  const isReplaced = ({ tool }: Service, { folder }: SourceFile): boolean =>
    tool === 'kubernetes' ? isPatched : tool === 'kamal' && destinations.has(folder);
  return (service, file) => {
    const own = isReplaced(service, file)
      ? { ...service, mountsAreWhole: false, instances: undefined }
      : service;
    if (service.tool !== 'kubernetes') return own;
    const near = objects.get(file.folder) ?? [];
    return settledBy(own, {
      claims: new Map(near.flatMap(({ claims }) => [...claims])),
      autoscalers: new Map(near.flatMap(({ autoscalers }) => [...autoscalers])),
    });
  };
}

/** What replaces volumes and servers for a destination: https://kamal-deploy.org/docs/configuration/overview/#destinations */
const destinationFile = /(?:^|\/)config\/deploy\.[\w-]+\.yml$/;

/** What a service is like when it runs: what its file says, and what its image does where the file says nothing. */
export interface Running {
  readonly mounts: readonly Mount[];
  /** False where more may be mounted. */
  readonly mountsAreWhole: boolean;
  /** By name. */
  readonly environment: ReadonlyMap<string, EnvironmentVariable & { readonly file: SourceFile }>;
  readonly workingDirectory: string | undefined;
  readonly start: Service['start'];
}

/** Images of languages and systems without volumes of their own. */
const plainImages =
  /^(?:(?:docker\.io|public\.ecr\.aws\/docker)\/)?(?:library\/)?(?:node|python|ruby|golang|rust|alpine|debian|ubuntu|busybox|scratch|php|openjdk|eclipse-temurin|amazoncorretto|elixir|erlang|(?:oven\/)?bun|nginx)(?:[:@]|$)|^(?:gcr\.io\/distroless|mcr\.microsoft\.com\/dotnet|cgr\.dev\/chainguard|denoland)\//;

/** A service as it runs. */
export const runningOf = remember(({ file, service, image }: PlacedService): Running => {
  const environment = new Map<string, EnvironmentVariable & { readonly file: SourceFile }>();
  for (const variable of image?.service.environment ?? [])
    environment.set(variable.name, { ...variable, file: image?.file ?? file });
  for (const variable of service.environment) environment.set(variable.name, { ...variable, file });
  // Compose hands the volumes that an image declares from an old container to the new one; other tools do not.
  const keepsOwn = service.tool === 'compose';
  const base = image?.service.image?.value;
  const ownAreKnown = base !== undefined && plainImages.test(base);
  return {
    mounts: keepsOwn ? [...service.mounts, ...(image?.service.mounts ?? [])] : service.mounts,
    mountsAreWhole: service.mountsAreWhole && (!keepsOwn || ownAreKnown),
    environment,
    workingDirectory: service.workingDirectory ?? image?.service.workingDirectory,
    start: service.start.length > 0 ? service.start : (image?.service.start ?? []),
  };
});

/** True where a file is a part of what a service is built from, and of no other service with an image of its own. */
export function isBuiltFrom({ service }: PlacedService, path: string, project: Sources): boolean {
  if (!service.isBuilt || service.context === undefined || !isAtOrBelow(path, service.context)) return false;
  const rivals = servicesOf(project).filter(
    ({ service: other }) =>
      other.isBuilt &&
      other.tool !== 'docker' &&
      other.context !== undefined &&
      isAtOrBelow(path, other.context) &&
      originOf(other) !== originOf(service),
  );
  if (rivals.length === 0) return true;
  const depth = depthAbove(path, service);
  return rivals.every(({ service: other }) => depthAbove(path, other) < depth);
}

/** What tells the images of services apart. */
function originOf({ dockerfile, stage, context }: Service): string {
  return `${dockerfile ?? `in ${context}`} ${stage ?? ''}`;
}

/** How far down the tree the folder is that a service is built from, or that of its Dockerfile where that holds a path. */
function depthAbove(path: string, { context = '', dockerfile }: Service): number {
  const folder = dockerfile?.slice(0, Math.max(0, dockerfile.lastIndexOf('/'))) ?? '';
  const nearest = isAtOrBelow(path, folder) && folder.length > context.length ? folder : context;
  return nearest === '' ? 0 : nearest.split('/').length;
}
