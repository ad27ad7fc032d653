import type { CommandText, ShellCommand } from '../../embedded/shell/command.ts';
import { servicesOf } from '../../project/deployment/services.ts';
import { startTextsOf } from '../../project/deployment/start-scripts.ts';
import { nameOf } from '../../text/paths.ts';
import { defineRule, type Fix } from '../rule.ts';

const image = (script: string, entrypoint = '["/run.sh"]'): Record<string, string> => ({
  Dockerfile: `FROM node:24\nCOPY run.sh /run.sh\nENTRYPOINT ${entrypoint}\n`,
  'run.sh': `#!/bin/sh\nset -e\nlitestream restore -if-db-not-exists -if-replica-exists /data/app.db\n${script}`,
});

export default defineRule({
  id: 'litestream/entrypoint-without-exec',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds scripts that start a container and run `litestream replicate` without `exec`.',
    why: 'The container sends SIGTERM to its first process, which is the shell then. A shell does not hand it on: neither the application nor Litestream learns that it has to stop, and after the time of grace both are killed. Under tini or dumb-init the shell ends at once, the init program and the container with it, before Litestream has synced. What was written since the last sync is in no replica.',
    sources: [
      'https://litestream.io/docs/troubleshooting/',
      'https://docs.docker.com/reference/dockerfile/#shell-form-entrypoint-example',
      'https://github.com/krallin/tini',
      'https://github.com/Yelp/dumb-init',
    ],
    bad: [
      image('litestream replicate -exec "node server.js"\n'),
      image(
        'if [ -n "$BUCKET" ]; then\n  litestream replicate -exec "node server.js"\nelse\n  exec node server.js\nfi\n',
      ),
      image('litestream replicate -exec "node server.js"\n', '["/sbin/tini", "--", "/run.sh"]'),
      // Litestream gets the signal, too, but is killed when the shell has ended.
      image('litestream replicate -exec "node server.js"\n', '["dumb-init", "/run.sh"]'),
    ],
    good: [
      image('exec litestream replicate -exec "node server.js"\n'),
      image('exec litestream replicate -exec "node server.js"\n', '["/sbin/tini", "--", "/run.sh"]'),
      // It stops its services one by one, and waits for them.
      image('litestream replicate -exec "node server.js"\n', '["/init", "/run.sh"]'),
      image('trap \'kill -TERM $!\' TERM\nlitestream replicate -exec "node server.js" &\nwait\n'),
      {
        Procfile: 'web: ./run.sh\n',
        'run.sh':
          '#!/bin/sh\nlitestream restore -if-replica-exists app.db\nlitestream replicate -exec "node server.js"\n',
      },
      // Nothing says that it starts a container.
      { 'run.sh': '#!/bin/sh\nlitestream replicate -exec "node server.js"\n' },
    ],
  },
  *checkProject(project) {
    const seen = new Set<CommandText>();
    for (const placed of servicesOf(project)) {
      // Heroku and systemd send the signal to all processes.
      if (!containers.has(placed.service.tool)) continue;
      for (const { file, text, by } of startTextsOf(placed, project)) {
        if (!by || seen.has(text) || handsSignalsOn(by)) continue;
        seen.add(text);
        const command = lastWithoutExec(text);
        if (!command) continue;
        yield {
          file: file.path,
          range: command.range,
          message: messageOf(nameOf(file.path), initOf(by)),
          help: 'Put exec before it, so that Litestream takes the place of the shell.',
          fixes: fixOf(command),
        };
      }
    }
  },
});

/** Tools whose services are containers, or machines that run one. */
const containers: ReadonlySet<string> = new Set([
  'docker',
  'compose',
  'kubernetes',
  'fly',
  'kamal',
  'render',
]);

/** True where what starts the script stops its processes one by one, and waits for them. */
function handsSignalsOn({ words }: ShellCommand): boolean {
  return words.some(({ text }) =>
    /^(?:s6-\w+|\/init|supervisord)$/.test(text === '/init' ? text : nameOf(text ?? '')),
  );
}

/** The init program that starts a script. It ends with its child, whether it signals that alone or its whole group. */
function initOf({ launchers }: ShellCommand): string | undefined {
  return launchers.find((name) => /^(?:dumb-init|tini|tini-static|catatonit)$/.test(name));
}

function messageOf(script: string, init: string | undefined): string {
  return init === undefined
    ? `The shell of ${script} keeps SIGTERM from Litestream, which is killed then. It is the first process of the container, and what was written since the last sync is not replicated.`
    : `SIGTERM ends ${script}, and Litestream is killed before it has synced. ${init} ends with the shell that it started, and the container ends with ${init}.`;
}

/** `litestream replicate` as the last command of a script, or of a branch of it. */
function lastWithoutExec({ commands }: CommandText): ShellCommand | undefined {
  if (commands.some(({ program }) => program === 'trap')) return undefined;
  return commands.find(
    ({ program, words, launchers, background, certainty }, index) =>
      program === 'litestream' &&
      words[1]?.text === 'replicate' &&
      !words.some(({ text }) => text === '-once') &&
      !background &&
      !launchers.some((name) => name === 'exec' || name === 'timeout' || name.endsWith('-c')) &&
      commands
        .slice(index + 1)
        .every(
          (later) =>
            /^(?:echo|printf|exit|true|:)$/.test(later.program ?? '') ||
            (certainty === 'sometimes' && later.certainty === 'sometimes'),
        ),
  );
}

function fixOf({ words, launchers, assignments, range }: ShellCommand): Fix[] {
  const start =
    assignments.length === 0 ? range.start : launchers.length === 0 ? words[0]?.range.start : undefined;
  return start === undefined
    ? []
    : [
        {
          title: 'Put exec before litestream',
          safe: false,
          edits: [{ range: { start, end: start }, text: 'exec ' }],
        },
      ];
}
