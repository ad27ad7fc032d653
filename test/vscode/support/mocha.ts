/** Runs one Mocha suite inside an extension host. */
import fs from 'node:fs';
import { format } from 'node:util';
import Mocha from 'mocha';
import { env, linePrefix, type Result } from './protocol.ts';

/**
 * Runs what `load` declares with Mocha's tdd interface and prints its report line by line.
 * @throws Error when a test fails: the host then reports a failed run.
 */
export async function runSuite(load: () => Promise<unknown>): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', reporter: 'spec', color: false, timeout: 20_000, slow: 2_000 });
  Mocha.reporters.Base.consoleLog = (...args: unknown[]) => {
    for (const line of format(...args).split('\n')) console.log(linePrefix + line);
  };
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  await load();
  const result = { passed: 0, failed: 0 };
  report(result);
  await new Promise<void>((resolve, reject) => {
    const runner = mocha.run(() => {
      report(result);
      if (result.failed > 0 || result.passed === 0) reject(new Error('tests failed'));
      else resolve();
    });
    runner.on('pass', () => report(result, 'passed'));
    runner.on('fail', () => report(result, 'failed'));
  });
}

function report(result: { -readonly [key in keyof Result]: Result[key] }, ended?: keyof Result): void {
  if (ended) result[ended]++;
  const file = process.env[env.result];
  if (file) fs.writeFileSync(file, JSON.stringify(result satisfies Result));
}
