import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Preset } from '../../src/rules/rule.ts';
import type { FindingLine } from './finding-line.ts';

/** What linting a checkout gives. */
export interface CheckoutReport {
  /** How many files were opened. */
  readonly files: number;
  /** Files that could not be read, with the reason. */
  readonly unread: readonly string[];
  /** How many .sql files were taken for each dialect. */
  readonly dialects: Readonly<Record<string, number>>;
  /** One list for each preset, in the order in which they were asked for. */
  readonly findings: readonly (readonly FindingLine[])[];
  /** From the first file to the last finding, without the start of the process. */
  readonly milliseconds: number;
  /** The most memory that the process had, in MB of 1024 × 1024 bytes. */
  readonly peakMegabytes: number;
}

export type LintOutcome =
  | { readonly ok: true; readonly report: CheckoutReport }
  | { readonly ok: false; readonly reason: string };

const entry = fileURLToPath(new URL('lint-checkout.process.ts', import.meta.url));

/** Nothing that is worth waiting for takes longer. */
const defaultTimeoutMs = 10 * 60 * 1000;

/**
 * Lints a checkout in a process of its own, so that memory and time are its own and a crash ends nothing else.
 * @param presets which rules report; the checkout is read once for all of them
 */
export function lintCheckout(
  root: string,
  presets: readonly Preset[],
  timeoutMs = defaultTimeoutMs,
): LintOutcome {
  const { status, signal, stdout, stderr, error } = spawnSync(process.execPath, [entry, root, ...presets], {
    encoding: 'utf8',
    maxBuffer: 1024 ** 3,
    timeout: timeoutMs,
  });
  if (error) {
    const late = (error as NodeJS.ErrnoException).code === 'ETIMEDOUT';
    return { ok: false, reason: late ? `stopped after ${timeoutMs / 1000} s` : error.message };
  }
  if (status === 0) return { ok: true, report: JSON.parse(stdout) as CheckoutReport };
  return { ok: false, reason: `${signal ?? `exit code ${status}`}: ${summarize(stderr)}` };
}

/** The message of an uncaught error with the place that it comes from, else the last line. */
export function summarize(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const at = lines.findIndex((line) => /^(?:\w*Error|FATAL ERROR)\b/.test(line));
  if (at < 0) return lines.at(-1)?.trim() ?? 'no message';
  const frame = lines.slice(at + 1).find((line) => /^\s+at /.test(line));
  return `${lines[at]}${frame ? ` ${frame.trim()}` : ''}`;
}
