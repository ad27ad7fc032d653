import { isComputed } from '../../config/litestream/read.ts';
import { at, locatedText } from '../../config/yaml.ts';
import { replicaTypes, s3ServiceWords } from '../../facts/litestream/replica-types.ts';
import { nearestName } from '../../text/nearest.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { litestreamOf, versionSource } from '../litestream-versions.ts';
import { defineRule } from '../rule.ts';

const of03 = (lines: string): string => `dbs:\n  - path: /data/app.db\n    replicas:\n      - ${lines}\n`;

export default defineRule({
  id: 'litestream/unknown-replica-type',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds replicas of a kind that their Litestream does not know: `gcs` in 0.5, `gs` in 0.3, or `minio` and `r2`, which are `s3` with an `endpoint`.',
    why: 'Litestream does not start. What is `gcs` in 0.3 is `gs` in 0.5, and neither takes the other’s word.',
    sources: ['https://litestream.io/docs/migration/', 'https://litestream.io/guides/s3-compatible/'],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: gcs://backups/app')),
      litestreamProject('0.3', of03('type: gs\n        bucket: backups')),
      litestreamProject('0.5', litestreamReplica('type: minio\nbucket: backups\npath: app')),
      { 'litestream.yml': of03('url: r2://backups/app') },
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: gs://backups/app')),
      litestreamProject('0.3', of03('url: gcs://backups/app')),
      // One of the lines knows it.
      { 'litestream.yml': of03('url: gcs://backups/app') },
      litestreamProject('0.5', litestreamReplica('type: $REPLICA_TYPE\npath: app')),
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      const { file, config, line } = litestream;
      const known =
        line === undefined ? [...replicaTypes['0.3'], ...replicaTypes['0.5']] : replicaTypes[line];
      for (const { node } of config.databases.flatMap(({ replicas }) => replicas)) {
        const url = locatedText(at(node, 'url'));
        const scheme = /^(\w[\w+.-]*):\/\//.exec(url?.value ?? '')?.[1];
        const written = url && url.value !== '' ? scheme : locatedText(at(node, 'type'))?.value;
        const place = url && url.value !== '' ? url : locatedText(at(node, 'type'));
        if (
          written === undefined ||
          written === '' ||
          !place ||
          isComputed(written) ||
          known.includes(written)
        )
          continue;
        const meant = meantType(written, known);
        const isBare = file.text.slice(place.range.start).startsWith(written);
        const end = place.range.start + written.length;
        yield {
          file: file.path,
          range: place.range,
          message: `${litestreamOf(litestream)} knows no replica of the kind ${written.slice(0, 20)}: it does not start.${versionSource(litestream)}`,
          help: helpFor(written, meant),
          ...(meant !== undefined &&
            isBare && {
              fixes: [
                {
                  title: `Write ${meant}`,
                  safe: false,
                  edits: [{ range: { start: place.range.start, end }, text: meant }],
                },
              ],
            }),
        };
      }
    }
  },
});

function meantType(written: string, known: readonly string[]): string | undefined {
  if (written === 'gcs' || written === 'gs') return written === 'gcs' ? 'gs' : 'gcs';
  const lower = written.toLowerCase();
  if (known.includes(lower)) return lower;
  return s3ServiceWords.test(written) ? undefined : nearestName(lower, known);
}

function helpFor(written: string, meant: string | undefined): string {
  if (meant !== undefined) return `Write \`${meant}\`.`;
  return s3ServiceWords.test(written) || /^https?$/.test(written)
    ? 'Write `type: s3` with `bucket`, `path` and the `endpoint` of the service.'
    : 'Write one of the kinds that it knows.';
}
