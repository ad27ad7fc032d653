import type { Written } from '../../embedded/connections/site.ts';

/** How a path or URL is called in messages: as it is written; undefined where nothing of it is. */
export function writtenName(written: Written): string | undefined {
  switch (written.kind) {
    case 'text':
      return written.text;
    case 'env':
      return `$${written.name}`;
    case 'path':
      return written.written;
    default:
      return undefined;
  }
}
