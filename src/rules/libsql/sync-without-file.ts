import { targetOf } from '../../embedded/connections/libsql-client.ts';
import type { Range } from '../../text/range.ts';
import { libsqlProgram, remote, replica } from '../libsql-examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'libsql/sync-without-file',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds clients of libSQL with a `syncUrl` whose `url` is no file.',
    why: 'An embedded replica is a file, which `url` names. Where that leads to a server, @libsql/client makes a plain client of it without a word, and sync() throws; with `:memory:` it throws at once.',
    sources: ['https://docs.turso.tech/features/embedded-replicas/introduction'],
    bad: [
      libsqlProgram(`${remote}, syncUrl: 'libsql://app-org.turso.io', syncInterval: 60`),
      libsqlProgram("url: ':memory:', syncUrl: process.env.TURSO_DATABASE_URL"),
      libsqlProgram('url: process.env.TURSO_DATABASE_URL, syncUrl: process.env.TURSO_DATABASE_URL'),
    ],
    good: [
      libsqlProgram(replica),
      libsqlProgram(remote),
      // It may be a file.
      libsqlProgram('url: process.env.LOCAL_URL, syncUrl: process.env.TURSO_DATABASE_URL'),
    ],
  },
  *checkProject({ libsqlClients }) {
    for (const { file, client } of libsqlClients) {
      const sync = client.options.find(({ name }) => name === 'syncUrl');
      const target = targetOf(client);
      if (!sync || !client.urlRange) continue;
      const written = ({ start, end }: Range): string => file.text.slice(start, end);
      // The same variable for both: what is right for the one is wrong for the other.
      const isSame = target === 'unknown' && written(client.urlRange) === written(sync.valueRange);
      if (target !== 'server' && target !== 'memory' && !isSame) continue;
      yield {
        file: file.path,
        range: sync.range,
        message:
          target !== 'memory'
            ? 'syncUrl does nothing here: url leads to the server as well, so that no replica is kept.'
            : 'An embedded replica cannot be in memory: the client throws.',
        help: "Let url name the file of the replica, as in url: 'file:replica.db', or leave out syncUrl.",
      };
    }
  },
});
