import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';
import { isSecret } from '../secret-values.ts';

const key = 'wJalrXUtnFEMIK7MDENGbPxRfiCYzz81QpLm3Vt0';

export default defineRule({
  id: 'litestream/plaintext-secret',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds keys, passwords and tokens that are written out in a litestream.yml, or in a URL in it.',
    why: 'Whoever reads the repository can read, change and delete the backups. Litestream takes them from the environment: `LITESTREAM_ACCESS_KEY_ID` and `LITESTREAM_SECRET_ACCESS_KEY` by themselves, others as `${NAME}`.',
    sources: ['https://litestream.io/docs/troubleshooting/#managing-credentials-securely'],
    bad: [
      litestreamProject('0.5', litestreamReplica(`url: s3://backups/app\nsecret-access-key: ${key}`)),
      litestreamProject(
        '0.3',
        `secret-access-key: ${key}\ndbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n`,
      ),
      litestreamProject(
        '0.5',
        litestreamReplica('url: sftp://backup:tr0ub4dor@files.example.org/app\nhost-key: ssh-ed25519 AAAA'),
      ),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsecret-access-key: ${SECRET}')),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app')),
      // Stands for one.
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app\nsecret-access-key: YOUR_SECRET_KEY'),
      ),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsecret-access-key: <secret>')),
      // The password that MinIO is delivered with.
      litestreamProject(
        '0.5',
        litestreamReplica(
          'url: s3://backups/app\nendpoint: http://localhost:9000\nsecret-access-key: minioadmin',
        ),
      ),
    ],
  },
  *checkProject(project) {
    for (const { file, settings } of litestreamFiles(project)) {
      for (const { key: name, spec, value } of settings) {
        if (!value) continue;
        const password = name === 'url' ? /^\w+:\/\/[^/@:]*:([^/@]+)@/.exec(value.value)?.[1] : undefined;
        const secret = spec?.isSecret ? value.value : password;
        if (secret === undefined || !isSecret(secret) || /^minio/i.test(secret)) continue;
        yield {
          file: file.path,
          range: value.range,
          message: `${password === undefined ? name : 'The password in url'} is written out: whoever reads the file can use the backups.`,
          help: 'Take it from the environment (`${NAME}`), and change it: it stays in the history of the repository.',
        };
      }
    }
  },
});
