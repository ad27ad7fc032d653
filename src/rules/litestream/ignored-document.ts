import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule } from '../rule.ts';

const one = litestreamReplica('url: s3://backups/app');

export default defineRule({
  id: 'litestream/ignored-document',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds a second YAML document in a litestream.yml.',
    why: 'Litestream reads the first document and nothing behind `---`: databases that stand there are not replicated, and no message says so.',
    sources: ['https://litestream.io/reference/config/'],
    bad: [litestreamProject('0.5', `${one}---\n${one.replaceAll('app', 'log')}`)],
    good: [litestreamProject('0.5', `---\n${one}`)],
  },
  *checkProject(project) {
    for (const { file, config } of litestreamFiles(project)) {
      for (const range of config.ignoredDocuments) {
        yield {
          file: file.path,
          range: { start: range.start, end: range.start + 1 },
          message: 'Litestream reads the first YAML document alone: it drops what stands from here on.',
          help: 'Put the databases of both into one list of `dbs`.',
        };
      }
    }
  },
});
