/** Dates, times to the minute, times to the second, and those with four digits behind that Diesel keeps at 0. */
const lengthsOfTimes: readonly number[] = [8, 12, 14, 18];

/**
 * The version that comes behind `last`, in its form: a number with as many digits, a date or a time (in UTC) with the
 * same separators. Undefined where the form is not known, or leaves no version.
 * @param others versions of the same folder: where they differ in length, a number may get longer
 */
export function nextVersion(last: string, others: readonly string[], now: Date): string | undefined {
  const digits = last.replace(/\D/g, '');
  if (!/^\d+(?:[._-]?\d+)*$/.test(last)) return undefined;
  if (
    lengthsOfTimes.includes(digits.length) &&
    /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/.test(digits)
  )
    return laterTime(last, digits, now);
  if (digits !== last) return undefined;
  // Seconds and milliseconds since 1970, between 2014 and 2033.
  if (/^1[4-9]\d{8}(?:\d{3})?$/.test(last)) {
    const time = BigInt(Math.floor(now.getTime() / (last.length === 10 ? 1000 : 1)));
    return String(time > BigInt(last) ? time : BigInt(last) + 1n);
  }
  const next = String(BigInt(last) + 1n).padStart(last.length, '0');
  // `999` and `1000` are in order for a tool that compares numbers only.
  const grows = next.length > last.length;
  return grows && new Set(others.map((other) => other.length)).size < 2 ? undefined : next;
}

function laterTime(last: string, digits: string, now: Date): string | undefined {
  const written = (time: Date): string => digitsOf(time).slice(0, digits.length).padEnd(digits.length, '0');
  let next = written(now);
  if (next <= digits) {
    // Two of one day have no order, and a day that has not come is no date for what is written now.
    if (digits.length === 8) return undefined;
    const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?/.exec(digits) ?? [];
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map((part) =>
      Number(part ?? 0),
    );
    const then = Date.UTC(year, month - 1, day, hour, minute, second);
    next = written(new Date(then + (digits.length === 12 ? 60_000 : 1000)));
  }
  let at = 0;
  return last.replace(/\d/g, () => next[at++] ?? '');
}

/** `20260131120000`, in UTC. */
function digitsOf(time: Date): string {
  return time.toISOString().replace(/\D/g, '').slice(0, 14);
}

/** The words of a title, in lower case, for names of files and classes. */
export function wordsOf(title: string): string[] {
  return title.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

/** The words of a title joined, no longer than names of files had better be. */
export function slugOf(title: string, separator = '_'): string {
  const slug = wordsOf(title).join(separator);
  return slug.length <= 60 ? slug : slug.slice(0, 61).replace(/[^a-z0-9][a-z0-9]*$/, '');
}

/** `AddIndexOnBooks`. */
export function classNameOf(title: string): string {
  return slugOf(title)
    .split('_')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
