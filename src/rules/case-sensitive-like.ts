import type { Project } from '../project/project.ts';
import { remember } from '../project/remember.ts';

/** True where a pragma may make LIKE tell upper and lower case apart: other indexes serve it then. */
export const mindsCase = remember(({ sources }: Project): boolean =>
  sources.some(({ text }) => /case_sensitive_like|_cslike/i.test(text)),
);
