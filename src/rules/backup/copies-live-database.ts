import type { CommandText, ShellCommand } from '../../embedded/shell/command.ts';
import { copyOf } from '../../embedded/shell/copies.ts';
import { commandsNearDatabases, databaseNamedBy, type NamedDatabase } from '../../project/live-databases.ts';
import type { Project } from '../../project/project.ts';
import { remember } from '../../project/remember.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule, type FileProblem } from '../rule.ts';

const app = nodeProgram(
  "export const db = new DatabaseSync('/data/app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
);

export default defineRule({
  id: 'backup/copies-live-database',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds backups that copy the file of a database which the project has open: `cp`, `rsync`, `scp`, `tar`, `docker cp`, `aws s3 cp` and the like in scripts, timers, pipelines and recipes.',
    why: 'Such a copy is made page by page while the application writes: it can hold one half of a transaction. In WAL mode, what was committed last is not in the file at all, but in the -wal beside it. Nobody notices before the backup is needed. `.backup`, `VACUUM INTO` and Litestream read one committed state, whoever writes.',
    sources: [
      'https://www.sqlite.org/howtocorrupt.html#_backup_or_restore_while_a_transaction_is_active',
      'https://www.sqlite.org/backup.html',
      'https://www.sqlite.org/lang_vacuum.html#vacuuminto',
    ],
    bad: [
      {
        ...app,
        'scripts/backup.sh':
          '#!/bin/bash\nROOT_DIR="$(cd "$(dirname "$0")/.." && pwd)"\nDB_FILE="$ROOT_DIR/data/app.db"\ngzip -c "$DB_FILE" > "/backups/app-$(date +%F).db.gz"\n',
      },
      { ...app, 'backup.sh': '#!/bin/sh\ncp /data/app.db "/backups/app-$(date +%F).db"\n' },
      { ...app, 'backup.sh': '#!/bin/sh\ncp /data/app.db /backups/app.db\n' },
      { ...app, 'deploy/crontab': '0 3 * * * rsync -a /data/app.db backup@vault:/srv/app/\n' },
      {
        ...app,
        Makefile: 'DB := /data/app.db\n\nbackup:\n\t@docker cp web:$(DB) ./backups/app.db\n',
      },
      {
        ...app,
        'backup.sh': '#!/bin/sh\nDB=${DB:-/data/app.db}\naws s3 cp "$DB" s3://backups/app.db\n',
      },
    ],
    good: [
      // Below a folder of backups.
      { ...app, 'upload.sh': '#!/bin/sh\naws s3 cp "$BACKUP_DIR/app.db" s3://backups/\n' },
      {
        ...app,
        'backup.sh':
          '#!/bin/sh\nsqlite3 /data/app.db ".backup \'/backups/app.db\'"\naws s3 cp /backups/app.db s3://backups/\n',
      },
      // Into its place, not out of it.
      {
        ...app,
        'restore.sh': '#!/bin/sh\nrm -f /data/app.db-wal /data/app.db-shm\ncp /backups/app.db /data/app.db\n',
      },
      // Nobody has it open.
      {
        ...app,
        'backup.sh': '#!/bin/sh\nsystemctl stop app\ncp /data/app.db /backups/app.db\nsystemctl start app\n',
      },
      {
        ...app,
        'fetch.sh': "#!/bin/sh\nssh web 'sudo systemctl stop app'\nscp web:/data/app.db .\n",
      },
      // Of development.
      {
        ...nodeProgram(
          "export const db = new DatabaseSync('storage/development.sqlite3', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
        ),
        'bin/try-restore.sh': '#!/bin/sh\nDB="${1:-storage/development.sqlite3}"\ncp "$DB" "$DB.kept"\n',
      },
      // Before the application is started.
      { ...app, 'entrypoint.sh': '#!/bin/sh\ncp /data/app.db /data/before-migration.db\nexec node db.js\n' },
      // Another file, of which nothing is known.
      { ...app, 'backup.sh': '#!/bin/sh\ncp /srv/reports.db /backups/\n' },
      { ...app, Dockerfile: 'FROM node:24\nCOPY . /app\nRUN cp /data/app.db /seed.db\n' },
    ],
  },
  *checkProject(project) {
    for (const [file, texts] of commandsNearDatabases(project)) {
      for (const text of texts) {
        if (text.purpose === 'image-build' || text.purpose === 'start' || startsProgram(text)) continue;
        for (const [index, command] of text.commands.entries()) {
          const found = copied(command, text, project);
          if (!found || isQuiet(text.commands.slice(0, index), found.database)) continue;
          const { by, database, range, fixes } = found;
          yield {
            file: file.path,
            range,
            message: `${by} of ${shortened(database.named)}, which is in use, can give a backup that is corrupt. ${database.why}: the copy may hold half a transaction${lackOf(database)}.`,
            help: `Let SQLite copy it: sqlite3 ${database.named} ".backup 'copy.db'", or VACUUM INTO, and take that copy.`,
            fixes,
          };
        }
      }
    }
  },
});

interface Found {
  readonly by: string;
  readonly database: NamedDatabase;
  readonly range: FileProblem['range'];
  readonly fixes: NonNullable<FileProblem['fixes']>;
}

const copyIn = remember(copyOf);

/** What a command copies of the project's databases. Pipelines build and test with databases of their own. */
function copied(
  command: ShellCommand,
  { commands, purpose }: CommandText,
  project: Project,
): Found | undefined {
  const copy = copyIn(command);
  if (!copy) return undefined;
  const { by, sources, target } = copy;
  const isRemote = sources.some(({ text }) => /^[\w.@-]{2,}:\//.test(text ?? '')) || by.startsWith('fly');
  if (purpose === 'ci' && !isRemote) return undefined;
  for (const source of sources) {
    const database = databaseNamedBy(source, commands, project);
    if (!database) continue;
    if (target && databaseNamedBy(target, commands, project)) return undefined;
    const isSimple =
      by === 'cp' &&
      sources.length === 1 &&
      command.launchers.length === 0 &&
      /\.[\w-]+$/.test(target?.text ?? '');
    return {
      by,
      database,
      range: source.range,
      fixes: isSimple
        ? [
            {
              title: 'Copy it with the backup command of sqlite3',
              safe: false,
              edits: [
                {
                  range: command.range,
                  text: `sqlite3 ${source.written} ".backup '${target?.text}'"`,
                },
              ],
            },
          ]
        : [],
    };
  }
  return undefined;
}

/** True where commands before it have stopped what writes, or have taken the database's own copy. */
function isQuiet(before: readonly ShellCommand[], { path }: NamedDatabase): boolean {
  return before.some(({ program, words }) => {
    const all = words.map(({ text, written }) => text ?? written);
    if (program === 'sqlite3')
      return (
        all.some((word) => word.includes(path)) ||
        all.some((word) => /backup|vacuum|wal_checkpoint/i.test(word))
      );
    return (
      /^(?:kill|pkill|killall|fuser|halt)$/.test(program ?? '') ||
      // A word may be a command itself: `ssh web 'systemctl stop app'`.
      all
        .slice(1)
        .flatMap((word) => word.split(/[\s;&|"']+/))
        .some((word) => /^(?:stop|down|kill|pause|unload|bootout|quiesce|--replicas=0|scale)$/.test(word)) ||
      /\bstop\b/.test(program ?? '')
    );
  });
}

/** True for a script that starts the application at its end: nobody has the database open before. */
function startsProgram({ commands }: CommandText): boolean {
  return commands.some(
    ({ launchers, program, words }) =>
      (launchers.includes('exec') && words.length > 0) ||
      (program === 'litestream' && words[1]?.text === 'replicate'),
  );
}

/** What a copy of the file alone has not, by the journal mode. */
function lackOf({ journalMode }: NamedDatabase): string {
  if (journalMode === undefined) return ', and in WAL mode lacks what is still in the -wal';
  if (journalMode === 'wal') return ', and lacks what is still in the -wal';
  return /^(?:delete|truncate|persist)$/.test(journalMode)
    ? ', and lacks the -journal that would undo it'
    : '';
}

function shortened(path: string): string {
  return path.length > 28 ? 'a database' : path;
}
