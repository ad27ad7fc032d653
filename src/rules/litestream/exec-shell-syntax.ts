import { isScalar, stringify } from 'yaml';
import { type ExecTrouble, execTrouble, literalVariable, withShell } from '../../config/litestream/exec.ts';
import { litestreamCommandsOf, optionOf } from '../../project/litestream/commands.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { litestreamFiles } from '../litestream-files.ts';
import { defineRule, type Fix } from '../rule.ts';

const withExec = (exec: string): Record<string, string> =>
  litestreamProject('0.5', litestreamReplica('url: s3://backups/app', `exec: ${exec}\n`));

export default defineRule({
  id: 'litestream/exec-shell-syntax',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds operators and words of the shell in `exec`, in a litestream.yml or as an option of `litestream replicate`: `&&`, `;`, `|`, `>`, `NAME=value` before the program, `cd`, parentheses, quotes that stay open, and variables where nothing expands them.',
    why: 'Litestream starts the program by itself, without a shell. From the first operator on everything is dropped without a word: of `npm run migrate && npm start` only the migration runs, and Litestream ends with it.',
    sources: [
      'https://litestream.io/reference/replicate/',
      'https://github.com/mattn/go-shellwords',
      'https://github.com/benbjohnson/litestream.io/issues/371',
    ],
    bad: [
      withExec('npm run migrate && npm start'),
      withExec('node server.js > /var/log/app.log'),
      withExec('NODE_ENV=production node server.js'),
      withExec("'cd /app; ./server'"),
      withExec('(cd /app; ./server)'),
      {
        Dockerfile:
          'FROM node:24\nCMD ["litestream", "replicate", "-exec", "npm run migrate && npm start"]\n',
      },
      {
        Dockerfile: 'FROM node:24\nCMD ["litestream", "replicate", "-exec", "node server.js --port $PORT"]\n',
      },
    ],
    good: [
      withExec('node server.js --port 80'),
      withExec('sh -c "npm run migrate && exec npm start"'),
      withExec("sh -c 'cd /app; exec ./server'"),
      // Litestream puts the variables of the environment into the whole file.
      withExec('node server.js --port $PORT'),
      // So does the shell, within double quotes.
      { Dockerfile: 'FROM node:24\nCMD litestream replicate -exec "node server.js --port $PORT"\n' },
      // A quoted operator is text.
      withExec(`node server.js --title "Tom & Jerry"`),
    ],
  },
  *checkProject(project) {
    for (const { file, settings } of litestreamFiles(project)) {
      const setting = settings.find(({ path }) => path === 'exec');
      if (!setting?.value) continue;
      const { value, range } = setting.value;
      const trouble = execTrouble(value);
      if (!trouble) continue;
      const isPlain =
        trouble.kind !== 'refused' && isScalar(setting.node) && !setting.node.type?.startsWith('BLOCK');
      const fixed = trouble.kind === 'assignment' ? `env ${value.trim()}` : withShell(value);
      const text = stringify(fixed, { lineWidth: 0 }).trimEnd();
      const fixes: Fix[] = isPlain
        ? [{ title: `Run it by ${fixed.split(' ', 1)[0]}`, safe: false, edits: [{ range, text }] }]
        : [];
      yield { file: file.path, range: setting.range, ...told(trouble, fixed), fixes };
    }
    for (const command of litestreamCommandsOf(project)) {
      const { path } = command.file;
      const exec = command.name?.text === 'replicate' ? optionOf(command, 'exec') : undefined;
      if (exec?.text === undefined) continue;
      // Compose files and manifests expand variables by themselves.
      const isWritten = /(?:^|\/|\.)Dockerfile|\.sh$/.test(path);
      const trouble = execTrouble(exec.text) ?? (isWritten ? literalVariable(exec.text) : undefined);
      if (trouble) yield { file: path, range: exec.word.range, ...told(trouble, withShell(exec.text)) };
    }
  },
});

function told(trouble: ExecTrouble, fixed: string): { readonly message: string; readonly help: string } {
  const help = `Write ${fixed.length > 60 ? 'the command within `sh -c "…"`' : fixed}.`;
  switch (trouble.kind) {
    case 'operator':
      return {
        message: `Litestream runs no shell: it drops all of exec from \`${trouble.text}\` on. What it starts is \`${trouble.before}\` alone.`,
        help,
      };
    case 'refused':
      return {
        message:
          'Litestream cannot read exec: quotes stay open, or parentheses stand outside of them. It ends with an error.',
        help: 'Close the quotes. What needs a shell goes into `sh -c "…"`.',
      };
    case 'assignment':
      return {
        message: `Litestream runs no shell: it takes the assignment in exec for the program. It does not find \`${trouble.text.split('=', 1)[0]}=…\` and ends.`,
        help: 'Set the variable where Litestream is started, or put `env` before it.',
      };
    case 'variable':
      return {
        message: `Nothing expands \`${trouble.text}\` here: no shell reads what Litestream is to start. The program gets the name of the variable.`,
        help,
      };
    default:
      return {
        message: `Litestream runs no shell: exec starts with \`${trouble.text}\`, which only a shell knows. It finds no such program and ends.`,
        help,
      };
  }
}
