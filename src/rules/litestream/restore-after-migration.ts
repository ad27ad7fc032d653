import type { ShellCommand } from '../../embedded/shell/command.ts';
import { litestreamCommandsOf } from '../../project/litestream/commands.ts';
import { defineRule } from '../rule.ts';

const image = (script: string): Record<string, string> => ({
  Dockerfile: 'FROM node:24\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n',
  'run.sh': `#!/bin/sh\nset -e\n${script}`,
});

export default defineRule({
  id: 'litestream/restore-after-migration',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds start scripts that run migrations before `litestream restore`.',
    why: 'The migration makes an empty database. With `-if-db-not-exists` nothing is restored from then on, without a word; without it the restore fails. A machine that has lost its disk starts empty, and Litestream replicates that.',
    sources: ['https://litestream.io/reference/restore/', 'https://litestream.io/guides/docker/'],
    bad: [
      image(
        'npx prisma migrate deploy\nlitestream restore -if-db-not-exists -if-replica-exists /data/app.db\nexec litestream replicate -exec "node server.js"\n',
      ),
    ],
    good: [
      image(
        'litestream restore -if-db-not-exists -if-replica-exists /data/app.db\nnpx prisma migrate deploy\nexec litestream replicate -exec "node server.js"\n',
      ),
      // To another place, to have a look at it.
      image('npx prisma migrate deploy\nlitestream restore -o /tmp/check.db /data/app.db\n'),
    ],
  },
  *checkProject(project) {
    for (const { file, text, index, command, name, options } of litestreamCommandsOf(project)) {
      if (name?.text !== 'restore' || !/^(?:script|start)$/.test(text.purpose)) continue;
      if (options.some((option) => option.name === 'o')) continue;
      const before = text.commands.slice(0, index);
      const migration = before.find(migrates);
      if (!migration || before.some(({ program }) => program === 'rm' || program === 'mv')) continue;
      const skips = options.some((option) => option.name === 'if-db-not-exists');
      yield {
        file: file.path,
        range: command.range,
        message: `This restore comes too late: the migration before it has already made the database. ${skips ? 'With -if-db-not-exists nothing is restored, without a word.' : 'It fails, because its output file exists.'}`,
        help: `Run it before ${migration.program}.`,
      };
    }
  },
});

const migrations =
  /\b(?:prisma (?:migrate deploy|db push)|(?:rails|rake) db:(?:prepare|migrate|setup|create)|alembic upgrade|manage\.py migrate|flask db upgrade|knex migrate:latest|drizzle-kit (?:migrate|push)|dbmate (?:\S+ )*(?:up|migrate)|diesel migration run|sqlx (?:migrate run|database (?:create|setup))|atlas migrate apply|artisan migrate|ecto\.migrate|sequelize(?:-cli)? db:migrate)\b/;

/** True for a command that surely runs, and makes the database. */
function migrates({ words, certainty }: ShellCommand): boolean {
  return (
    certainty === 'always' && migrations.test(words.map(({ text, written }) => text ?? written).join(' '))
  );
}
