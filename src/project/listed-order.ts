import { nameOf } from '../text/paths.ts';
import { shapedBy, tablesOf } from './definitions.ts';
import { remember } from './remember.ts';
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
 * names them one after the other. It must name most of them, or count them; one that is named again keeps its first place, as the key of
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
    if (filesNamedBy(by).size === 0) return [];
    const named = files.flatMap((file) => {
      const name = nameOf(file.path);
      const at = filesNamedBy(by).get(name);
      return at === undefined ? [] : [{ file, at }];
    });
    const listed = named.sort((a, b) => a.at - b.at).map(({ file }) => file);
    const unlisted = files.filter((file) => !listed.includes(file));
    const counted = countedBefore(listed, unlisted, by);
    if ((listed.length + counted.length) * 3 < files.length * 2) return [];
    return [
      { by, files: [...counted, ...listed], unlisted: unlisted.filter((file) => !counted.includes(file)) },
    ];
  });
  const [first, ...others] = found;
  const same = others.every((other) => other.files.join('\n') === first?.files.join('\n'));
  return same ? first : undefined;
}

/** The `.sql` files that a program names in quotes, perhaps behind their folders, with the place of the first mention. */
export const filesNamedBy = remember((program: SourceFile): ReadonlyMap<string, number> => {
  const names = new Map<string, number>();
  if (!program.text.includes('.sql')) return names;
  for (const match of program.text.matchAll(/["'`/]([\w.@+-]+\.sql)["'`]/g)) {
    const name = match[1] as string;
    if (!names.has(name)) names.set(name, match.index);
  }
  return names;
});

/**
 * The unlisted files that the same program runs by their numbers, as with `patch${version}.sql`, in their order. They
 * stand before the list where the list goes on with a table of theirs and makes none: the other way round, a rebuild
 * among them would throw away the columns that the list has added.
 */
function countedBefore(
  listed: readonly SourceFile[],
  unlisted: readonly SourceFile[],
  by: SourceFile,
): SourceFile[] {
  const counted = unlisted.flatMap((file) => {
    const [, prefix, number, suffix] = /^(.*?)(\d+)(\D*\.sql)$/.exec(nameOf(file.path)) ?? [];
    return number !== undefined && countsFiles(by).has(`${prefix}#${suffix}`)
      ? [{ file, number: Number(number) }]
      : [];
  });
  const theirs = new Set(counted.flatMap(({ file }) => [...shapedBy(file)]));
  const goesOn = listed.some((file) => [...shapedBy(file)].some((table) => theirs.has(table)));
  if (!goesOn || [...tablesOf(listed)].some((table) => theirs.has(table))) return [];
  return counted.sort((a, b) => a.number - b.number).map(({ file }) => file);
}

/** The names that a program puts together with a number (`${i}`, `{i}`, `%d`), each as `patch#.sql`. */
const countsFiles = remember((program: SourceFile): ReadonlySet<string> => {
  const names = program.text.matchAll(/["'`/]([\w.@+-]*)(?:\$?\{\w+\}|%\d*d)([\w.@+-]*\.sql)["'`]/g);
  return new Set([...names].map(([, prefix, suffix]) => `${prefix}#${suffix}`));
});
