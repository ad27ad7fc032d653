import type { Service } from '../../config/deployment.ts';
import { readServices } from '../../config/services.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';

/** The services that one file describes. */
export const servicesIn = remember((file: SourceFile): readonly Service[] =>
  readServices(file.path, file.text),
);
