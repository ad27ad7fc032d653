import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { commandOfWords, commandsIn } from '../../src/embedded/shell/read.ts';

/** Each command as its words, the unknown ones as `?`, or `?=default` where a default is known. */
function shown(text: string): string[] {
  return commandsIn(text).map(({ words, launchers, certainty, background }) =>
    [
      ...launchers.map((name) => `<${name}>`),
      ...words.map(({ text: word, byDefault }) => word ?? (byDefault === undefined ? '?' : `?=${byDefault}`)),
      ...(certainty === 'sometimes' ? ['(sometimes)'] : []),
      ...(background ? ['&'] : []),
    ].join(' '),
  );
}

describe('commands of a shell script', () => {
  test('words without their quotes', () => {
    assert.deepEqual(shown(`cp 'a b' "c d" e\\ f $'g\\th'`), ['cp a b c d e f g\th']);
  });

  test('what only a run tells is unknown', () => {
    assert.deepEqual(shown(`cp *.db "$1" $(ls) ~/x \${A%.db} {{ .Values.path }}`), [
      'ls',
      'cp ? ? ? ~/x ? ?',
    ]);
  });

  test('braces are several words', () => {
    assert.deepEqual(shown('rm -f app.db{,-wal,-shm}'), ['rm -f app.db app.db-wal app.db-shm']);
  });

  test('certainty and background', () => {
    assert.deepEqual(
      shown('a; b && c; if d; then e; fi; f & for x in 1; do g; done; h() { i; }; (j); k | l'),
      [
        'a',
        'b',
        'c (sometimes)',
        'd',
        'e (sometimes)',
        'f &',
        'g (sometimes)',
        'i (sometimes)',
        'j',
        'k',
        'l',
      ],
    );
  });

  test('launchers', () => {
    assert.deepEqual(
      shown(
        'exec gosu app tini -g -- litestream replicate\nsudo -u app -E FOO=1 nice -n 5 cp a b\nenv A=1 timeout -k 5 10 cp a b\nbundle exec litestream replicate\nbundle install\ncommand -v sqlite3\ndocker compose exec -T -u app web cp a b\nexec',
      ),
      [
        '<exec> <gosu> <tini> litestream replicate',
        '<sudo> <nice> cp a b',
        '<env> <timeout> cp a b',
        '<bundle> litestream replicate',
        'bundle install',
        'command -v sqlite3',
        '<docker compose exec> cp a b',
        'exec',
      ],
    );
  });

  test('scripts within, with their places', () => {
    const text = 'su app -c "cp \\"a\\" $DB"\nbash -euxo pipefail -c \'cp $1 b\'\n';
    assert.deepEqual(shown(text), ['<su -c> cp a ?', '<bash -c> cp ? b']);
    const places = commandsIn(text).map(({ words }) =>
      words.map(({ range }) => text.slice(range.start, range.end)),
    );
    assert.deepEqual(places, [
      ['cp', '\\"a\\"', '$DB'],
      ['cp', '$1', 'b'],
    ]);
  });

  test('the script in an item of a list', () => {
    const text = '["sh", "-c", "cp \\"a\\" b"]';
    const at = (part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });
    const items = ['"sh"', '"-c"', '"cp \\"a\\" b"'];
    const [command] = commandOfWords(
      items.map((item) => ({ text: JSON.parse(item), written: item, range: at(item) })),
      { start: 0, end: text.length },
    );
    assert.deepEqual(
      command?.words.map(({ text: word, range }) => [word, text.slice(range.start, range.end)]),
      [
        ['cp', 'cp'],
        ['a', '\\"a\\"'],
        ['b', 'b'],
      ],
    );
  });

  test('variables that are set once and for sure', () => {
    assert.deepEqual(shown(`A=/data\nB="$A/app.db"\ncp $B "\${B}" \${C:-/c} "$D"`), [
      '',
      '',
      'cp /data/app.db /data/app.db ?=/c ?',
    ]);
    assert.deepEqual(shown(`DB=\${DB:-/data/app.db}\ncp "$DB" x`).at(-1), 'cp ?=/data/app.db x');
  });

  test('variables that may be something else', () => {
    const last = (text: string) => shown(text).at(-1);
    assert.equal(last('A=1\nA=2\ncp $A b'), 'cp ? b');
    assert.equal(last('if x; then A=1; fi\ncp $A b'), 'cp ? b');
    assert.equal(last('A=1\nread A\ncp $A b'), 'cp ? b');
    assert.equal(last('A=1\n. ./settings\ncp $A b'), 'cp ?=1 b');
    assert.equal(last('cp $A b\nA=1\n'), '');
    assert.equal(shown('cp $A b\nA=1\n')[0], 'cp ? b');
    assert.equal(last('for A in 1 2; do cp $A b; done'), 'cp ? b (sometimes)');
    assert.equal(last('f() { local A=1; }; f; cp $A b'), 'cp ? b');
    assert.equal(last('A="1 2"\ncp $A b'), 'cp ? b');
    assert.equal(last('A=1 sh x\ncp $A b'), 'cp ? b');
  });

  test('nothing is read from a syntax error on', () => {
    assert.deepEqual(shown('a\nif b; then\n  c\n'), ['a']);
    assert.deepEqual(shown('a\nb "c\n'), ['a']);
  });

  test('here-documents and redirections', () => {
    const [command] = commandsIn("sqlite3 a.db > out 2>&1 <<'EOF'\nVACUUM;\nEOF\n");
    assert.deepEqual(
      command?.redirections?.map(({ operator, word }) => [operator, word?.text]),
      [
        ['>', 'out'],
        ['>&', undefined],
        ['<<', 'VACUUM;\n'],
      ],
    );
  });

  test('deep nesting ends', () => {
    const text = `${'$('.repeat(2000)}a${')'.repeat(2000)}`;
    assert.ok(Array.isArray(commandsIn(text)));
    assert.ok(Array.isArray(commandsIn(`${'('.repeat(5000)}a`)));
  });
});
