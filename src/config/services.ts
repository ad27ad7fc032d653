import { composeReader } from './compose/read.ts';
import type { DeploymentReader, Service } from './deployment.ts';
import { dockerReader } from './docker/read.ts';
import { flyReader } from './fly/read.ts';

const readers: readonly DeploymentReader[] = [composeReader, dockerReader, flyReader];

/** The services that a file describes; none for files of other kinds. Pure. */
export function readServices(path: string, text: string): readonly Service[] {
  return readers.find(({ files }) => files.test(path))?.read(path, text) ?? [];
}
