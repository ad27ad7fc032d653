/** How a moment is written. Those of one format compare as the moments do. */
export type TimeFormat = 'blank' | 'T' | 'date' | 'seconds' | 'milliseconds' | 'julian-day';

/** Examples of the formats, for messages. */
export const timeFormats: Readonly<Record<TimeFormat, string>> = {
  blank: '2026-01-31 12:00:00',
  T: '2026-01-31T12:00:00',
  date: '2026-01-31',
  seconds: 'in seconds since 1970',
  milliseconds: 'in milliseconds since 1970',
  'julian-day': 'a Julian day',
};

const now = String.raw`'now'(?:\s*,\s*'(?:localtime|utc|subsec|subsecond|[+-]\d+ \w+)')*`;
const seconds = String.raw`(?:unixepoch\s*\(\s*(?:${now})?\s*\)|strftime\s*\(\s*'%s'\s*(?:,\s*${now})?\s*\)|cast\s*\(\s*strftime\s*\(\s*'%s'\s*,\s*${now}\s*\)\s+as\s+\w+\s*\))`;

const forms: readonly (readonly [RegExp, TimeFormat])[] = [
  [/^current_timestamp$/i, 'blank'],
  [new RegExp(String.raw`^datetime\s*\(\s*(?:${now})?\s*\)$`, 'i'), 'blank'],
  [/^current_date$/i, 'date'],
  [new RegExp(String.raw`^date\s*\(\s*(?:${now})?\s*\)$`, 'i'), 'date'],
  [new RegExp(String.raw`^julianday\s*\(\s*(?:${now})?\s*\)$`, 'i'), 'julian-day'],
  [new RegExp(`^${seconds}$`, 'i'), 'seconds'],
  [new RegExp(String.raw`^(?:${seconds}\s*\*\s*1000|1000\s*\*\s*${seconds})$`, 'i'), 'milliseconds'],
  [
    new RegExp(String.raw`^strftime\s*\(\s*'%(?:Y-%m-%d|F) %(?:H:%M:%[Sf]|T)'\s*,\s*${now}\s*\)$`, 'i'),
    'blank',
  ],
  [
    new RegExp(
      String.raw`^strftime\s*\(\s*'%(?:Y-%m-%d|F)T%(?:H:%M:%[Sf]|T)(?:Z|\+00:00)?'\s*,\s*${now}\s*\)$`,
      'i',
    ),
    'T',
  ],
];

/** The format in which an expression gives the present moment; undefined for any other expression. */
export function timeFormat(sql: string): TimeFormat | undefined {
  let text = sql.trim();
  while (/^\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)$/.test(text)) text = text.slice(1, -1).trim();
  return forms.find(([form]) => form.test(text))?.[1];
}
