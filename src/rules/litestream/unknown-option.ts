import { settingLine } from '../../config/litestream/version.ts';
import type { ShellWord } from '../../embedded/shell/command.ts';
import {
  type CommandSpec,
  litestreamCommands,
  litestreamOptions,
  litestreamSuccessors,
} from '../../facts/litestream/commands.ts';
import { compareReleases } from '../../facts/litestream/releases.ts';
import { litestreamCommandsOf } from '../../project/litestream/commands.ts';
import { litestreamEvidenceIn } from '../../project/litestream/evidence.ts';
import { type LitestreamVersion, litestreamVersionFor } from '../../project/litestream/use.ts';
import type { Project } from '../../project/project.ts';
import { remember } from '../../project/remember.ts';
import { defineRule, type FileProblem } from '../rule.ts';

const image = (release: string, script: string): Record<string, string> => ({
  Dockerfile: `FROM litestream/litestream:${release}\nCOPY run.sh /run.sh\nENTRYPOINT ["/run.sh"]\n`,
  'run.sh': `#!/bin/sh\n${script}`,
});

/** An image with 0.5 and a script, beside a pipeline that runs 0.3. */
const beside = (script: string, name = 'run.sh'): Record<string, string> => ({
  Dockerfile:
    'FROM alpine:3.23\nARG LITESTREAM_VERSION=0.5.10\nADD https://github.com/benbjohnson/litestream/releases/download/v${LITESTREAM_VERSION}/litestream-${LITESTREAM_VERSION}-linux-x86_64.tar.gz /tmp/\nCOPY scripts/run.sh /run.sh\nCMD ["/run.sh"]\n',
  [`scripts/${name}`]: `#!/bin/sh\n${script}`,
  '.github/workflows/drill.yml':
    'on: push\njobs:\n  drill:\n    runs-on: ubuntu-latest\n    steps:\n      - run: curl -sSL https://github.com/benbjohnson/litestream/releases/download/v0.3.13/litestream-v0.3.13-linux-amd64.tar.gz | sudo tar -xz -C /usr/local/bin\n      - run: bash scripts/drill.sh\n',
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
      // The image carries the script; what a pipeline installs does not matter to it.
      beside('litestream restore -v -if-replica-exists /data/app.db\n'),
      beside('litestream restore -generation "$1" -o /tmp/app.db /data/app.db\n'),
      // Whichever of them runs it, it has no such option.
      beside('litestream restore -v -o /tmp/app.db /data/app.db\n', 'by-hand.sh'),
      beside('litestream ltx /data/app.db\n', 'drill.sh'),
    ],
    good: [
      beside('litestream restore -if-replica-exists /data/app.db\n'),
      // Which of them runs it is not known, and one of them has it.
      beside('litestream restore -generation "$1" -o /tmp/app.db /data/app.db\n', 'by-hand.sh'),
      beside('litestream snapshots /data/app.db\n', 'drill.sh'),
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
      const fact = litestreamVersionFor(file, project);
      const versions = fact.known ? [fact.value] : namedVersions(project);
      if (versions.length === 0) continue;
      const isRefused = (spec: CommandSpec): boolean => versions.every((version) => isMissing(spec, version));
      const report = ({ range }: ShellWord, what: string, key: string): FileProblem => ({
        file: file.path,
        range,
        message: `\`${what}\` does not exist in Litestream ${named(versions)}. It ends with an error (${fact.known ? fact.source : `${fact.reason}; no version that the project names has it`}).`,
        help: `${litestreamSuccessors[key] ?? 'Use what this version has, or a newer release'}.`,
      });
      const command = litestreamCommands.find((one) => one.name === name.text);
      if (command && isRefused(command)) {
        yield report(name, `litestream ${name.text}`, name.text);
        continue;
      }
      for (const { name: option, word } of options) {
        const spec = litestreamOptions[name.text]?.find((one) => one.name === option);
        if (spec && isRefused(spec)) yield report(word, `litestream ${name.text} -${option}`, `-${option}`);
      }
    }
  },
});

type Version = Pick<LitestreamVersion, 'line' | 'release'>;

/** The versions that a project names, where each is known; none where the newest of all is among them. */
const namedVersions = remember((project: Project): readonly Version[] => {
  const all = new Set(litestreamEvidenceIn(project).map(({ version }) => version));
  const known = [...all].flatMap((version = ''): Version[] => {
    const setting = settingLine(version);
    return setting?.line === undefined ? [] : [setting];
  });
  return known.length === all.size ? known : [];
});

function named(versions: readonly Version[]): string {
  return versions
    .map(({ line, release }) => release ?? line)
    .sort()
    .join(' and ');
}

function isMissing({ versions }: CommandSpec, { line, release }: Version): boolean {
  const span = versions[line];
  if (!span) return true;
  if (release === undefined) return false;
  return (
    compareReleases(release, span.since) < 0 ||
    (span.until !== undefined && compareReleases(release, span.until) > 0)
  );
}
