import type { SourceFile } from './source-file.ts';

/** The order in which a program of the project names the files of a folder. */
export interface ListedOrder {
  /** The file that lists them. */
  readonly by: SourceFile;
  readonly files: readonly SourceFile[];
  /** Files of the folder that it does not name. */
  readonly unlisted: readonly SourceFile[];
}

/**
 * Finds the program that lists the files of a folder: migrations whose names have no order are often run by one that
 * names them one after the other. It must name most of them; one that is named again keeps its first place, as the key of
 * an object does. Two programs that disagree decide nothing.
 * @param files the `.sql` files of one folder
 * @param programs sources of the project
 */
export function listedOrder(
  files: readonly SourceFile[],
  programs: readonly SourceFile[],
): ListedOrder | undefined {
  if (files.length < 3) return undefined;
  const found = programs.flatMap((by): ListedOrder[] => {
    const named = files.flatMap((file) => {
      const name = file.path.slice(file.path.lastIndexOf('/') + 1);
      const at = quotedAt(by.text, name);
      return at === undefined ? [] : [{ file, at }];
    });
    if (named.length * 3 < files.length * 2) return [];
    const listed = named.sort((a, b) => a.at - b.at).map(({ file }) => file);
    return [{ by, files: listed, unlisted: files.filter((file) => !listed.includes(file)) }];
  });
  const [first, ...others] = found;
  const same = others.every((other) => other.files.join('\n') === first?.files.join('\n'));
  return same ? first : undefined;
}

/** Where a text first has a file's name in quotes, perhaps behind its folder. */
function quotedAt(text: string, name: string): number | undefined {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (/["'`/]/.test(text[at - 1] ?? '') && /["'`]/.test(text[at + name.length] ?? '')) return at;
  }
  return undefined;
}
