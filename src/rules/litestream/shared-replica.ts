import { litestreamCommandsOf, optionOf } from '../../project/litestream/commands.ts';
import { type ReplicaPlace, replicaPlaces } from '../../project/litestream/places.ts';
import type { Project } from '../../project/project.ts';
import { nameOf } from '../../text/paths.ts';
import { litestreamProject } from '../examples.ts';
import { defineRule } from '../rule.ts';

const two = (first: string, second: string, line: '0.3' | '0.5' = '0.5'): Record<string, string> =>
  litestreamProject(line, `dbs:\n${entry('/data/app.db', first)}${entry('/data/jobs.db', second)}`);
const entry = (path: string, replica: string): string =>
  `  - path: ${path}\n    replicas:\n      - ${replica.split('\n').join('\n        ')}\n`;

export default defineRule({
  id: 'litestream/shared-replica',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds two databases, or the same database in two environments, that are copied to one place.',
    why: 'Both write the same files and delete what the other wrote. A restore mixes two databases, or fails; it comes to light when the backup is needed. Litestream does not look for it.',
    sources: [
      'https://litestream.io/tips/#multiple-applications-replicating-into-location-can-corrupt',
      'https://github.com/benbjohnson/litestream/issues/454',
      'https://github.com/benbjohnson/litestream/issues/224',
    ],
    bad: [
      two('url: s3://backups/app', 'url: s3://backups/app/'),
      // Without a path both are at the root of the bucket.
      two('type: s3\nbucket: $BUCKET', 'type: s3\nbucket: $BUCKET'),
      two('url: s3://backups/app', 'type: s3\nbucket: backups\npath: app'),
      // Both environments have the bucket of production.
      {
        'config/litestream.staging.yml': `dbs:\n${entry('/data/app.db', 'url: s3://shop-backups/app')}`,
        'config/litestream.production.yml': `dbs:\n${entry('/data/app.db', 'url: s3://shop-backups/app')}`,
        Makefile: 'LITESTREAM_VERSION = 0.5.17\n',
      },
    ],
    good: [
      two('url: s3://backups/app', 'url: s3://backups/jobs'),
      // A folder within the other holds other files.
      two('url: s3://backups/app', 'url: s3://backups/app/jobs'),
      // Variables with other names may differ.
      two('type: s3\nbucket: $BUCKET', 'type: s3\nbucket: $OTHER_BUCKET'),
      // Each environment has variables of its own.
      {
        'config/litestream.staging.yml': `dbs:\n${entry('/data/app.db', 'url: s3://$BUCKET/app')}`,
        'config/litestream.production.yml': `dbs:\n${entry('/data/app.db', 'url: s3://$BUCKET/app')}`,
        Makefile: 'LITESTREAM_VERSION = 0.5.17\n',
      },
      // What is only restored with copies nothing.
      {
        'litestream.yml': `dbs:\n${entry('/data/app.db', 'url: s3://shop-backups/app')}`,
        'etc/litestream.check.yml': `dbs:\n${entry('/tmp/check.db', 'url: s3://shop-backups/app')}`,
        'check.sh': '#!/bin/sh\nlitestream restore -config etc/litestream.check.yml /tmp/check.db\n',
        Makefile: 'LITESTREAM_VERSION = 0.5.17\n',
      },
      {
        'litestream.yml': `dbs:\n${entry('/data/app.db', 'url: s3://shop-backups/app')}`,
        'litestream.restore.yml': `dbs:\n${entry('/tmp/restored.db', 'url: s3://shop-backups/app')}`,
        Makefile: 'LITESTREAM_VERSION = 0.5.17\n',
      },
      // The same database for two ways of running it.
      {
        'docker/litestream.yml': `dbs:\n${entry('/data/app.db', 'url: s3://shop-backups/app')}`,
        'systemd/litestream.yml': `dbs:\n${entry('/var/lib/shop/app.db', 'url: s3://shop-backups/app')}`,
        Makefile: 'LITESTREAM_VERSION = 0.5.17\n',
      },
    ],
  },
  *checkProject(project) {
    const places = replicaPlaces(project);
    for (const [index, place] of places.entries()) {
      const other = places.slice(0, index).find((earlier) => isShared(earlier, place, project));
      if (!other) continue;
      const isSameFile = other.file === place.file;
      yield {
        file: place.file,
        range: place.range,
        message: isSameFile
          ? `${named(place)} is copied to the same place as ${named(other)}. They overwrite each other’s files, and a restore gives neither.`
          : `${named(place)} is copied to the same place as in ${other.file}. The two overwrite each other’s files, and a restore gives neither.`,
        help: 'Give each database, and each environment, a path of its own.',
      };
    }
  },
});

/** True for a configuration of its own that commands restore with and nothing else: it copies nothing. */
function isForRestores({ file }: ReplicaPlace, project: Project): boolean {
  if (/^litestream\.ya?ml$/i.test(nameOf(file))) return false;
  const names = litestreamCommandsOf(project).flatMap((command) => {
    const config = optionOf(command, 'config')?.text;
    return config !== undefined && nameOf(config) === nameOf(file) ? [command.name?.text] : [];
  });
  return names.length === 0
    ? /restor|recover/i.test(nameOf(file))
    : names.every((name) => name === 'restore');
}

function isShared(one: ReplicaPlace, other: ReplicaPlace, project: Project): boolean {
  if (one.file === other.file) return one.written === other.written && one.database !== other.database;
  if (one.place === undefined || one.place !== other.place || isExample(one.place)) return false;
  if (isForRestores(one, project) || isForRestores(other, project)) return false;
  const environments = [environmentOf(one.file), environmentOf(other.file)];
  if (environments[0] !== environments[1]) return environments.every((name) => name !== undefined);
  return isDistinct(one.database, other.database);
}

/** True for two paths that can be no two places of one database. */
function isDistinct(one: string, other: string): boolean {
  return nameOf(one) !== nameOf(other) && !/[$<{]/.test(one + other);
}

const environmentNames =
  /(?:^|[/._-])(prod(?:uction)?|stag(?:e|ing)|dev(?:elopment)?|preview|qa|uat)(?=[/._-])/i;

/** The environment that a file is named after. */
function environmentOf(path: string): string | undefined {
  return environmentNames.exec(path)?.[1]?.toLowerCase().slice(0, 4);
}

/** True for names that stand for a bucket in examples. */
function isExample(place: string): boolean {
  return /\b(?:my|your|some|the)[-_]?\w*b(?:uc)?ke?t|example|placeholder|change.?me|<|xxx/i.test(place);
}

function named({ database }: ReplicaPlace): string {
  const name = nameOf(database);
  return name.length > 24 || name === '' ? 'This database' : name;
}
