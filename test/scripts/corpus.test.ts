import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  describeDialects,
  diffFindings,
  formatCorpus,
  formatDiff,
  parseCorpus,
} from '../../scripts/corpus/accepted.ts';
import {
  type FindingLine,
  firstSentence,
  formatFinding,
  parseFinding,
} from '../../scripts/lib/finding-line.ts';
import { lintCheckout } from '../../scripts/lib/lint-checkout.ts';
import { temporaryProject } from '../support/temporary.ts';

function finding(path: string, line: number, message = 'It is bad.'): FindingLine {
  return { path, line, column: 3, severity: 'warning', rule: 'query/full-scan', message };
}

function changes(before: readonly FindingLine[], now: readonly FindingLine[]): string[] {
  return diffFindings(before, now).map(({ sign, finding: { path, line } }) => `${sign}${path}:${line}`);
}

describe('a finding as a line', () => {
  for (const path of ['a.sql', 'with space/a b.sql', 'a:1:2 b.sql'])
    test(`reads what it writes: ${path}`, () => {
      const written = finding(path, 12, 'a:3:4 error x/y is no place.');
      assert.deepEqual(parseFinding(formatFinding(written)), written);
    });

  test('other lines are not findings', () => {
    assert.equal(parseFinding('a.sql:1 warning query/full-scan m'), undefined);
    assert.equal(parseFinding('a.sql:1:2 fatal query/full-scan m'), undefined);
  });

  test('the message is its first sentence on one line', () => {
    assert.equal(
      firstSentence('No index\n  leads to a.b (c): slow. Rows are read.'),
      'No index leads to a.b (c): slow.',
    );
    assert.equal(firstSentence('nothing more'), 'nothing more');
  });
});

describe('the difference', () => {
  test('nothing when both are the same, in whatever order', () => {
    const [a, b] = [finding('a', 9), finding('a', 10)];
    assert.deepEqual(changes([a, b], [b, a]), []);
  });

  test('what is gone and what is new stand in the order of their places', () => {
    const stays = finding('b', 5);
    assert.deepEqual(
      changes([finding('a', 10), stays, finding('c', 1)], [finding('a', 9), stays, finding('d', 1)]),
      ['+a:9', '-a:10', '-c:1', '+d:1'],
    );
  });

  test('another message is another finding', () => {
    assert.deepEqual(changes([finding('a', 1, 'old')], [finding('a', 1, 'new')]), ['+a:1', '-a:1']);
  });

  test('equal lines count one by one', () => {
    const one = finding('a', 1);
    assert.deepEqual(changes([one, one], [one]), ['-a:1']);
    assert.deepEqual(changes([one], [one, one, one]), ['+a:1', '+a:1']);
  });
});

describe('an accepted file', () => {
  const corpus = { commit: 'abc', dialects: '2 sqlite', findings: [finding('a', 9), finding('a', 10)] };

  test('reads what it writes, and sorts', () => {
    const text = formatCorpus({ ...corpus, findings: corpus.findings.toReversed() });
    assert.deepEqual(parseCorpus(text, 'x.txt'), corpus);
    assert.match(text, /^# commit abc\n# \.sql files: 2 sqlite\na:9:3 .*\na:10:3 .*\n$/);
  });

  test('an unknown commit stays unknown', () => {
    assert.equal(parseCorpus(formatCorpus({ ...corpus, commit: undefined }), 'x.txt').commit, undefined);
  });

  test('a line that is no finding is named', () => {
    assert.throws(
      () => parseCorpus(`${formatCorpus(corpus)}<<<<<<< ours\n`, 'x.txt'),
      /^UsageError: x\.txt:5: /,
    );
    assert.throws(() => parseCorpus('a:1:1 warning r m\n', 'x.txt'), /^UsageError: x\.txt:1: /);
  });

  test('the counts of dialects are compared, too', () => {
    assert.equal(describeDialects({ sqlite: 2, mysql: 1 }), '1 mysql, 2 sqlite');
    assert.equal(describeDialects({}), 'none');
    assert.equal(formatDiff('o+r', corpus, corpus, []), '');
    assert.equal(
      formatDiff('o+r', corpus, { ...corpus, dialects: '3 sqlite' }, []),
      '--- accepted o+r\n+++ o+r\n-# .sql files: 2 sqlite\n+# .sql files: 3 sqlite',
    );
  });
});

test('a checkout that takes too long is a reason, not an exception', () => {
  const { root, remove } = temporaryProject({ 'a.sql': 'SELECT 1;' });
  try {
    assert.deepEqual(lintCheckout(root, ['all'], 1), { ok: false, reason: 'stopped after 0.001 s' });
  } finally {
    remove();
  }
});

test('the script tells what is new, accepts it, and tells what is gone', () => {
  const script = fileURLToPath(new URL('../../scripts/corpus.ts', import.meta.url));
  const { root, remove } = temporaryProject({
    'commits.txt': 'own+one abc123\n',
    'own+one/a.sql': 'PRAGMA synchronous = OFF;\n',
  });
  const run = (...args: string[]): { status: number | null; text: string } => {
    const all = [script, root, '--accepted', `${root}/accepted`, ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, all, { encoding: 'utf8' });
    return { status, text: stdout + stderr };
  };
  try {
    const first = run();
    assert.equal(first.status, 1, first.text);
    assert.match(
      first.text,
      /^--- not accepted yet\n\+\+\+ own\+one\n\+# .*\n\+a\.sql:1:1 error pragma\/synchronous-off /,
    );
    assert.match(first.text, /│ own\+one +│ +1 │ +1 │ +1 │ +0 │ +\d+ │ +\d+ │/);

    assert.equal(run('--accept', 'one').status, 0);
    assert.match(readFileSync(`${root}/accepted/own+one.txt`, 'utf8'), /^# commit abc123\n/);
    const same = run();
    assert.equal(same.status, 0, same.text);
    assert.doesNotMatch(same.text, /^[+-]/m);

    writeFileSync(`${root}/own+one/a.sql`, 'PRAGMA synchronous = NORMAL;\n');
    writeFileSync(`${root}/commits.txt`, 'own+one def456\n');
    writeFileSync(`${root}/accepted/own+two.txt`, '# commit unknown\n# .sql files: none\n');
    const gone = run();
    assert.equal(gone.status, 1, gone.text);
    assert.match(gone.text, /^own\+one: the checkout is at def456, the accepted findings at abc123\n/);
    assert.match(gone.text, /\n-a\.sql:1:1 error pragma\/synchronous-off /);
    assert.match(gone.text, /own\+two: accepted findings, but not checked out/);
    assert.equal(run('three').status, 2);
  } finally {
    remove();
  }
});
