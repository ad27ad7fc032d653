import { OptionsError } from '../options-error.ts';
import { checkSetup, folderNote, type LitestreamSetup, restoreArguments } from './setup.ts';
import { checkCommand } from './write.ts';

/**
 * A script that starts a container or machine: it restores what is gone, then lets Litestream start the application.
 * Litestream hands signals on, waits for the application and copies the last changes before it ends.
 * @throws OptionsError
 */
export function writeStartScript(setup: LitestreamSetup): string {
  checkSetup(setup);
  const command = setup.command ?? setup.exec;
  if (command === undefined)
    throw new OptionsError('a start script starts the application: name its command');
  checkCommand(command);
  const line = (words: readonly string[]): string => [setup.program, ...words].map(shellWord).join(' ');
  const note = folderNote(setup);
  return `${[
    '#!/bin/sh',
    '# Starts the application under Litestream: its database comes back where the disk is new, and is copied from then on.',
    '',
    '# A restore that fails must not be followed by a start on an empty database.',
    'set -eu',
    '',
    ...(setup.databases.length === 0
      ? []
      : [
          '# Does nothing where the database is there, or where there is no copy of it yet.',
          ...setup.databases.map((database) => line(restoreArguments(setup, database))),
          '',
        ]),
    ...(note === undefined ? [] : [`# ${note}`, '']),
    '# Litestream takes the place of this shell, so that it gets the signals. It starts the command without a shell: no',
    '# operators and no variables in it. When it is told to stop, it stops the application, copies what is left, and ends.',
    `exec ${line(['replicate', '-config', setup.configPath, '-exec', command])}`,
  ].join('\n')}\n`;
}

/** A word as a shell reads it back, quoted where it has to be. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
