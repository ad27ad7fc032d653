import { isWritableFile } from '../../project/connections/connection.ts';
import type { Project } from '../../project/project.ts';
import { remember } from '../../project/remember.ts';
import { nodeProgram } from '../examples.ts';
import { lostDatabases } from '../lost-databases.ts';
import { defineRule } from '../rule.ts';

const open =
  "const db = new DatabaseSync('/app/shop.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n";
const writing = nodeProgram(
  `${open}db.prepare('INSERT INTO visit (at) VALUES (?)').run(new Date().toISOString());\n`,
);
const reading = nodeProgram(`${open}console.log(db.prepare('SELECT count(*) FROM visit').get());\n`);
const dockerfile = (copy: string): string => `FROM node:24\nWORKDIR /app\n${copy}CMD ["node", "db.js"]\n`;
const copied = dockerfile('COPY db.js shop.db ./\n');
const fly = 'app = "shop"\n';

export default defineRule({
  id: 'deploy/database-in-image',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds a database that a Dockerfile copies into the image, at the path where a service without a volume writes to it.',
    why: 'Each deployment starts again with the copy. What was written since the image was built is lost, and nothing says so: the database opens and looks whole.',
    sources: [
      'https://docs.docker.com/engine/storage/',
      'https://fly.io/docs/volumes/overview/',
      'https://docs.docker.com/reference/dockerfile/#copy',
    ],
    bad: [
      { ...writing, Dockerfile: copied, 'fly.toml': fly },
      {
        ...writing,
        Dockerfile: dockerfile('COPY db.js .\nCOPY data/start.db /app/shop.db\n'),
        'fly.toml': fly,
      },
    ],
    good: [
      // Data that is only read.
      { ...reading, Dockerfile: copied, 'fly.toml': fly },
      // The volume is mounted over the copy.
      {
        ...writing,
        Dockerfile: copied,
        'fly.toml': `${fly}[mounts]\nsource = "data"\ndestination = "/app"\n`,
      },
      // Whether the image is run with a volume is not known.
      { ...writing, Dockerfile: copied },
    ],
  },
  *checkProject(project) {
    for (const { placed, use, copy } of lostDatabases(project)) {
      if (!copy || !isWritten(project) || !use.connection || !isWritableFile(use.connection)) continue;
      yield {
        file: copy.file.path,
        range: copy.copy.range,
        message: `Each deployment of ${placed.service.name} starts with this copy of ${copy.source}. ${use.path} (${use.why}) is on no volume by ${placed.file.path}: what is written to it is lost when the container is replaced.`,
        help: 'Mount a volume at the folder of the database, and make it at the first start, by migrations or by a copy from another folder of the image.',
      };
    }
  },
});

const writes =
  /\b(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|DELETE\s+FROM|UPDATE\s+["`[]?\w+["`\]]?\s+SET)\b/i;

/** True where a program writes, as far as its SQL tells. */
const isWritten = remember(({ programs, code, sources }: Project): boolean =>
  sources.some(({ path, text }) => (programs.has(path) || code.has(path)) && writes.test(text)),
);
