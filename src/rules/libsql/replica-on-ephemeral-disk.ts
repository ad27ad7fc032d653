import { targetOf } from '../../embedded/connections/libsql-client.ts';
import { ephemeralPlatformOf } from '../../project/platforms.ts';
import { libsqlProgram, remote, replica } from '../libsql-examples.ts';
import { defineRule } from '../rule.ts';

const vercel = {
  'package.json': '{ "dependencies": { "next": "16.0.0", "@libsql/client": "0.18.0" } }\n',
  'vercel.json': '{}\n',
};

export default defineRule({
  id: 'libsql/replica-on-ephemeral-disk',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds embedded replicas in programs that run where files do not last: on Vercel’s, Netlify’s or Lambda’s functions, on Heroku’s dynos.',
    why: 'A replica is a file. Where it cannot be written the client throws; where it is gone after each start, all of the database is fetched again, and counted.',
    sources: ['https://docs.turso.tech/features/embedded-replicas/introduction'],
    bad: [{ ...libsqlProgram(replica), ...vercel }],
    good: [{ ...libsqlProgram(remote), ...vercel }, libsqlProgram(replica)],
  },
  *checkProject(project) {
    for (const { file, client } of project.libsqlClients) {
      if (targetOf(client) !== 'file' || !client.options.some(({ name }) => name === 'syncUrl')) continue;
      const platform = ephemeralPlatformOf(file, project);
      if (!platform) continue;
      yield {
        file: file.path,
        range: client.urlRange ?? client.range,
        message: `This replica is on the disk of ${platform.name}: ${platform.disk} (${platform.file.path}).`,
        help: 'Give url the address of the database on the server, and leave out syncUrl.',
      };
    }
  },
});
