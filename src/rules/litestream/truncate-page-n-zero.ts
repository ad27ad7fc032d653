import { compareReleases } from '../../facts/litestream/releases.ts';
import { litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

const image = (tag: string, pages: number): Record<string, string> => ({
  'litestream.yml': litestreamReplica('url: s3://backups/app').replace(
    '    replica:',
    `    truncate-page-n: ${pages}\n    replica:`,
  ),
  Dockerfile: `FROM litestream/litestream:${tag}\n`,
});

export default defineRule({
  id: 'litestream/truncate-page-n-zero',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds `truncate-page-n: 0` in a litestream.yml.',
    why: 'Up to 0.5.15 the WAL is never truncated then, and can fill the disk. From 0.5.16 on zero stands for the default of 121359 pages: writers are held up where the file says that they are not.',
    sources: [
      'https://litestream.io/guides/wal-truncate-threshold/',
      'https://github.com/benbjohnson/litestream/pull/1348',
    ],
    bad: [image('0.5.13', 0), image('0.5.17', 0), image('0.5', 0)],
    good: [image('0.5.17', 500_000)],
  },
  *checkProject(project) {
    for (const { file, settings, line, release } of litestreamFiles(project)) {
      const setting = settings.find(
        ({ path, value }) => path === 'dbs[].truncate-page-n' && value?.value === '0',
      );
      if (!setting || line !== '0.5') continue;
      const meaning =
        release === undefined
          ? 'to releases before 0.5.16 it means never, to later ones the default of 121359 pages'
          : compareReleases(release, '0.5.16') < 0
            ? `Litestream ${release} never truncates the WAL then, and it can fill the disk`
            : `to Litestream ${release} it means the default of 121359 pages, not never`;
      yield {
        file: file.path,
        range: setting.range,
        message: `truncate-page-n: 0 means something else from one release to the next. ${meaning[0]?.toUpperCase()}${meaning.slice(1)}.`,
        help: 'Write how many pages the WAL may have, or remove the key for the default.',
      };
    }
  },
});
