import { isMap, isScalar, isSeq, type Node, parseAllDocuments } from 'yaml';
import type { Range } from '../../text/range.ts';

/** One key of a Spring configuration with its value, of whichever format. */
export interface Entry {
  /** With dots, in the relaxed form: lower case, neither `-` nor `_`: `spring.datasource.hikari.connectioninitsql`. */
  readonly key: string;
  /** The key as written. */
  readonly written: string;
  readonly value: string;
  /** The key with its value. */
  readonly range: Range;
  readonly valueRange: Range;
}

/** The documents of a file: each holds for a profile of its own. */
export function readEntries(path: string, text: string): Entry[][] {
  return path.endsWith('.properties') ? readProperties(text) : readYaml(text);
}

/** https://docs.spring.io/spring-boot/reference/features/external-config.html#features.external-config.typesafe-configuration-properties.relaxed-binding */
export function relaxed(key: string): string {
  return key.toLowerCase().replaceAll(/[-_]/g, '');
}

/** A line of `java.util.Properties`: https://docs.oracle.com/javase/8/docs/api/java/util/Properties.html#load-java.io.Reader- */
const line =
  /^[ \t]*((?:[^\s=:#!\\]|\\.)(?:[^\s=:\\]|\\.)*)[ \t]*[=: \t][ \t]*((?:[^\\\r\n]|\\(?:\r?\n|.))*)/gm;

function readProperties(text: string): Entry[][] {
  const documents: Entry[][] = [[]];
  const separators = [...text.matchAll(/^[#!]---\s*$/gm)].map(({ index }) => index);
  for (const match of text.matchAll(line)) {
    const [whole, key = '', value = ''] = match;
    const end = match.index + whole.length;
    const start = match.index + whole.search(/\S/);
    while (separators.length > 0 && (separators[0] ?? 0) < start) {
      separators.shift();
      documents.push([]);
    }
    const unescaped = value
      .replaceAll(/\\\r?\n[ \t]*/g, '')
      .replaceAll(/\\(.)/g, '$1')
      .trimEnd();
    documents.at(-1)?.push({
      key: relaxed(key),
      written: key,
      value: unescaped,
      range: { start, end: start + whole.trim().length },
      valueRange: { start: end - value.length, end: end - value.length + value.trimEnd().length },
    });
  }
  return documents;
}

function readYaml(text: string): Entry[][] {
  const documents = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' });
  if (!Array.isArray(documents)) return [];
  return documents.map((document) => {
    const entries: Entry[] = [];
    if (document.errors.length === 0) flatten(document.contents as Node | null, [], undefined, entries);
    return entries;
  });
}

function flatten(node: Node | null, path: readonly string[], start: number | undefined, into: Entry[]): void {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      flatten(value as Node | null, [...path, String(key.value)], key.range?.[0], into);
    }
  } else if (isScalar(node) && node.range && start !== undefined && !isSeq(node)) {
    const [from, to] = node.range;
    const written = path.join('.');
    into.push({
      key: relaxed(written),
      written,
      value:
        node.value === null
          ? ''
          : typeof node.value === 'string'
            ? node.value
            : (node.source ?? String(node.value)),
      range: { start, end: to },
      valueRange: { start: from, end: to },
    });
  }
}
