import { appPlatformReader } from './app-platform/read.ts';
import { appRunnerReader } from './app-runner/read.ts';
import { composeReader } from './compose/read.ts';
import type { DeploymentReader, Service } from './deployment.ts';
import { dockerReader } from './docker/read.ts';
import { flyReader } from './fly/read.ts';
import { herokuReader } from './heroku/read.ts';
import { kamalReader } from './kamal/read.ts';
import { kubernetesReader } from './kubernetes/read.ts';
import { procfileReader } from './procfile/read.ts';
import { railwayReader } from './railway/read.ts';
import { renderReader } from './render/read.ts';
import { systemdReader } from './systemd/read.ts';

/** The first whose files match reads a file. */
const readers: readonly DeploymentReader[] = [
  appPlatformReader,
  appRunnerReader,
  composeReader,
  dockerReader,
  flyReader,
  herokuReader,
  kamalReader,
  procfileReader,
  railwayReader,
  renderReader,
  systemdReader,
  kubernetesReader,
];

/** The services that a file describes; none for files of other kinds. Pure. */
export function readServices(path: string, text: string): readonly Service[] {
  return readers.find(({ files }) => files.test(path))?.read(path, text) ?? [];
}
