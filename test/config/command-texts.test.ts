import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandTexts } from '../../src/config/command-texts.ts';

/** The texts of a file: purpose, what runs them, and each command as its words stand in the file. */
function shown(path: string, text: string): string[] {
  return readCommandTexts(path, text).map(({ purpose, what, commands }) =>
    [
      `${purpose}, ${what}:`,
      ...commands.map(({ words }) => words.map(({ range }) => text.slice(range.start, range.end)).join(' ')),
    ].join('\n  '),
  );
}

const cases: readonly [path: string, text: string, expected: readonly string[]][] = [
  [
    'Dockerfile',
    `FROM node:24 AS base
RUN apt-get update && \\
  # a comment
  cp a b \\
  && rm c
RUN <<EOF
cp "d" e
EOF
FROM base
RUN ["cp", "f\\"g", "h"]
ENTRYPOINT ["sh", "-c", "cp \\"i\\" j"]
CMD ["k"]
`,
    [
      'image-build, RUN:\n  apt-get update\n  cp a b\n  rm c',
      'image-build, RUN:\n  cp "d" e',
      'image-build, RUN:\n  "cp" "f\\"g" "h"',
      'start, the image’s entrypoint:\n  cp \\"i\\" j',
      'start, the image’s command:\n  "k"',
    ],
  ],
  ['bin/run.sh', 'cp a b\n', ['script, run.sh:\n  cp a b']],
  ['bin/docker-entrypoint', '#!/usr/bin/env bash\ncp a b\n', ['script, docker-entrypoint:\n  cp a b']],
  ['bin/setup', '#!/usr/bin/env ruby\ncp a b\n', []],
  [
    'bin/backup',
    '#!/usr/bin/env nix-shell\n#! nix-shell -i bash -p litestream\ncp a b\n',
    ['script, backup:\n  cp a b'],
  ],
  ['bin/restore', '#! /usr/bin/env nix-shell\n#!nix-shell -p ruby\n#!nix-shell -i ruby\ncp a b\n', []],
  ['bin/run', '#!/usr/bin/env nix-shell\ncp a b\n', []],
  ['bin/sh/run', '#!/opt/sh/bin/ruby\ncp a b\n', []],
  [
    'Makefile',
    'DB := data/app.db\nOUT ?= out.db\n\nbackup: build ## Copies\n\t@cp $(DB) $(OUT)\n\t-rm $$HOME/x $@\n\nother:\n\techo\n',
    ['task, make backup:\n  cp $(DB) $(OUT)\n  rm $$HOME/x $@', 'task, make other:\n  echo'],
  ],
  [
    'justfile',
    "db := 'data/app.db'\n\nbackup target='x':\n    @cp {{db}} {{target}}\n\npy:\n    #!/usr/bin/env python3\n    cp\n",
    ['task, just backup:\n  cp {{db}} {{target}}'],
  ],
  [
    'package.json',
    '{ "scripts": { "start": "node a.js", "copy": "cp \\"a\\" b && rm c" } }',
    ['start, npm run start:\n  node a.js', 'task, npm run copy:\n  cp \\"a\\" b\n  rm c'],
  ],
  [
    '.github/workflows/ci.yml',
    `jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - name: Copy
        run: |
          cat <<EOF
          rm x
          EOF
          cp a "$B"
      - run: >-
          cp
          c d
      - run: Copy-Item e f
        shell: pwsh
  b:
    runs-on: windows-latest
    steps:
      - run: Copy-Item g h
`,
    ['ci, the step “Copy”:\n  cat\n  cp a "$B"', 'ci, a step of the workflow:\n  cp c d'],
  ],
  [
    '.gitlab-ci.yml',
    "build:\n  before_script: [A=1]\n  script:\n    - B=2\n    - 'cp $B c'\n",
    ['ci, the job build:\n  ', 'ci, the job build:\n  \n  cp $B c'],
  ],
  [
    'deploy/crontab',
    'PATH=/bin\n# 0 0 * * * x\n0 3 * * * cp a b-\\%F %in\n@daily rm c\n',
    ['timer, a job of the crontab:\n  cp a b-\\%F', 'timer, a job of the crontab:\n  rm c'],
  ],
  ['etc/cron.d/app', '*/5 * * * * root cp a b\n', ['timer, a job of the crontab:\n  cp a b']],
  [
    'Taskfile.yml',
    'tasks:\n  a:\n    cmds:\n      - cp a b\n      - cmd: rm c\n      - task: other\n  b: cp d e\n',
    ['task, task a:\n  cp a b', 'task, task a:\n  rm c', 'task, task b:\n  cp d e'],
  ],
  [
    'fly.toml',
    'app = "a"\n[deploy]\nrelease_command = "sh -c \'cp a b\'"\n',
    ['release, the release command:\n  cp a b'],
  ],
  [
    'pod.yaml',
    'apiVersion: v1\nkind: Pod\nspec:\n  initContainers:\n    - name: restore\n      command: [sh, -c]\n      args:\n        - |\n          cp a b\n          rm c\n  containers:\n    - name: app\n      command: [node, a.js]\n',
    ['start, the command of restore:\n  cp a b\n  rm c', 'start, the command of app:\n  node a.js'],
  ],
  [
    'compose.yml',
    'services:\n  app:\n    image: x\n    command: "cp \\"a\\" b"\n',
    ['start, the command of app:\n  cp \\"a\\" b'],
  ],
  [
    'Procfile',
    'web: cp a b\nrelease: rm c\n',
    ['start, the process web:\n  cp a b', 'release, the release command of the Procfile:\n  rm c'],
  ],
];

for (const [path, text, expected] of cases) {
  test(`the commands of ${path}`, () => {
    assert.deepEqual(shown(path, text), expected);
  });
}
