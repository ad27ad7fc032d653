import type { LitestreamEvidence } from '../../config/litestream/evidence.ts';
import { type LitestreamCommand, litestreamCommandsOf, optionOf } from '../../project/litestream/commands.ts';
import { litestreamEvidenceFor } from '../../project/litestream/evidence.ts';
import { litestreamVersionFor } from '../../project/litestream/use.ts';
import type { Project } from '../../project/project.ts';
import { nameOf } from '../../text/paths.ts';
import { defineRule } from '../rule.ts';

/** An image that replicates, and a pipeline that restores by a script. */
const drill = (
  image: string,
  pipeline: string,
  restore = 'restore -config etc/litestream.yml -if-replica-exists -o /tmp/app.db /data/app.db',
): Record<string, string> => ({
  Dockerfile: `FROM litestream/litestream:${image}\nCOPY scripts/run.sh /run.sh\nCMD ["/run.sh"]\n`,
  'scripts/run.sh':
    '#!/bin/sh\nexec litestream replicate -config /etc/litestream.yml -exec "node server.js"\n',
  'scripts/drill.sh': `#!/bin/sh\nset -e\nlitestream ${restore}\n`,
  '.github/workflows/drill.yml': `on: push\njobs:\n  drill:\n    runs-on: ubuntu-latest\n    steps:\n      - run: curl -sSL https://github.com/benbjohnson/litestream/releases/download/v${pipeline}/litestream.tar.gz | sudo tar -xz -C /usr/local/bin\n      - run: bash scripts/drill.sh\n`,
});

export default defineRule({
  id: 'litestream/mixed-lines',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds pipelines, scripts and images that restore with Litestream 0.3 what an image of the project replicates with 0.5.',
    why: 'The lines write different formats, and 0.3 does not see the copies of 0.5: “no matching backups found”. With `-if-replica-exists` that counts as success and no file is written. 0.5.7 and later read the copies of 0.3, so the other direction works.',
    sources: ['https://litestream.io/docs/migration/'],
    bad: [
      drill('0.5.17', '0.3.13'),
      drill('0.5.10', '0.3.13', 'restore -config=etc/litestream.yml -o /tmp/app.db /data/app.db'),
    ],
    good: [
      drill('0.5.17', '0.5.16'),
      drill('0.3.13', '0.3.13'),
      // 0.5 reads what 0.3 wrote.
      drill('0.3.13', '0.5.17'),
      // Another configuration, of which nothing is known.
      drill('0.5.17', '0.3.13', 'restore -config old.yml -o /tmp/app.db /data/app.db'),
      drill('0.5.17', '0.3.13', 'restore -o /tmp/app.db s3://archive/app'),
    ],
  },
  *checkProject(project) {
    const commands = litestreamCommandsOf(project);
    const writers = commands.filter(({ name, text }) => name?.text === 'replicate' && text.purpose !== 'ci');
    const seen = new Set<string>();
    for (const reader of commands) {
      if (reader.name?.text !== 'restore') continue;
      const old = ranBy(reader, project);
      if (old?.line !== '0.3') continue;
      const matching = writers.filter((writer) => isSameReplica(reader, writer));
      const lines = matching.map((writer) => ranBy(writer, project));
      const [first] = lines;
      const [by] = matching;
      if (!first || !by || lines.some((one) => one?.line !== '0.5')) continue;
      const { path, range, version } = old.named;
      const place = `${path} ${range.start}`;
      if (seen.has(place)) continue;
      seen.add(place);
      yield {
        file: path,
        range,
        message: `Litestream ${version} cannot restore what ${first.named.version} replicates. It finds no backup: ${reader.file.path} restores with the one, ${by.file.path} replicates with the other (${first.named.path}).${reader.options.some(({ name }) => name === 'if-replica-exists') ? ' With -if-replica-exists that counts as success, and no file is written.' : ''}`,
        help: `Restore with ${first.named.version} as well.`,
      };
    }
  },
});

/** The Litestream that surely runs a command, and what names it. */
function ranBy(
  { file }: LitestreamCommand,
  project: Project,
): { readonly line: string; readonly named: LitestreamEvidence } | undefined {
  const [named] = litestreamEvidenceFor(file, project);
  const version = litestreamVersionFor(file, project);
  return named && version.known ? { line: version.value.line, named } : undefined;
}

/** True where both take the database and its replica from a configuration of one name, or name the replica itself. */
function isSameReplica(reader: LitestreamCommand, writer: LitestreamCommand): boolean {
  const [database] = reader.operands;
  if (database?.text === undefined && reader.operands.length !== 1) return false;
  const [, ...urls] = writer.operands;
  if (database?.text?.includes('://') || urls.length > 0)
    return urls.some(({ text }) => text !== undefined && text === database?.text);
  const [read, written] = [configOf(reader), configOf(writer)];
  return read !== undefined && read === written;
}

/** The name of the configuration that a command takes; undefined where it is not known. */
function configOf(command: LitestreamCommand): string | undefined {
  const option = optionOf(command, 'config');
  if (!option) return 'litestream.yml';
  return option.text === undefined ? undefined : nameOf(option.text);
}
