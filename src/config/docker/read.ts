import { commandTextOf } from '../command-text.ts';
import { type DeploymentReader, plainService, type Service } from '../deployment.ts';
import type { DockerCommand, DockerStage } from './dockerfile.ts';
import { readDockerfile } from './dockerfile.ts';

/** Dockerfiles, with what tells several apart before or after their name. */
export const dockerFiles =
  /(?:^|\/)(?!.*ignore$)(?:(?:[\w.-]+\.)?(?:Dockerfile|Containerfile)(?:[.-][\w.-]+)?|[\w.-]+\.dockerfile)$/;

/** The image that a Dockerfile makes. Mounts are given where it is run, beyond its own volumes. */
export const dockerReader: DeploymentReader = {
  files: dockerFiles,
  read(path, text) {
    const stage = readDockerfile(text).at(-1);
    return stage ? [imageOf(path, text, stage)] : [];
  },
};

/** A stage of a Dockerfile as a service. */
export function imageOf(path: string, text: string, stage: DockerStage): Service {
  return {
    ...plainService,
    tool: 'docker',
    name: 'the image',
    range: stage.range,
    image: stage.image,
    dockerfile: path,
    stage: stage.name,
    isBuilt: true,
    mounts: stage.volumes.map(({ value, range }) => ({
      target: value,
      source: undefined,
      kind: 'volume',
      range,
    })),
    environment: stage.environment,
    start: startOf(text, stage),
    workingDirectory: stage.workingDirectory,
    user: stage.user,
  };
}

/** An entrypoint gets the command as its arguments, where both are lists. */
function startOf(text: string, { entrypoint, command }: DockerStage): Service['start'] {
  const what = entrypoint ? 'the image’s entrypoint' : 'the image’s command';
  const whole: DockerCommand | undefined =
    entrypoint?.words && command?.words
      ? { words: [...entrypoint.words, ...command.words], range: entrypoint.range }
      : (entrypoint ?? command);
  return whole ? commandTextOf(text, whole, { purpose: 'start', what }) : [];
}
