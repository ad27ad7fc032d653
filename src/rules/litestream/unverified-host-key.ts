import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { effectiveReplicas } from '../litestream-replicas.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/unverified-host-key',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds replicas over SFTP without a `host-key`, in Litestream 0.5.',
    why: 'Litestream takes any server for the right one then, hands it the password, and writes the database to it. 0.3 has no such key and never checks.',
    sources: ['https://litestream.io/reference/config/#sftp-replica'],
    bad: [
      litestreamProject(
        '0.5',
        litestreamReplica('url: sftp://backup@files.example.org/app\nkey-path: /etc/litestream/key'),
      ),
      litestreamProject(
        '0.5',
        litestreamReplica('type: sftp\nhost: files.example.org:22\nuser: backup\npath: /app'),
      ),
    ],
    good: [
      litestreamProject(
        '0.5',
        litestreamReplica('url: sftp://backup@files.example.org/app\nhost-key: ssh-ed25519 AAAA'),
      ),
      // 0.3 cannot.
      litestreamProject(
        '0.3',
        'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: sftp://backup@files.example.org/app\n',
      ),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      // One that stands for all, where it is not read, has a finding of its own.
      if (litestream.line !== '0.5' || litestream.settings.some(({ path }) => path === 'host-key')) continue;
      const told = new Set<number>();
      for (const { replica, setting } of effectiveReplicas(litestream)) {
        const at = setting('url') ?? setting('host') ?? setting('type');
        if (replica.kind !== 'sftp' || setting('host-key') || !at || told.has(at.keyRange.start)) continue;
        told.add(at.keyRange.start);
        yield {
          file: litestream.file.path,
          range: at.range,
          message: 'The SFTP server is not checked: any server is taken for it without `host-key`.',
          help: 'Set `host-key` to the line that `ssh-keyscan` prints for the server, after a look at it (0.5.3 and later).',
        };
      }
    }
  },
});
