import { goDurationMs } from '../../config/litestream/duration.ts';
import { isComputed } from '../../config/litestream/read.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

const kept = (retention: string): string =>
  `dbs:\n  - path: /var/lib/app.db\n    replicas:\n      - url: s3://my-bucket/app\n        retention: ${retention}\n        sync-interval: 1s\n`;

/** A service that names its Litestream and has the file, beside a script for people that takes the newest. */
const beside = (config: string, mount: string): Record<string, string> => ({
  [config]: kept('72h'),
  'compose.yml': `services:\n  backup:\n    image: litestream/litestream:0.3.13\n    command: replicate\n    volumes:\n      - ${mount}\n`,
  'scripts/restore.sh':
    '#!/bin/sh\ncurl -L https://github.com/benbjohnson/litestream/releases/latest/download/litestream.tar.gz | tar xz\n./litestream restore -o app.db s3://my-bucket/app\n',
});

export default defineRule({
  id: 'litestream/unknown-version',
  severity: 'hint',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a `retention` in a replica where nothing in the project tells whether Litestream 0.3 or 0.5 reads it: once for each litestream.yml.',
    why: '0.3 keeps copies as long as it says. 0.5 drops the key without a word and keeps them for 24 hours.',
    sources: [
      'https://litestream.io/docs/migration/',
      'https://github.com/benbjohnson/litestream/issues/1403',
    ],
    bad: [
      { 'litestream.yml': kept('72h') },
      {
        'litestream.yml': kept('72h'),
        'compose.yml': 'services:\n  backup:\n    image: litestream/litestream\n',
      },
      // That another folder is mounted tells nothing.
      beside('conf/litestream.yml', './data:/data'),
    ],
    good: [
      litestreamProject('0.3', kept('72h')),
      beside('litestream.yml', './litestream.yml:/etc/litestream.yml:ro'),
      beside('litestream.yml', '${PWD}/litestream.yml:/etc/litestream.yml:ro'),
      beside('conf/litestream.yml', './conf:/etc/litestream'),
      {
        'docker/litestream.yml': kept('72h'),
        Dockerfile: 'FROM litestream/litestream:0.3.13\nCOPY docker/ /etc/\n',
        'setup.sh':
          '#!/bin/sh\ncurl -L https://github.com/benbjohnson/litestream/releases/latest/download/litestream.tar.gz | tar xz\n',
      },
      // Both keep a day.
      { 'litestream.yml': kept('24h') },
      { 'litestream.yml': litestreamReplica('url: s3://my-bucket/app', 'snapshot:\n  retention: 72h\n') },
      // It says it to both.
      { 'litestream.yml': `snapshot:\n  retention: 72h\n${kept('72h')}` },
    ],
  },
  *checkProject(project) {
    for (const { file, settings, line, reason } of litestreamFiles(project)) {
      if (line !== undefined || settings.some(({ path }) => path === 'snapshot.retention')) continue;
      const setting = settings.find(
        ({ path, value }) =>
          path === 'dbs[].replicas[].retention' && value && goDurationMs(value.value) !== 86_400_000,
      );
      if (!setting?.value) continue;
      const { value } = setting.value;
      const keeps = isComputed(value) ? 'keeps copies as long' : `keeps ${value}`;
      yield {
        file: file.path,
        range: setting.keyRange,
        message: `Litestream 0.3 ${keeps}; 0.5 drops this retention and keeps 24h. Which of them reads the file is not known: ${reason}.`,
        help: 'State the version: by the tag of the image (`litestream/litestream:0.5.17`), or by `"litestreamVersion": "0.5"` in sqlite-preflight.json. For 0.5 write `snapshot.retention`.',
      };
    }
  },
});
