import { litestreamCommandsOf } from '../../project/litestream/commands.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'litestream/option-after-path',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds options that stand behind the path in `litestream restore`.',
    why: 'Litestream reads options up to the first argument that is none. What follows counts as further arguments, and it ends with “too many arguments”: nothing is restored.',
    sources: [
      'https://litestream.io/reference/restore/',
      'https://pkg.go.dev/flag#hdr-Command_line_flag_syntax',
    ],
    bad: [{ 'restore.sh': '#!/bin/sh\nlitestream restore /data/app.db -o /tmp/app.db\n' }],
    good: [
      { 'restore.sh': '#!/bin/sh\nlitestream restore -o /tmp/app.db /data/app.db\n' },
      // What the variable holds may be an option and its value.
      { 'restore.sh': '#!/bin/sh\nlitestream restore $WHERE -o /tmp/app.db /data/app.db\n' },
    ],
  },
  *checkProject(project) {
    for (const { file, name, operands } of litestreamCommandsOf(project)) {
      const [path, ...rest] = operands;
      if (name?.text !== 'restore' || path?.text === undefined) continue;
      const [option] = rest.filter(({ text }) => /^--?[a-z]/.test(text ?? ''));
      const last = rest.at(-1);
      if (!option || !last) continue;
      yield {
        file: file.path,
        range: option.range,
        message: `${option.text} behind the path is not read as an option: Litestream refuses the command.`,
        help: 'Put all options before the path.',
        fixes: [
          {
            title: 'Put the path behind the options',
            safe: false,
            edits: [
              {
                range: { start: path.range.start, end: last.range.end },
                text: `${file.text.slice(rest[0]?.range.start, last.range.end)} ${file.text.slice(path.range.start, path.range.end)}`,
              },
            ],
          },
        ],
      };
    }
  },
});
