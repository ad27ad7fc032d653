import type { Service } from '../../config/deployment.ts';
import { readServices } from '../../config/services.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';

/** A service with the file that describes it. */
export interface PlacedService {
  readonly file: SourceFile;
  readonly service: Service;
}

/** The services that the files of a project describe. Files that are set apart (tests, examples, documentation) count not. */
export const servicesOf = remember((project: Pick<Project, 'sources'>): readonly PlacedService[] =>
  project.sources.flatMap((file) => servicesIn(file).map((service) => ({ file, service }))),
);

/** The services that one file describes. */
export const servicesIn = remember((file: SourceFile): readonly Service[] =>
  readServices(file.path, file.text),
);
