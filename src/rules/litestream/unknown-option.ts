import {
  type CommandSpec,
  litestreamCommands,
  litestreamOptions,
  litestreamSuccessors,
} from '../../facts/litestream/commands.ts';
import { compareReleases } from '../../facts/litestream/releases.ts';
import { litestreamCommandsOf } from '../../project/litestream/commands.ts';
import { type LitestreamVersion, litestreamVersionFor } from '../../project/litestream/use.ts';
import type { Range } from '../../text/range.ts';
import { defineRule, type FileProblem } from '../rule.ts';

const image = (release: string, script: string): Record<string, string> => ({
  Dockerfile: `FROM litestream/litestream:${release}\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n`,
  'run.sh': `#!/bin/sh\n${script}`,
});

export default defineRule({
  id: 'litestream/unknown-option',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds commands and options of Litestream, in scripts and images, that the version which the project uses does not have: `snapshots`, `generations` and `-generation` on 0.5, `ltx` and `-txid` on 0.3.',
    why: 'Litestream ends with “unknown command” or “flag provided but not defined”. In a script that restores after a loss, that is the worst moment to learn of it.',
    sources: [
      'https://litestream.io/docs/migration/',
      'https://github.com/benbjohnson/litestream/issues/774',
    ],
    bad: [
      image('0.5.17', 'litestream snapshots -config /etc/litestream.yml /data/app.db\n'),
      image('0.5.17', 'litestream restore -generation "$1" -o /tmp/app.db /data/app.db\n'),
      image('0.3.13', 'litestream ltx /data/app.db\n'),
      image('0.5.0', 'litestream restore -if-replica-exists /data/app.db\nexec litestream replicate\n'),
    ],
    good: [
      image('0.5.17', 'litestream ltx /data/app.db\n'),
      image(
        '0.5.17',
        'litestream restore -if-db-not-exists -if-replica-exists /data/app.db\nexec litestream replicate\n',
      ),
      image('0.3.13', 'litestream restore -generation "$1" -o /tmp/app.db /data/app.db\n'),
      // Which Litestream it is is not known.
      { 'snapshots.sh': '#!/bin/sh\nlitestream snapshots /data/app.db\n' },
    ],
  },
  *checkProject(project) {
    for (const { file, name, options } of litestreamCommandsOf(project)) {
      if (!name) continue;
      const version = litestreamVersionFor(file, project);
      if (!version.known) continue;
      const command = litestreamCommands.find((one) => one.name === name.text);
      if (command && isMissing(command, version.value)) {
        yield problem(file.path, name.range, `litestream ${name.text}`, name.text, version);
        continue;
      }
      for (const { name: option, word } of options) {
        const spec = litestreamOptions[name.text]?.find((one) => one.name === option);
        if (spec && isMissing(spec, version.value))
          yield problem(file.path, word.range, `litestream ${name.text} -${option}`, `-${option}`, version);
      }
    }
  },
});

function problem(
  file: string,
  range: Range,
  what: string,
  key: string,
  { value, source }: { readonly value: LitestreamVersion; readonly source: string },
): FileProblem {
  const named = value.release ?? value.line;
  return {
    file,
    range,
    message: `\`${what}\` does not exist in Litestream ${named}. It ends with an error (${source}).`,
    help: `${litestreamSuccessors[key] ?? 'Use what this version has, or a newer release'}.`,
  };
}

function isMissing({ versions }: CommandSpec, { line, release }: LitestreamVersion): boolean {
  const span = versions[line];
  if (!span) return true;
  if (release === undefined) return false;
  return (
    compareReleases(release, span.since) < 0 ||
    (span.until !== undefined && compareReleases(release, span.until) > 0)
  );
}
