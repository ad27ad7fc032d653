import type { CommandText } from '../../embedded/shell/command.ts';
import { operandsOf } from '../../embedded/shell/operands.ts';
import { commandsNearDatabases, databaseNamedBy, type NamedDatabase } from '../../project/live-databases.ts';
import type { Project } from '../../project/project.ts';
import type { Range } from '../../text/range.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const app = nodeProgram(
  "export const db = new DatabaseSync('/data/app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
);

export default defineRule({
  id: 'backup/restore-beside-wal',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds restores that put a backup in the place of a database (`cp`, `mv`) and leave the `-wal` of the old one there.',
    why: 'A -wal is left where the application was killed, or is still running. SQLite takes it for that of the restored file and replays it: “database disk image is malformed”.',
    sources: ['https://www.sqlite.org/howtocorrupt.html#_mispairing_database_files_and_hot_journals_'],
    bad: [
      {
        ...app,
        'restore.sh': '#!/bin/sh\nset -e\nsystemctl stop app\ncp "$1" /data/app.db\nsystemctl start app\n',
      },
    ],
    good: [
      {
        ...app,
        'restore.sh':
          '#!/bin/sh\nset -e\nsystemctl stop app\nrm -f /data/app.db-wal /data/app.db-shm\ncp "$1" /data/app.db\n',
      },
      { ...app, 'restore.sh': '#!/bin/sh\nsqlite3 /data/app.db ".restore \'$1\'"\n' },
      // There is no database yet.
      {
        ...app,
        'entrypoint.sh':
          '#!/bin/sh\nif [ ! -f /data/app.db ]; then\n  cp /app/seed.db /data/app.db\nfi\nexec node db.js\n',
      },
    ],
  },
  *checkProject(project) {
    for (const [file, texts] of commandsNearDatabases(project)) {
      for (const text of texts) {
        if (/^(?:ci|image-build|start)$/.test(text.purpose)) continue;
        const replaced = replacedIn(text, project);
        if (!replaced) continue;
        const { by, database, range } = replaced;
        yield {
          file: file.path,
          range,
          message: `${by} puts another file in the place of a database, and leaves the old -wal. One that a crash left is replayed into the restored file, which corrupts it (${database.named}: ${database.why}).`,
          help: `Stop the application, and delete ${database.named}-wal and ${database.named}-shm together with the old file.`,
        };
      }
    }
  },
});

function replacedIn(
  { commands }: CommandText,
  project: Project,
): { readonly by: string; readonly database: NamedDatabase; readonly range: Range } | undefined {
  const isAware = commands.some(({ words }) =>
    words.some(({ text, written }) =>
      /-wal\b|\.(?:db3?|sqlite3?)["']?[*{-]|["'}]-?\*/i.test(text ?? written),
    ),
  );
  if (isAware) return undefined;
  for (const command of commands) {
    const { program, certainty } = command;
    if ((program !== 'cp' && program !== 'mv') || certainty !== 'always') continue;
    const operands = operandsOf(command, /^(?:-[tS])$/);
    const [source, target] = operands;
    if (!source || !target || operands.length !== 2) continue;
    const database = databaseNamedBy(target, commands, project);
    if (database && !databaseNamedBy(source, commands, project))
      return { by: program, database, range: command.range };
  }
  return undefined;
}
