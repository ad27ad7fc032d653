/** A duration that Litestream would not read, or would read as something else; the message says what to write. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
}

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Milliseconds of a duration as Go reads it (https://pkg.go.dev/time#ParseDuration): `72h`, `1h30m`, `500ms`.
 * @throws DurationError for days and weeks, which Go does not know, and for bare numbers, which Litestream takes for
 * nanoseconds
 */
export function durationMs(text: string): number {
  const days = /^(\d+(?:\.\d+)?)([dw])$/.exec(text);
  if (days) {
    const hours = Number(days[1]) * (days[2] === 'd' ? 24 : 24 * 7);
    throw new DurationError(`${text}: durations have no days or weeks; write ${hours}h`);
  }
  if (/^\d+$/.test(text)) {
    throw new DurationError(
      `${text}: a bare number means nanoseconds to Litestream; add a unit, as in ${text}h or ${text}s`,
    );
  }
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text)
    throw new DurationError(`${text}: not a duration; write it as 72h, 1h30m or 500ms`);
  const total = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * (unitMs[unit as string] ?? 0),
    0,
  );
  if (total <= 0) throw new DurationError(`${text}: must be longer than nothing`);
  return total;
}
