import { readCommandTexts } from '../config/command-texts.ts';
import type { CommandText } from '../embedded/shell/command.ts';
import type { Project } from './project.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** The commands that one file holds, text by text in their order. */
export const commandsOfFile = remember((file: SourceFile): readonly CommandText[] =>
  readCommandTexts(file.path, file.text),
);

/** The commands of a project's files, those of files that are set apart left out; only files that have any. */
export const commandsOf = remember(
  ({ sources }: Pick<Project, 'sources'>): ReadonlyMap<SourceFile, readonly CommandText[]> =>
    new Map(
      sources.flatMap((file): [SourceFile, readonly CommandText[]][] => {
        if (file.kind !== 'text' && file.kind !== 'manifest') return [];
        const texts = commandsOfFile(file);
        return texts.length === 0 ? [] : [[file, texts]];
      }),
    ),
);
