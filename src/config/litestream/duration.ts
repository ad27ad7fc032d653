import { OptionsError } from '../options-error.ts';

/** A duration that Litestream would not read, or would read as something else; the message says what to write. */
export class DurationError extends OptionsError {
  override readonly name = 'DurationError';
}

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Milliseconds of a duration as Go reads it (https://pkg.go.dev/time#ParseDuration): `72h`, `1h30m`, `-1.5s`; undefined
 * for what Go refuses. Zero needs no unit.
 */
export function goDurationMs(text: string): number | undefined {
  const [, sign, amount = ''] = /^([-+]?)(.*)$/s.exec(text) ?? [];
  if (amount === '0') return 0;
  const parts = [...amount.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== amount) return undefined;
  const total = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit as string] ?? 0),
    0,
  );
  return sign === '-' ? -total : total;
}

const otherUnits: ReadonlyMap<string, readonly [unit: string, times: number]> = new Map(
  Object.entries<readonly [unit: string, times: number]>({
    w: ['h', 24 * 7],
    week: ['h', 24 * 7],
    weeks: ['h', 24 * 7],
    d: ['h', 24],
    day: ['h', 24],
    days: ['h', 24],
    hr: ['h', 1],
    hrs: ['h', 1],
    hour: ['h', 1],
    hours: ['h', 1],
    min: ['m', 1],
    mins: ['m', 1],
    minute: ['m', 1],
    minutes: ['m', 1],
    sec: ['s', 1],
    secs: ['s', 1],
    second: ['s', 1],
    seconds: ['s', 1],
    h: ['h', 1],
    s: ['s', 1],
    ms: ['ms', 1],
  }),
);

/** What somebody means who writes a duration with a unit that Go does not know: `168h` for `7d`, `10m` for `10 min`. */
export function meantDuration(text: string): string | undefined {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)\s*/gi)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.trim()) return undefined;
  let written = '';
  for (const [, count, name = ''] of parts) {
    // A capital M may be a month.
    const [unit, times] = (name === 'm' ? ['m', 1] : otherUnits.get(name.toLowerCase())) ?? [];
    if (unit === undefined || times === undefined) return undefined;
    written += `${Number(count) * Number(times)}${unit}`;
  }
  return goDurationMs(written) === undefined ? undefined : written;
}

/**
 * Milliseconds of a duration that a configuration is to be written with.
 * @throws DurationError for days and weeks, which Go does not know, for bare numbers, which Litestream takes for
 * nanoseconds, and for what is not longer than nothing
 */
export function durationMs(text: string): number {
  if (/^\d+$/.test(text)) {
    throw new DurationError(
      `${text}: a bare number means nanoseconds to Litestream; add a unit, as in ${text}h or ${text}s`,
    );
  }
  const total = goDurationMs(text);
  if (total === undefined) {
    const meant = meantDuration(text);
    throw new DurationError(
      meant === undefined
        ? `${text}: not a duration; write it as 72h, 1h30m or 500ms`
        : `${text}: durations have hours, minutes and seconds alone; write ${meant}`,
    );
  }
  if (total <= 0) throw new DurationError(`${text}: must be longer than nothing`);
  return total;
}
