import { type ClientOption, type LibsqlClient, targetOf } from '../../embedded/connections/libsql-client.ts';
import { syncOptions } from '../../facts/libsql/client-options.ts';
import { libsqlProgram, remote, replica } from '../libsql-examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'libsql/option-without-effect',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds options of @libsql/client that do nothing, or not what they look like, beside the others: `concurrency: 0`, `timeout` of a replica or a server, `encryptionKey` of a server, `syncInterval` without `syncUrl`.',
    why: 'The client says nothing of most of them. `concurrency: 0` is taken for 20; the busy timeout is not handed to a replica, so that it fails at once when the file is locked; a key for a server throws.',
    sources: [
      'https://github.com/tursodatabase/libsql-client-ts',
      'https://docs.turso.tech/sdk/ts/reference',
    ],
    bad: [
      libsqlProgram(`${remote}, concurrency: 0`),
      libsqlProgram(`${replica}, timeout: 5000`),
      libsqlProgram(`${remote}, encryptionKey: process.env.KEY`),
      libsqlProgram("url: 'file:app.db', timeout: 5000, syncInterval: 60"),
    ],
    good: [
      libsqlProgram(`${remote}, concurrency: 5`),
      libsqlProgram(`${replica}, syncInterval: 60, encryptionKey: process.env.KEY`),
    ],
  },
  *checkProject({ libsqlClients }) {
    for (const { file, client } of libsqlClients) {
      if (!client.module.includes('libsql')) continue;
      for (const option of client.options) {
        const found = vain(option, client);
        if (found) yield { file: file.path, range: option.range, ...found };
      }
    }
  },
});

function vain(
  { name, value }: ClientOption,
  client: LibsqlClient,
): { readonly message: string; readonly help: string } | undefined {
  const target = targetOf(client);
  const has = (other: string): boolean => client.options.some((one) => one.name === other);
  if (name === 'concurrency' && value === 0)
    return {
      message: 'concurrency: 0 is taken for 20, not for no limit.',
      help: 'Write the number that is meant.',
    };
  if (name === 'timeout' && target === 'server')
    return {
      message: 'timeout does nothing for a server: it is the busy timeout of a local file.',
      help: 'Leave it out; give fetch an AbortSignal to limit how long a request takes.',
    };
  if (name === 'timeout' && has('syncUrl') && target !== 'server')
    return {
      message: 'timeout does nothing for an embedded replica: it is not handed on with syncUrl.',
      help: 'Leave it out.',
    };
  if (name === 'encryptionKey' && target === 'server')
    return {
      message: 'encryptionKey is for a local file: with the URL of a server the client throws.',
      help: 'Leave it out; remoteEncryptionKey is what Turso Cloud takes.',
    };
  // A server’s client with syncUrl has a rule of its own.
  if (syncOptions.has(name) && client.isComplete && !has('syncUrl') && target !== 'unknown')
    return {
      message: `${name} does nothing without syncUrl: this client keeps no replica.`,
      help: 'Add syncUrl, the URL of the database on the server, or leave it out.',
    };
  return undefined;
}
