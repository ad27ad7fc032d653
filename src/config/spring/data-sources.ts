import {
  type JdbcProperty,
  jdbcScheme,
  joined,
  readJdbcUrl,
  readProperties,
  unknownProperty,
} from '../../embedded/connections/jdbc.ts';
import type { ConnectionSite, IgnoredParameter, Setting, Written } from '../../embedded/connections/site.ts';
import type { TextPiece } from '../../embedded/sql/builder.ts';
import { readSqlDocument, SyntaxCache } from '../../sql/document.ts';
import { readPragma } from '../../sql/pragma.ts';
import { wholeNumber } from '../../text/number.ts';
import type { Range } from '../../text/range.ts';
import { type Entry, readEntries } from './entries.ts';

/** Spring Boot's own files, with those of its profiles. */
export const springFiles = /(?:^|\/)(?:application|bootstrap)(?:-[\w-]+)?\.(?:properties|ya?ml)$/;

/**
 * The data sources of SQLite in a configuration of Spring Boot, Micronaut or Quarkus: keys that end in `url` with a JDBC
 * URL. https://docs.spring.io/spring-boot/how-to/data-access.html
 */
export function readSpring(path: string, text: string): ConnectionSite[] {
  if (/-(?:test|tests|it|ci|e2e)\.\w+$/.test(path) || !text.includes('jdbc:sqlite:')) return [];
  return readEntries(path, text).flatMap((entries) => {
    const profile = entries.find(({ key }) => /^spring\.(?:config\.activate\.onprofile|profiles)$/.test(key));
    if (profile && /^(?:test|it|ci|e2e)$/.test(profile.value.trim())) return [];
    return entries.flatMap((entry) => readSource(entry, entries));
  });
}

function readSource(entry: Entry, entries: readonly Entry[]): ConnectionSite[] {
  const prefix = /^(.*?)\.(?:hikari\.)?(?:jdbc\.?)?url$/.exec(entry.key)?.[1];
  const otherwise = /^\$\{([\w.-]+):(.*)\}$/s.exec(entry.value);
  const value = otherwise && jdbcScheme.test(otherwise[2] ?? '') ? (otherwise[2] ?? '') : entry.value;
  if (prefix === undefined || !jdbcScheme.test(value)) return [];
  const isSpring = prefix === 'spring.datasource';
  const own = entries.filter(({ key }) => key.startsWith(`${prefix}.`));
  const shift = entry.value === value ? 0 : entry.value.indexOf(value);
  const pieces = placeholdersIn(value, entry, shift);
  const url = readJdbcUrl(pieces, entry.range, () => true);
  const hook = initSql(own);
  const { path, isPathKnown, storage, isComplete: _, hasParameters, ...facts } = url;
  const size = own.find(({ key }) => key.endsWith('.maximumpoolsize'))?.value;
  const all = joined(facts, readProperties(propertiesIn(own), unknownProperty), { ...hook, readOnly: false });
  return [
    {
      ...all,
      driver: isSpring ? 'spring-boot' : 'sqlite-jdbc/data-source',
      range: entry.range,
      database: databaseOf(path, isPathKnown, value),
      storage,
      opaque: shift > 0 ? `its URL is $${otherwise?.[1] ?? ''} where that is set` : undefined,
      poolSize: wholeNumber(size),
      fix:
        shift > 0 || entry.value.length !== entry.valueRange.end - entry.valueRange.start
          ? undefined
          : (pragma, to) => {
              const at = entry.valueRange.end;
              return { range: { start: at, end: at }, text: `${hasParameters ? '&' : '?'}${pragma}=${to}` };
            },
    },
  ];
}

/** A value with a hole for each `${NAME:default}` in it. */
function placeholdersIn(value: string, { valueRange, value: whole }: Entry, shift: number): TextPiece[] {
  // Quotes and escapes make the place of characters unsure.
  const quoted = valueRange.end - valueRange.start - whole.length;
  const start = quoted === 0 || quoted === 2 ? valueRange.start + quoted / 2 + shift : undefined;
  const pieces: TextPiece[] = [];
  let from = 0;
  const push = (to: number): void => {
    if (to > from)
      pieces.push({ text: value.slice(from, to), host: start === undefined ? undefined : start + from });
  };
  for (const { 0: text, index } of value.matchAll(/\$\{[^{}]*\}|#\{[^{}]*\}|@[\w.-]+@/g)) {
    push(index);
    pieces.push({
      hole: start === undefined ? valueRange : { start: start + index, end: start + index + text.length },
    });
    from = index + text.length;
  }
  push(value.length);
  return pieces;
}

function databaseOf(path: string, isKnown: boolean, value: string): Written {
  if (isKnown) return { kind: 'text', text: path };
  const only = /^jdbc:sqlite:(?:file:)?\$\{([\w.-]+)(?::([^{}]*))?\}(?:$|\?)/i.exec(value);
  return only
    ? { kind: 'env', name: only[1] ?? '', otherwise: only[2] }
    : { kind: 'path', written: value.replace(jdbcScheme, '').replace(/\?[^{}]*$/, '') };
}

function propertiesIn(entries: readonly Entry[]): JdbcProperty[] {
  return entries.flatMap((entry): JdbcProperty[] => {
    const name = /\.(?:data-?source|connection)-?properties\.(.+)$/i.exec(entry.written)?.[1];
    if (name === undefined) return [];
    const value = entry.value.includes('${') ? undefined : entry.value;
    return [{ name, value, range: entry.range, written: name, by: 'option' }];
  });
}

const cache = new SyntaxCache();

/** HikariCP runs the first statement of connection-init-sql on each new connection. */
function initSql(entries: readonly Entry[]): { settings: Setting[]; ignored: IgnoredParameter[] } {
  const entry = entries.find(({ key }) => /\.(?:connectioninitsql|initsql|newconnectionsql)$/.test(key));
  if (!entry) return { settings: [], ignored: [] };
  const found = readSqlDocument(entry.value, cache).statements.flatMap(({ tree }, at) => {
    const pragma = tree && readPragma(tree);
    return pragma?.valueNode ? [{ pragma, at }] : [];
  });
  const range: Range = entry.range;
  return {
    settings: found
      .filter(({ at }) => at === 0)
      .map(({ pragma }) => ({
        pragma: pragma.name,
        value: entry.value.includes('${') ? undefined : pragma.value,
        by: 'hook' as const,
        written: entry.written.replace(/^.*\./, ''),
        range,
        everyConnection: true,
      })),
    ignored: found
      .filter(({ at }) => at > 0)
      .map(({ pragma }) => ({
        name: `PRAGMA ${pragma.name}`,
        range,
        reason: 'sqlite-jdbc runs only the first statement of connection-init-sql',
        instead: `data-source-properties.${pragma.name}`,
      })),
  };
}
