import type { Written } from '../../embedded/connections/site.ts';

/** How a database is called in messages: as it is written, without its parameters; undefined where nothing of it is. */
export function writtenName(written: Written): string | undefined {
  switch (written.kind) {
    case 'text':
      return written.text.replace(/(?<=.)[?;][\s\S]*$/, '');
    case 'env':
      return `$${written.name}`;
    case 'path':
      return written.written;
    default:
      return undefined;
  }
}

/** The path of the file that a path, a URI or a URL names. */
export function filePathOf(text: string): string {
  return text
    .replace(/^jdbc:/, '')
    .replace(/^(?:sqlite\+?\w*|libsql|file):(?:\/\/(?=\/|[^/]))?/, '')
    .replace(/[?;][\s\S]*$/, '');
}

/** The absolute paths of files in a text, those of URLs of SQLite too: `sqlite:////data/app.db` gives `/data/app.db`. */
export function absolutePathsIn(text: string): string[] {
  const path = /(?:^|[\s"'=,(])(?:(?:jdbc:)?(?:sqlite3?\w*|file):\/*(?=\/))?(\/[\w@%+.-][\w@%+./-]*)/g;
  return [...text.matchAll(path)].flatMap(([, found]) => found ?? []);
}
