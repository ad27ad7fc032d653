import type { Range } from '../text/range.ts';
import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

/** Tables that the SQL in a program's text shapes, in lower case; undefined where it shapes some that it does not name. */
export type ShapedByProgram = ReadonlySet<string> | undefined;

const shaping =
  /\b(?:CREATE|ALTER|DROP|RENAME)\s+(?:(?:TEMP|TEMPORARY|UNIQUE|VIRTUAL)\s+)*(?:TABLE|INDEX)\b|\b(?:AutoMigrate|create_table|createTable|add_index|addIndex|add_column|addColumn|alter_table|alterTable)\b/i;
const tables =
  /\bTABLE\s+(?:IF\s+(?:NOT\s+)?EXISTS\s+)?["'`[]?(\w+)|\bINDEX\b[^;"']{0,200}?\bON\s+["'`[]?(\w+)|\b(?:create_table|createTable|alter_table|alterTable|add_index|addIndex|add_column|addColumn)\s*\(?\s*[:"'`](\w+)/gi;

/** What a step of migrations in a language that is not read may touch: by the words of its text. */
export const shapedByProgram = remember((file: SourceFile): ShapedByProgram => {
  if (!shaping.test(file.text)) return new Set();
  const names = [...file.text.matchAll(tables)].flatMap(
    ([, table, indexed, called]) => table ?? indexed ?? called ?? [],
  );
  return names.length > 0 ? new Set(names.map((name) => name.toLowerCase())) : undefined;
});

/** An index that SQL in a program's text makes. Whether and when that runs is not known. */
export interface ProgramIndex {
  readonly file: SourceFile;
  readonly range: Range;
  readonly name: string;
  readonly table: string;
  /** The columns as SQL. */
  readonly columns: string;
}

const createIndex =
  /\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:IF\s+NOT\s+EXISTS\s+)?["'`[\\]*(\w+)["'`\]\\]*\s+ON\s+["'`[\\]*(\w+)["'`\]\\]*\s*\(([\w\s,"`]+)\)/gi;

/** The indexes that a program makes by itself. */
export const indexesOfProgram = remember((file: SourceFile): readonly ProgramIndex[] => {
  if (!/\bINDEX\b/i.test(file.text)) return [];
  return [...file.text.matchAll(createIndex)].map((match) => {
    const [text, name = '', table = '', columns = ''] = match;
    return { file, range: { start: match.index, end: match.index + text.length }, name, table, columns };
  });
});
