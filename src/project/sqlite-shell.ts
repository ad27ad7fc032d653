import type { CommandText, ShellCommand, ShellWord } from '../embedded/shell/command.ts';
import { operandsOf } from '../embedded/shell/operands.ts';
import { commandsWith } from './commands.ts';
import type { Project } from './project.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** SQL that a script gives the `sqlite3` program. */
export interface ShellSql {
  readonly file: SourceFile;
  readonly text: CommandText;
  readonly command: ShellCommand;
  readonly database: ShellWord;
  /** SQL and commands with a dot, as they are written. */
  readonly sql: ShellWord;
}

const commandsWithSqlite = commandsWith(/sqlite3/);

/** What the scripts of a project run by the `sqlite3` program: https://sqlite.org/cli.html */
export const sqliteShellSql = remember((project: Project): readonly ShellSql[] => {
  const found: ShellSql[] = [];
  for (const [file, texts] of commandsWithSqlite(project)) {
    for (const text of texts)
      for (const command of text.commands) {
        if (command.program !== 'sqlite3') continue;
        const [database, ...sql] = operandsOf(
          command,
          /^--?(?:cmd|init|separator|nullvalue|newline|mmap|vfs)$/,
        );
        const handed = (command.redirections ?? []).flatMap(({ operator, word }) =>
          operator.startsWith('<<') && word ? [word] : [],
        );
        if (database)
          for (const one of [...sql, ...handed]) found.push({ file, text, command, database, sql: one });
      }
  }
  return found;
});
