import type { CommandText, ShellCommand, ShellWord } from '../../embedded/shell/command.ts';
import { operandsOf } from '../../embedded/shell/operands.ts';
import { commandsWith } from '../../project/commands.ts';
import { aside } from '../../project/live-databases.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'backup/removes-wal',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds scripts, recipes and timers that delete the `-wal` or the `-journal` of a database, and leave the database itself.',
    why: 'They are a part of the database. What was committed last stands in the -wal alone: without it these rows are gone. A -journal that a crash has left holds what is needed to undo half a transaction: without it the database is corrupt. SQLite removes both by itself, when the last connection is closed.',
    sources: [
      'https://www.sqlite.org/howtocorrupt.html#_unlinking_or_renaming_a_database_file_while_in_use',
      'https://www.sqlite.org/tempfiles.html#write_ahead_log_wal_files',
    ],
    bad: [
      { 'scripts/cleanup.sh': '#!/bin/sh\nrm -f /data/app.db-wal /data/app.db-shm\n' },
      { 'package.json': '{ "scripts": { "unlock": "rm -f data/*.db-wal data/*.db-shm" } }\n' },
      { Makefile: 'unlock:\n\trm -f $(DB_PATH)-journal\n' },
    ],
    good: [
      // Together with the database.
      { 'reset.sh': '#!/bin/sh\nrm -f data/app.db data/app.db-wal data/app.db-shm\n' },
      { 'reset.sh': '#!/bin/sh\nrm -f data/app.db{,-wal,-shm}\n' },
      { Makefile: 'clean:\n\trm -f data/*.db\n\trm -f data/*.db-wal data/*.db-shm\n' },
      { 'reset.sh': '#!/bin/sh\nrm -f audit.db\nrm -f *.db-wal\n' },
      // Of a test.
      { 'test.sh': '#!/bin/sh\nrm -f /tmp/check.db-wal tests/app.db-shm\nnpm test\n' },
      // It belongs to the database that another replaces.
      {
        'restore.sh': '#!/bin/sh\nrm -f /data/app.db-wal /data/app.db-shm\ncp /backups/app.db /data/app.db\n',
      },
      // Without a -wal, the -shm is made anew by whoever opens the database.
      { 'start.sh': '#!/bin/sh\nrm -f /data/app.db-shm\nexec node server.js\n' },
    ],
  },
  *checkProject(project) {
    for (const [file, texts] of commandsWithLogs(project)) {
      for (const text of texts) {
        if (text.purpose === 'ci' || text.purpose === 'image-build') continue;
        for (const command of text.commands) {
          const removed = removedLog(command, text);
          if (!removed) continue;
          const { word, log } = removed;
          yield {
            file: file.path,
            range: word.range,
            message:
              log === 'wal'
                ? 'This deletes the -wal of a database, and with it what was committed last. It is a part of the database until SQLite itself removes it.'
                : 'This deletes the -journal of a database, without which a crash leaves it corrupt. It holds what undoes the transaction that was under way.',
            help: 'Leave the file: SQLite removes it with the last connection. To empty the -wal, run PRAGMA wal_checkpoint(TRUNCATE).',
          };
        }
      }
    }
  },
});

const commandsWithLogs = commandsWith(/\b(?:wal|journal)\b/i);

const logFile =
  /^["']?(.*(?:\.(?:db3?|sqlite3?)|\$\{?\w*(?:DB|DATABASE|SQLITE)\w*\}?|\$\(\w*(?:DB|DATABASE|SQLITE)\w*\)))["']?-(wal|journal)["']?$/i;

const databaseFile = /\.(?:db3?|sqlite3?)\*?$/i;

/** The first log of a database that a command deletes, where the text does nothing else with that database. */
function removedLog(
  command: ShellCommand,
  { commands }: CommandText,
): { readonly word: ShellWord; readonly log: string } | undefined {
  if (command.program !== 'rm' && command.program !== 'unlink') return undefined;
  for (const word of operandsOf(command, /^$/)) {
    const [, base, log] = logFile.exec(word.text ?? word.written) ?? [];
    if (base === undefined || log === undefined || aside.test(base)) continue;
    return isNamed(bare(base), commands) ? undefined : { word, log: log.toLowerCase() };
  }
  return undefined;
}

/** True where the text names a database itself, or a pattern or folder that it falls under. */
function isNamed(base: string, commands: readonly ShellCommand[]): boolean {
  return commands.some(({ program, words, redirections = [] }) =>
    [...words.slice(1), ...redirections.flatMap(({ word }) => word ?? [])].some((word) =>
      [word.text, word.byDefault, word.written].some((written) => {
        const text = bare(written ?? '');
        if (text === '') return false;
        if (text === base || text.endsWith(`=${base}`)) return true;
        // Of all databases of a folder, those that the text deletes may be the ones.
        if (program === 'rm' && /[*?]/.test(base) && databaseFile.test(text)) return true;
        if (program === 'rm' && text.endsWith('*')) return base.startsWith(text.replace(/\*+$/, ''));
        return program === 'rm' && base.startsWith(`${text.replace(/\/$/, '')}/`);
      }),
    ),
  );
}

function bare(text: string): string {
  return text.replace(/["']/g, '').replace(/\$\{(\w+)\}/g, '$$$1');
}
