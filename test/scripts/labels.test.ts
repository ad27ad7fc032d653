import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  alarmShareOf,
  findClashes,
  isAlarm,
  isMiss,
  judge,
  recallOf,
  tally,
} from '../../scripts/labels/judge.ts';
import { findRepeats, type Label, readLabels } from '../../scripts/labels/rows.ts';
import type { FindingLine } from '../../scripts/lib/finding-line.ts';
import { temporaryProject } from '../support/temporary.ts';

const rule = 'pragma/synchronous-off';
const ids = [rule, 'query/full-scan'];
const row = { repo: 'own/one', path: 'a.sql', line: 10, expected: true, rule, why: 'it is off' };

function read(rows: readonly unknown[]): { labels: Label[]; problems: string[] } {
  return readLabels(rows.map((one) => JSON.stringify(one)).join('\n'), 'x.jsonl', ids);
}

function label(changes: Partial<typeof row>): Label {
  const [made] = read([{ ...row, ...changes }]).labels;
  assert.ok(made);
  return made;
}

function finding(line: number, changes: Partial<FindingLine> = {}): FindingLine {
  return { path: 'a.sql', line, column: 1, severity: 'error', rule, message: 'm', ...changes };
}

describe('reading', () => {
  test('a row becomes a label that knows its line; blank lines are skipped', () => {
    const text = `\n${JSON.stringify({ ...row, commit: 'abc', proof: 'true', more: 1 })}\n\n`;
    assert.deepEqual(readLabels(text, 'x.jsonl', ids), {
      labels: [{ ...row, repo: 'own+one', commit: 'abc', proof: 'true', source: 'x.jsonl:2' }],
      problems: [],
    });
  });

  test('a repository is named with + or /', () => {
    assert.equal(label({ repo: 'own+one' }).repo, label({ repo: 'own/one' }).repo);
  });

  const bad: [name: string, json: string, message: RegExp][] = [
    ['text that is not JSON', '{"repo": ', /^x\.jsonl:1: not JSON: /],
    ['a list', '[]', /^x\.jsonl:1: not a JSON object$/],
    ['no why', JSON.stringify({ ...row, why: undefined }), /^x\.jsonl:1: why is missing$/],
    ['an empty why', JSON.stringify({ ...row, why: ' ' }), /^x\.jsonl:1: why is not a text$/],
    ['a line as text', JSON.stringify({ ...row, line: '10' }), /^x\.jsonl:1: line is not a whole number/],
    ['a negative line', JSON.stringify({ ...row, line: -1 }), /^x\.jsonl:1: line is not a whole number/],
    ['expected as text', JSON.stringify({ ...row, expected: 'yes' }), /: expected is not true or false$/],
    ['a repository without owner', JSON.stringify({ ...row, repo: 'one' }), /: repo is not owner\/name$/],
    ['an absolute path', JSON.stringify({ ...row, path: '/a.sql' }), /: path is not a path relative/],
    ['a path that leaves', JSON.stringify({ ...row, path: '../a.sql' }), /: path is not a path relative/],
    [
      'a misspelt rule',
      JSON.stringify({ ...row, rule: 'query/full-scam' }),
      /^x\.jsonl:1: there is no rule query\/full-scam; did you mean query\/full-scan\?$/,
    ],
  ];
  for (const [name, json, message] of bad) {
    test(`${name} is told, and the rows around it are read`, () => {
      const { labels, problems } = readLabels(`${json}\n${JSON.stringify(row)}`, 'x.jsonl', ids);
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.match(problems[0] ?? '', message);
      assert.deepEqual(
        labels.map(({ source }) => source),
        ['x.jsonl:2'],
      );
    });
  }

  test('all that a row lacks is told', () => {
    const { problems } = read([{ repo: 'own/one', rule }]);
    assert.deepEqual(
      problems.map((problem) => problem.replace('x.jsonl:1: ', '')),
      ['path is missing', 'line is missing', 'expected is missing', 'why is missing'],
    );
  });

  test('what is said twice, or once and once the opposite, is told', () => {
    const { labels } = read([
      row,
      { ...row, line: 11 },
      { ...row, why: 'again' },
      { ...row, expected: false },
    ]);
    assert.deepEqual(findRepeats(labels), [
      'x.jsonl:3: repeats x.jsonl:1',
      'x.jsonl:4: contradicts x.jsonl:1',
    ]);
  });
});

describe('judging', () => {
  const hits = (one: Label, ...findings: FindingLine[]): number =>
    judge([one], findings)[0]?.hits.length ?? -1;

  for (const [line, expected] of [
    [6, 0],
    [7, 1],
    [10, 1],
    [13, 1],
    [14, 0],
  ] as const) {
    test(`a finding on line ${line} is ${expected ? '' : 'not '}at line 10`, () => {
      assert.equal(hits(label({}), finding(line)), expected);
    });
  }

  test('another rule or file is not at the place', () => {
    assert.equal(hits(label({}), finding(10, { rule: 'query/full-scan' })), 0);
    assert.equal(hits(label({}), finding(10, { path: 'b/a.sql' })), 0);
  });

  test('line 0 is the whole file, and no other', () => {
    assert.equal(hits(label({ line: 0 }), finding(1), finding(900)), 2);
    assert.equal(hits(label({ line: 0 }), finding(1, { path: 'b.sql' })), 0);
  });

  test('misses and alarms are counted against what was expected', () => {
    const labels = [
      label({ line: 10 }),
      label({ line: 50 }),
      label({ line: 90, expected: false }),
      label({ line: 100, expected: false }),
      label({ path: 'b.sql', line: 0, expected: false }),
      label({ path: 'c.sql', line: 0, expected: false }),
    ];
    const outcomes = judge(labels, [finding(10), finding(90), finding(300), finding(4, { path: 'c.sql' })]);
    assert.deepEqual(
      outcomes.filter(isMiss).map((outcome) => outcome.label),
      [labels[1]],
    );
    assert.deepEqual(
      outcomes.filter(isAlarm).map((outcome) => outcome.label),
      [labels[2], labels[5]],
    );
    const figures = tally(outcomes);
    assert.deepEqual(figures, { labels: 2, found: 1, traps: 4, alarms: 2 });
    assert.equal(recallOf(figures), 0.5);
    assert.equal(alarmShareOf(figures), 0.5);
  });

  test('nothing to find is no recall, no trap no share of alarms', () => {
    assert.equal(recallOf(tally([])), undefined);
    assert.equal(alarmShareOf(tally([])), undefined);
  });

  test('a trap beside an expected finding is told', () => {
    const { labels } = read([
      row,
      { ...row, line: 13, expected: false },
      { ...row, line: 14, expected: false },
      { ...row, repo: 'own/two', expected: false },
    ]);
    assert.deepEqual(findClashes(labels), ['x.jsonl:2: the finding that x.jsonl:1 expects is an alarm here']);
  });
});

describe('the script', () => {
  const script = fileURLToPath(new URL('../../scripts/labels.ts', import.meta.url));

  function run(rows: readonly unknown[], ...options: string[]): { status: number | null; text: string } {
    const { root, remove } = temporaryProject({
      'own+one/a.sql': `PRAGMA synchronous = OFF;\n${'\n'.repeat(20)}PRAGMA synchronous = NORMAL;\n`,
      'own+one/b.sql': 'PRAGMA synchronous = OFF;\n',
      'x.jsonl': rows.map((one) => JSON.stringify(one)).join('\n'),
    });
    try {
      const args = [script, root, '--file', `${root}/x.jsonl`, ...options];
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      return { status, text: stdout + stderr };
    } finally {
      remove();
    }
  }
  const found = { ...row, line: 1 };

  test('passes when all labels are met', () => {
    const { status, text } = run([found, { ...row, line: 22, expected: false }]);
    assert.equal(status, 0, text);
    assert.match(text, /in all +│ +1 │ +1 │ +0 │ 100\.0 % │ +1 │ +0 │ +0\.0 %/);
  });

  test('fails on a miss, an alarm or a proof, tells why, and names what it skips', () => {
    const { status, text } = run(
      [
        { ...found, proof: 'test -f a.sql' },
        { ...row, line: 22, why: 'not found', proof: 'exit 3' },
        { ...row, path: 'b.sql', line: 0, expected: false, why: 'a trap' },
        { ...row, repo: 'own/gone' },
      ],
      '--proofs',
    );
    assert.equal(status, 1, text);
    assert.match(text, /missed {2}own\+one\/a\.sql:22 .*x\.jsonl:2\)\n {2}why: not found\n/);
    assert.match(text, /alarm {2}own\+one\/b\.sql:0 .*\n {2}why: a trap\n {2}reported: b\.sql:1:1 error /);
    assert.match(text, /labels skipped, not checked out: own\+gone \(1\)\n/);
    assert.match(text, /x\.jsonl:2: its proof fails, exit code 3: exit 3\n/);
    assert.match(text, /recall is 50\.0 %, less than 95\.0 %\n/);
    assert.match(text, /false alarms are 100\.0 %, more than 2\.0 %\n/);
    assert.doesNotMatch(text, /jsonl:1/);
  });

  test('refuses labels on places that the checkout has not got', () => {
    const { status, text } = run([
      { ...row, line: 99 },
      { ...row, path: 'c.sql' },
    ]);
    assert.equal(status, 2, text);
    assert.match(text, /x\.jsonl:1: a\.sql has 23 lines, not 99\n.*x\.jsonl:2: there is no file c\.sql\n/);
  });

  test('does not pass when nothing was measured', () => {
    const { status, text } = run([{ ...row, repo: 'own/gone' }]);
    assert.equal(status, 1, text);
    assert.match(text, /nothing was measured\n/);
  });
});
