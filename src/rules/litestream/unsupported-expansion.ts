import type { Project } from '../../project/project.ts';
import { remember } from '../../project/remember.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { litestreamProject, litestreamReplica } from '../examples.ts';
import { type LitestreamFile, litestreamFiles } from '../litestream-files.ts';
import { defineRule, type Problem } from '../rule.ts';

export default defineRule({
  id: 'litestream/unsupported-expansion',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'unsafe',
  docs: {
    what: 'Finds variables in a litestream.yml that Litestream does not expand as a shell does: `${NAME:-default}`, `$$`, `$(command)`, and a `$` within a password.',
    why: 'Litestream knows `$NAME` and `${NAME}`. It takes all between the braces for the name, so that `${NAME:-default}` is always empty, even where NAME is set; and nothing escapes a `$`: `$$` vanishes.',
    sources: ['https://litestream.io/reference/config/#variable-expansion', 'https://pkg.go.dev/os#Expand'],
    bad: [
      litestreamProject('0.5', litestreamReplica('url: s3://${BUCKET:-backups}/app')),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/app\nsync-interval: ${SYNC:-1s}')),
      litestreamProject('0.5', litestreamReplica('url: s3://backups/a$$b')),
      litestreamProject(
        '0.5',
        litestreamReplica('url: s3://backups/app\naccess-key-id: $(cat /run/secrets/id)'),
      ),
    ],
    good: [
      litestreamProject('0.5', litestreamReplica('url: s3://${BUCKET}/$NAME')),
      // In a comment it does no harm.
      litestreamProject('0.5', litestreamReplica('url: s3://${BUCKET}/app # ${BUCKET:-backups}')),
      // Another program fills the file in before.
      {
        ...litestreamProject('0.5', litestreamReplica('url: s3://${BUCKET:-backups}/app')),
        'entrypoint.sh': '#!/bin/sh\nenvsubst < /etc/litestream.yml > /run/litestream.yml\n',
      },
      // Litestream is told to leave variables alone.
      {
        ...litestreamProject('0.5', litestreamReplica('url: s3://backups/a$$b')),
        'run.sh': '#!/bin/sh\nexec litestream replicate -no-expand-env\n',
      },
    ],
  },
  *checkProject(project) {
    for (const litestream of litestreamFiles(project)) {
      const problems = [...problemsIn(litestream)];
      if (problems.length === 0 || isFilledInElsewhere(project)) continue;
      for (const problem of problems) yield { file: litestream.file.path, ...problem };
    }
  },
});

function* problemsIn({ file, settings }: LitestreamFile): Generator<Problem> {
  for (const { value, key, spec } of settings) {
    if (!value) continue;
    const { start, end } = value.range;
    const written = file.text.slice(start, end);
    for (const match of written.matchAll(/\$\{[^}\n]*\}|\$\$|\$\(/g)) {
      const [text] = match;
      const range = { start: start + match.index, end: start + match.index + text.length };
      const name = /^\$\{(\w+)\W/.exec(text)?.[1];
      if (/^\$\{\w+\}$/.test(text)) continue;
      if (text === '$$') {
        yield {
          range,
          message: `\`$$\` in ${key} is no escape: Litestream takes it out. Nothing escapes a \`$\` in its configuration.`,
          help: 'Use a value without `$`, put the whole value into a variable, or start Litestream with -no-expand-env.',
        };
      } else if (text === '$(') {
        yield {
          range,
          message: `Litestream runs no commands: \`$(\` in ${key} stays as it is written.`,
          help: 'Put the output of the command into a variable before Litestream starts, and name that here.',
        };
      } else {
        yield {
          range,
          message: `\`${shortened(text)}\` is always empty: Litestream knows no defaults. The variable that it looks for is called \`${shortened(text.slice(2, -1))}\`.`,
          help: `Name the variable alone, and set it where Litestream is started.`,
          ...(name !== undefined && {
            fixes: [{ title: `Write \${${name}}`, safe: false, edits: [{ range, text: `\${${name}}` }] }],
          }),
        };
      }
    }
    // A name in lower case behind other text is part of a password rather than a variable.
    const literal = spec?.isSecret && /^["']?[^$]+(\$(?:\d|[a-z]\w*))/.exec(written);
    if (literal) {
      const at = start + literal[0].length - (literal[1]?.length ?? 0);
      yield {
        range: { start: at, end: start + literal[0].length },
        message: `A part of ${key} is taken for a variable: what follows its \`$\` is lost. Nothing escapes a \`$\` in Litestream’s configuration.`,
        help: 'Put the whole value into a variable of the environment, and name that here.',
      };
    }
  }
}

/** True where something else fills variables in, or Litestream leaves them alone. */
const isFilledInElsewhere = remember(({ sources }: Project): boolean => sources.some(fillsIn));

const fillsIn = remember(({ text }: SourceFile): boolean =>
  /-no-expand-env\b|\benvsubst\b|\bgomplate\b|\bdockerize\b|\bconfd\b|\besh\b/.test(text),
);

function shortened(text: string): string {
  return text.length > 32 ? `${text.slice(0, 30)}…` : text;
}
