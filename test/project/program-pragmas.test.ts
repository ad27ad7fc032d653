import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { linterFor, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

/** The lines in which `pragma/synchronous-off` reports. */
async function linesOf(body: string): Promise<number[]> {
  const linter = linterFor(engine, { 'setup.py': `import sqlite3\n\n${body}` });
  await linter.update();
  return linter
    .checkAll()
    .filter(({ rule }) => rule === 'pragma/synchronous-off')
    .map(({ file, range }) => (linter.file(file)?.lines.positionAt(range.start).line ?? 0) + 1);
}

const off = 'conn.execute("PRAGMA synchronous = OFF")';

describe('a pragma of a program', () => {
  const cases: Record<string, [string, number[]]> = {
    'is judged where it stands': [`def tune(conn):\n    ${off}\n`, [4]],
    'is left alone in a branch for databases in memory': [
      `def tune(conn, in_memory):\n    if in_memory:\n        ${off}\n`,
      [],
    ],
    'is judged in the other branch': [
      `def tune(conn, in_memory):\n    if in_memory:\n        pass\n    else:\n        ${off}\n`,
      [7],
    ],
    'is judged where the branch is for files': [
      `def tune(conn, in_memory):\n    if not in_memory:\n        ${off}\n`,
      [5],
    ],
    'is judged behind the branch': [
      `def tune(conn, in_memory):\n    if in_memory:\n        pass\n    ${off}\n`,
      [6],
    ],
  };
  for (const [name, [body, expected]] of Object.entries(cases)) {
    test(name, async () => assert.deepEqual(await linesOf(body), expected));
  }
});
