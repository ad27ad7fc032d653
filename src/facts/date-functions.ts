/** The date and time functions of SQLite (https://sqlite.org/lang_datefunc.html), in lower case. */
export const dateFunctions: ReadonlySet<string> = new Set([
  'date',
  'datetime',
  'julianday',
  'strftime',
  'time',
  'timediff',
  'unixepoch',
]);

/** The letters behind `%` that strftime() knows; any other makes its result NULL. Those since 3.44 are among them. */
const formatLetters = 'defFgGHIjJklmMpPRsSTuUVwWY%';

/** The first part of a format of strftime() that SQLite does not know: `%b`, or a `%` at the end. */
export function unknownFormat(format: string): string | undefined {
  for (const [written] of format.matchAll(/%(?:.|$)/gs)) {
    if (written.length === 1 || !formatLetters.includes(written[1] as string)) return written;
  }
  return undefined;
}

const clock = String.raw`\d\d:\d\d(?::\d\d(?:\.\d+)?)?`;

const modifier = new RegExp(
  `^\\s*(?:${[
    String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s+(?:day|hour|minute|second|month|year)s?`,
    `[+-]?${clock}`,
    String.raw`[+-]\d{4}-\d\d-\d\d(?:\s+${clock})?`,
    String.raw`(?:start|end) of\s+(?:month|year|day)`,
    String.raw`weekday\s+[0-6](?:\.0*)?`,
    'ceiling|floor|unixepoch|julianday|auto|localtime|utc|subsec(?:ond)?',
  ].join('|')})\\s*$`,
  'i',
);

/** True for a modifier that some SQLite knows (`end of month` came with 3.54); any other makes the result NULL. */
export function isDateModifier(text: string): boolean {
  return modifier.test(text);
}

const timeValue = new RegExp(
  `^\\s*(?:${[
    String.raw`-?\d{4}-\d\d-\d\d(?:[\sT]+${clock})?\s*(?:Z|[+-]\d\d:\d\d)?`,
    String.raw`${clock}\s*(?:Z|[+-]\d\d:\d\d)?`,
    String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`,
    'now|subsec(?:ond)?',
  ].join('|')})\\s*$`,
  'i',
);

/** True for a text that SQLite reads as a time; any other makes the result NULL. */
export function isTimeValue(text: string): boolean {
  return timeValue.test(text);
}
