import { readCommandTexts } from '../config/command-texts.ts';
import type { CommandText } from '../embedded/shell/command.ts';
import { servicesIn } from './deployment/services-in.ts';
import type { Project } from './project.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** The commands that one file holds, text by text in their order. */
export const commandsOfFile = remember((file: SourceFile): readonly CommandText[] =>
  readCommandTexts(file.path, file.text, servicesIn(file)),
);

type Sources = Pick<Project, 'sources'>;

/** The commands of a file. */
export type FileCommands = readonly [file: SourceFile, texts: readonly CommandText[]];

/** The commands of some of a project's files; only files that have any. */
export function commandsIn(files: readonly SourceFile[]): FileCommands[] {
  return files.flatMap((file): FileCommands[] => {
    if (file.kind !== 'text' && file.kind !== 'manifest') return [];
    const texts = commandsOfFile(file);
    return texts.length === 0 ? [] : [[file, texts]];
  });
}

/**
 * The commands of those files of a project whose text has what a pattern matches, those of files that are set apart left
 * out. Other files are not parsed: the pattern is for what the text of every finding has.
 */
export function commandsWith(pattern: RegExp): (project: Sources) => readonly FileCommands[] {
  const has = remember(
    ({ kind, text }: SourceFile) => (kind === 'text' || kind === 'manifest') && pattern.test(text),
  );
  return remember(({ sources }: Sources) => commandsIn(sources.filter(has)));
}
