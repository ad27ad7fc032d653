import { filling, litefsCommands } from '../../config/litefs/read.ts';
import { readShellWords } from '../../config/shellwords.ts';
import { litefsUses } from '../../project/litefs/use.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'litefs/shell-in-exec',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds commands in `exec` that are written for a shell: `&&`, `;`, pipes, redirections, variables in front of the program.',
    why: 'LiteFS divides the command into words by itself and starts the program without a shell. At the first `;`, `&`, `|`, `<` or `>` outside of quotes it stops reading and drops the rest without a word: `node migrate.js && node server.js` migrates, and starts no server.',
    sources: [
      'https://github.com/superfly/litefs/blob/v0.5.14/cmd/litefs/mount_linux.go',
      'https://github.com/mattn/go-shellwords',
    ],
    bad: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nexec: "node migrate.js && node server.js"\n',
      },
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nexec:\n  - cmd: NODE_ENV=production node server.js\n',
      },
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nexec:\n  - cmd: echo "starting" (at last)\n',
      },
    ],
    good: [
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nexec:\n  - cmd: sh -c \'node migrate.js && node server.js\'\n',
      },
      {
        'litefs.yml':
          'lease:\n  type: "static"\n  advertise-url: "http://primary:20202"\nexec:\n  - cmd: node migrate.js --url "http://localhost/?a=1&b=2"\n    if-candidate: true\n  - cmd: $SERVER --port 8081\n',
      },
    ],
  },
  *checkProject(project) {
    for (const { file, config } of litefsUses(project)) {
      for (const { text, entry } of litefsCommands(config)) {
        if (text === undefined) continue;
        const { words, dropped, isRefused } = readShellWords(text);
        const [program] = words;
        // Without a word before it, the command has no program: litefs/missing-key.
        if (program === undefined && !isRefused) continue;
        const { range } = entry.value;
        const written = file.text.slice(range.start, range.end);
        const rest = dropped ? shown(text.slice(dropped.start)) : '';
        const problem = isRefused
          ? 'LiteFS cannot read this command: quotes stay open, or parentheses stand outside of them'
          : dropped
            ? `LiteFS drops \`${rest}\`: no shell reads this command`
            : /^[A-Za-z_]\w*=/.test(program ?? '')
              ? `LiteFS looks for a program named \`${shown(program ?? '')}\`: no shell reads this command`
              : undefined;
        if (problem === undefined) continue;
        const fix = isRefused ? undefined : throughShell(text, written);
        yield {
          file: file.path,
          range,
          message: `${problem}.`,
          help: "Let a shell run it, as in `sh -c 'first && second'`, or write each command as an item of its own.",
          ...(fix !== undefined && {
            fixes: [
              { title: 'Let a shell run it', safe: false, edits: [{ range, text: fix }] } satisfies Fix,
            ],
          }),
        };
      }
    }
  },
});

/** At most so much that the first sentence stays short. */
function shown(text: string): string {
  const plain = text.replaceAll(filling, '…').replace(/…+/g, '…').replace(/\s+/g, ' ').trim();
  return plain.length > 24 ? `${plain.slice(0, 23)}…` : plain;
}

/** Undefined where quotes would have to stand in quotes. */
function throughShell(text: string, written: string): string | undefined {
  const inner = /^(["']?)(.*)\1$/s.exec(written)?.[2];
  if (inner === undefined || inner.length !== text.length || /['"\\\n]/.test(inner)) return undefined;
  return `"sh -c '${inner}'"`;
}
