import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execTrouble, withShell } from '../../src/config/litestream/exec.ts';

test('what a shell would make of exec is found where Litestream would drop it', () => {
  const kinds: Record<string, string | undefined> = {
    'node server.js': undefined,
    'node server.js --title "a && b"': undefined,
    "sh -c 'a; b'": undefined,
    'echo a\\;b': undefined,
    'a && b': 'operator',
    'a&&b': 'operator',
    'a; b': 'operator',
    'a | b': 'operator',
    'a 2>&1': 'operator',
    'A=b c': 'assignment',
    'cd /app': 'builtin',
    'cdk deploy': undefined,
    '. ./env': 'builtin',
    './server': undefined,
    // A variable of the shell stays as it is written.
    'echo $(date)': undefined,
    '(cd a; b)': 'refused',
    'echo "a': 'refused',
  };
  for (const [command, kind] of Object.entries(kinds))
    assert.equal(execTrouble(command)?.kind, kind, command);
});

test('what is started is the command up to the operator, without the number of a redirection', () => {
  for (const command of ['node server.js 2>&1', 'node server.js; b', "node 'server.js' && c"])
    assert.deepEqual(execTrouble(command), {
      kind: 'operator',
      text: />|;|&&/.exec(command)?.[0],
      before: 'node server.js',
    });
});

test('a command is put into a shell, whose last program gets the signals', () => {
  const written: Record<string, string> = {
    'a && b': "sh -c 'a && exec b'",
    'a && b --c d && e f': "sh -c 'a && b --c d && exec e f'",
    'a; b': "sh -c 'a; b'",
    'a && cd b': "sh -c 'a && cd b'",
    'a > b': "sh -c 'a > b'",
    'a && C=d e': "sh -c 'a && C=d e'",
    "a && echo 'b\"c'": 'sh -c "a && exec echo \'b\\"c\'"',
  };
  for (const [command, text] of Object.entries(written)) assert.equal(withShell(command), text, command);
});
