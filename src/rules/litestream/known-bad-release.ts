import { badReleases, compareReleases } from '../../facts/litestream/releases.ts';
import { litestreamEvidenceOf } from '../../project/litestream/evidence.ts';
import { litestreamReplica } from '../examples.ts';
import { defineRule } from '../rule.ts';

const image = (tag: string): Record<string, string> => ({
  'litestream.yml': litestreamReplica('url: s3://backups/app'),
  Dockerfile: `FROM debian:13\nCOPY --from=litestream/litestream:${tag} /usr/local/bin/litestream /usr/local/bin/\n`,
});

export default defineRule({
  id: 'litestream/known-bad-release',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds releases of Litestream with mistakes that cost copies, by the tag of an image, a download, a variable of a build or a lock file.',
    why: 'A backup that stops without a message is noticed when it is needed.',
    sources: badReleases.map(({ source }) => source),
    bad: [image('0.5.7'), image('0.5.0')],
    good: [image('0.5.17'), image('0.5')],
  },
  *checkProject(project) {
    for (const evidence of project.sources.flatMap(litestreamEvidenceOf)) {
      const { path, range, version } = evidence;
      if (version === undefined || version.split('.').length !== 3) continue;
      const bad = badReleases.find(
        ({ from, to }) => compareReleases(version, from) >= 0 && compareReleases(version, to) <= 0,
      );
      if (!bad) continue;
      yield {
        file: path,
        range,
        message: `Litestream ${version} ${bad.what}. ${bad.detail}`,
        help: `Use a later release: ${bad.fixedIn} or, better, 0.5.17.`,
      };
    }
  },
});
