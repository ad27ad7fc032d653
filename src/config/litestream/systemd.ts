import {
  checkSetup,
  dataFolders,
  folderNote,
  type LitestreamSetup,
  restoreArguments,
  variablesOf,
} from './setup.ts';

/** Where the package of Litestream puts the program. */
const packaged = '/usr/bin/litestream';

/**
 * A unit that runs Litestream beside an application on the same machine.
 * @throws OptionsError
 */
export function writeSystemdUnit(setup: LitestreamSetup): string {
  checkSetup(setup);
  const program = setup.program.startsWith('/') ? setup.program : packaged;
  const line = (words: readonly string[]): string => [program, ...words].map(unitWord).join(' ');
  const variables = variablesOf(setup);
  const note = folderNote(setup);
  return `${[
    '# /etc/systemd/system/litestream.service',
    "# In the application's own unit, so that it starts on a restored database:",
    '#   [Unit]',
    '#   Requires=litestream.service',
    '#   After=litestream.service',
    '[Unit]',
    'Description=Litestream, continuous backup of SQLite',
    '# The copies go over the network.',
    'Wants=network-online.target',
    'After=network-online.target',
    '# Without the disk there is nothing to copy, and a restore would go to the wrong place.',
    `RequiresMountsFor=${dataFolders(setup).map(unitWord).join(' ')}`,
    '',
    '[Service]',
    ...(setup.user === undefined
      ? [
          '# Name the user who runs the application: Litestream writes beside the database, and restores it.',
          '#User=app',
        ]
      : [
          '# Who runs the application: Litestream writes beside the database, and restores it.',
          `User=${setup.user}`,
        ]),
    ...(variables.length === 0
      ? []
      : [
          `# ${variables.map(({ name, what }) => `${name}=… (${what})`).join(', ')}; readable for root alone (chmod 600).`,
          'EnvironmentFile=/etc/default/litestream',
        ]),
    ...(setup.databases.length === 0
      ? []
      : [
          '# Does nothing where the database is there, or where there is no copy of it yet.',
          ...setup.databases.map((database) => `ExecStartPre=${line(restoreArguments(setup, database))}`),
        ]),
    ...(note === undefined ? [] : [`# ${note}`]),
    `ExecStart=${line(['replicate', '-config', setup.configPath])}`,
    '# Whatever ends it, copies must go on.',
    'Restart=always',
    'RestartSec=5',
    '# A large database takes a while to come back.',
    'TimeoutStartSec=infinity',
    '# Long enough for the last changes to be copied.',
    'TimeoutStopSec=60',
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ].join('\n')}\n`;
}

/** A word as systemd reads it back: % starts what it fills in, $ names a variable. */
function unitWord(text: string): string {
  const escaped = text.replace(/[%$]/g, '$&$&');
  return /[\s"'\\;]/.test(escaped) ? `"${escaped.replace(/["\\]/g, '\\$&')}"` : escaped;
}
