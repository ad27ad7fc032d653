import { spawnSync } from 'node:child_process';

export interface Figures {
  readonly name: string;
  readonly minMs: number;
  readonly medianMs: number;
  readonly maxMs: number;
}

/** Runs the jobs in turns, so that whatever else the machine does falls on all of them alike. */
export async function interleave(
  runs: number,
  jobs: Readonly<Record<string, () => void | Promise<void>>>,
): Promise<Figures[]> {
  const times = new Map<string, number[]>(Object.keys(jobs).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, job] of Object.entries(jobs)) {
      const start = performance.now();
      await job();
      times.get(name)?.push(performance.now() - start);
    }
  }
  return [...times].map(([name, list]) => figures(name, list));
}

export function figures(name: string, times: readonly number[]): Figures {
  const sorted = [...times].sort((a, b) => a - b);
  return {
    name,
    minMs: sorted[0] ?? 0,
    medianMs: percentile(sorted, 0.5),
    maxMs: sorted.at(-1) ?? 0,
  };
}

/** `sorted` ascending; `share` between 0 and 1. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** Prints a table; ratios are to the median of the first row. */
export function print(title: string, rows: readonly Figures[]): void {
  const floor = rows[0]?.medianMs ?? 1;
  console.log(
    `\n### ${title}\n\n| | min ms | median ms | max ms | ratio |\n| --- | ---: | ---: | ---: | ---: |`,
  );
  for (const { name, minMs, medianMs, maxMs } of rows) {
    const cells = [minMs, medianMs, maxMs].map((ms) => ms.toFixed(ms < 10 ? 2 : 0));
    console.log(`| ${name} | ${cells.join(' | ')} | ${(medianMs / floor).toFixed(2)} |`);
  }
}

/** Runs a whole process; its exit code is its own business. */
export function execute(command: string, args: readonly string[]): void {
  const { error } = spawnSync(command, args, { stdio: 'ignore' });
  if (error) throw error;
}

/** True when the program can be started. */
export function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}
