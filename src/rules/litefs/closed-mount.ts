import { filling, litefsCommands, litefsSwitch } from '../../config/litefs/read.ts';
import { readShellWords } from '../../config/shellwords.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litefs/closed-mount',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds an `exec` that starts the application as another user, without `fuse.allow-other`.',
    why: 'The folder that LiteFS mounts is closed to all users but the one that mounted it, to root as well. The application gets “permission denied” on its database.',
    sources: [
      'https://fly.io/docs/litefs/config/',
      'https://man7.org/linux/man-pages/man8/mount.fuse3.8.html',
    ],
    bad: [
      {
        'litefs.yml':
          'fuse:\n  dir: "/litefs"\nlease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nexec:\n  - cmd: "gosu node node server.js"\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'fuse:\n  dir: "/litefs"\n  allow-other: true\nlease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nexec:\n  - cmd: "gosu node node server.js"\n',
      },
      {
        'litefs.yml':
          'fuse:\n  dir: "/litefs"\nlease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nexec:\n  - cmd: "su root -c server"\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      if (litefsSwitch(config, 'fuse.allow-other') !== false) continue;
      for (const { text, entry } of litefsCommands(config)) {
        const user = otherUser(readShellWords(text ?? '').words);
        if (user === undefined) continue;
        yield {
          file: file.path,
          range: entry.value.range,
          message: `The user ${user} cannot open the folder that LiteFS mounts.`,
          help: 'Write `allow-other: true` below `fuse`.',
        };
      }
    }
  },
});

/** The user that a command hands over to; undefined for root, and where that is not known. */
function otherUser([program = '', ...words]: readonly string[]): string | undefined {
  const user = /^(?:.*\/)?(?:gosu|su-exec|setuidgid)$/.test(program)
    ? words[0]
    : /^(?:.*\/)?sudo$/.test(program)
      ? words[words.indexOf('-u') + 1]
      : /^(?:.*\/)?(?:su|runuser)$/.test(program)
        ? (optionOf(words, '-u') ?? words.find((word) => !word.startsWith('-')))
        : undefined;
  const name = user?.split(':')[0];
  if (name === undefined || /^(?:root|0|-.*)?$/.test(name) || name.includes(filling)) return undefined;
  return program.endsWith('sudo') && !words.includes('-u') ? undefined : name;
}

function optionOf(words: readonly string[], option: string): string | undefined {
  const at = words.indexOf(option);
  return at < 0 ? undefined : words[at + 1];
}
