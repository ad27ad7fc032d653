/** Where a cursor stands in a litestream.yml, found by the indentation: what is being typed need not be YAML yet. */
export interface CursorPlace {
  /** The path of the map, `[]` behind lists: `dbs[].replicas[]`; empty for the top. */
  readonly place: string;
  /** The key that is typed, or the one whose value is typed. */
  readonly key: string;
  /** What stands behind the key, up to the cursor; undefined where the key itself is typed. */
  readonly value: string | undefined;
  /** The other keys of the same map. */
  readonly siblings: readonly string[];
}

interface KeyLine {
  readonly key: string;
  /** The column of the key. */
  readonly column: number;
  /** The column of the first dash before it; undefined without one. */
  readonly dash: number | undefined;
}

/** The place of a cursor; undefined in comments and where no key can stand. */
export function cursorPlace(text: string, offset: number): CursorPlace | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const typed = /^(?<indent>\s*)(?<dashes>(?:- +)*)(?<key>[\w-]*)(?<rest>:\s*(?<value>[^#]*))?$/.exec(
    text.slice(lineStart, offset),
  )?.groups;
  if (!typed) return undefined;
  const { indent = '', dashes = '', key = '', rest, value } = typed;
  const current: KeyLine = {
    key,
    column: indent.length + dashes.length,
    dash: dashes === '' ? undefined : indent.length,
  };
  const above = keyLines(text.slice(0, lineStart));
  const nextLine = text.indexOf('\n', offset);
  const below = nextLine < 0 ? [] : keyLines(text.slice(nextLine + 1));
  return {
    place: placeOf(current, above),
    key,
    value: rest === undefined ? undefined : (value ?? ''),
    siblings: [...siblingsAbove(current, above), ...siblingsBelow(current, below)],
  };
}

function keyLines(text: string): KeyLine[] {
  return text.split('\n').flatMap((line) => {
    const match = /^(?<indent> *)(?<dashes>(?:- +)*)(?<key>[\w-]+):(?:\s|$)/.exec(line)?.groups;
    if (!match) return [];
    const { indent = '', dashes = '', key = '' } = match;
    const dash = dashes === '' ? undefined : indent.length;
    return [{ key, column: indent.length + dashes.length, dash }];
  });
}

/** Goes up from line to line, to the keys that stand further to the left. */
function placeOf(current: KeyLine, above: readonly KeyLine[]): string {
  const parts: string[] = [];
  let isItem = current.dash !== undefined;
  let limit = current.dash ?? current.column;
  for (const { key, column, dash } of above.toReversed()) {
    if (isItem) {
      if (column > limit) continue;
      parts.unshift(`${key}[]`);
    } else if (column === limit && dash !== undefined) {
      isItem = true;
      limit = dash;
      continue;
    } else if (column < limit) {
      parts.unshift(key);
    } else continue;
    isItem = dash !== undefined;
    limit = dash ?? column;
  }
  return parts.join('.');
}

function siblingsAbove({ column, dash }: KeyLine, above: readonly KeyLine[]): string[] {
  const keys: string[] = [];
  if (dash !== undefined) return keys;
  for (const line of above.toReversed()) {
    if (line.column < column) break;
    if (line.column > column) continue;
    keys.push(line.key);
    if (line.dash !== undefined) break;
  }
  return keys;
}

function siblingsBelow({ column }: KeyLine, below: readonly KeyLine[]): string[] {
  const keys: string[] = [];
  for (const line of below) {
    if (line.column < column || (line.dash !== undefined && line.dash < column)) break;
    if (line.column === column) keys.push(line.key);
  }
  return keys;
}
