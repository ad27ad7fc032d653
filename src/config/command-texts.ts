import type { CommandText } from '../embedded/shell/command.ts';
import { cronFiles, readCrontab } from './cron/commands.ts';
import type { Service } from './deployment.ts';
import { readDockerCommands } from './docker/commands.ts';
import { dockerFiles } from './docker/read.ts';
import { flyReleaseCommand } from './fly/commands.ts';
import { flyReader } from './fly/read.ts';
import { githubFiles, readGithubWorkflow } from './github/commands.ts';
import { gitlabFiles, readGitlabPipeline } from './gitlab/commands.ts';
import { justFiles, readJustfile } from './just/commands.ts';
import { readInitContainers } from './kubernetes/commands.ts';
import { makeFiles, readMakefile } from './make/commands.ts';
import { npmFiles, readPackageScripts } from './npm/commands.ts';
import { readShellScript } from './scripts/shell.ts';
import { readServices } from './services.ts';
import { readTaskfile, taskFiles } from './taskfile/commands.ts';

/** Files with commands beside those that start a service, and how they are read. */
const readers: readonly {
  readonly files: RegExp;
  readonly read: (text: string, path: string) => readonly CommandText[];
}[] = [
  { files: dockerFiles, read: readDockerCommands },
  { files: npmFiles, read: readPackageScripts },
  { files: githubFiles, read: readGithubWorkflow },
  { files: gitlabFiles, read: readGitlabPipeline },
  { files: taskFiles, read: readTaskfile },
  { files: makeFiles, read: readMakefile },
  { files: justFiles, read: readJustfile },
  { files: cronFiles, read: (text, path) => readCrontab(path, text) },
  { files: flyReader.files, read: flyReleaseCommand },
  { files: /\.ya?ml$/, read: readInitContainers },
];

/**
 * The commands that stand in a file, text by text in their order; none for files of other kinds. Pure.
 * @param services what `readServices` gives for the file
 */
export function readCommandTexts(
  path: string,
  text: string,
  services: readonly Service[] = readServices(path, text),
): readonly CommandText[] {
  const own = readers.find(({ files }) => files.test(path))?.read(text, path) ?? readShellScript(path, text);
  const started = services.flatMap(({ start }) => start);
  const places = new Set(own.map(({ range }) => range.start));
  return [...own, ...started.filter(({ range }) => !places.has(range.start))].sort(
    (a, b) => a.range.start - b.range.start,
  );
}
