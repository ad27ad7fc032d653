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
  readonly unique: boolean;
  /** The columns as SQL. */
  readonly columns: string;
}

/** Between two words of SQL in a program: blanks, escaped ones too, and the seam of two strings that become one. */
const gap = String.raw`(?:\s|\\[nrt]|["'\x60]\s*[+.\\]?\s*[a-z]?["'\x60](?=[\s\w]))+`;
const quote = String.raw`["'\x60[\]\\]*`;

/** The index may have a name that the program puts together. */
const createIndex = new RegExp(
  String.raw`\bCREATE${gap}(UNIQUE${gap})?INDEX${gap}(?:IF${gap}NOT${gap}EXISTS${gap})?` +
    String.raw`(?:main\.)?${quote}([\w.$%{}:-]+)${quote}${gap}ON${gap}${quote}(\w+)${quote}\s*\(([\w\s,"\x60]+)\)`,
  'gi',
);

/** A call that has an index made later, with its parts as named arguments: those of Synapse’s background updates. */
const namedIndex =
  /\bindex_name\s*=\s*["'](\w+)["']\s*,\s*table\s*=\s*["'](\w+)["']\s*,\s*columns\s*=\s*[[(]([^\])]*)[\])]/g;

/** The indexes that a program makes by itself. */
export const indexesOfProgram = remember((file: SourceFile): readonly ProgramIndex[] => [
  ...indexesInSql(file),
  ...[...file.text.matchAll(namedIndex)].map((match) => {
    const [text, name = '', table = '', columns = ''] = match;
    const range = { start: match.index, end: match.index + text.length };
    const listed = columns.replace(/["'\s]|,\s*$/g, '').replaceAll(',', ', ');
    return { file, range, name, table, unique: false, columns: listed };
  }),
]);

function indexesInSql(file: SourceFile): ProgramIndex[] {
  if (!/\bINDEX\b/i.test(file.text)) return [];
  return [...file.text.matchAll(createIndex)].map((match) => {
    const [text, unique, written = '', table = '', columns = ''] = match;
    const range = { start: match.index, end: match.index + text.length };
    // One that is put together stands for several.
    const name = /\W/.test(written) ? `program_${match.index}` : written;
    return { file, range, name, table, unique: unique !== undefined, columns };
  });
}

const renameTo = new RegExp(String.raw`\bRENAME${gap}TO${gap}${quote}(\w+)`, 'gi');

/** The tables that a program makes anew: what it renames to them is not what a script defines. In lower case. */
export const tablesRenamedTo = remember((file: SourceFile): ReadonlySet<string> => {
  if (!/\bRENAME\b/i.test(file.text)) return new Set();
  return new Set([...file.text.matchAll(renameTo)].flatMap(([, table]) => table?.toLowerCase() ?? []));
});
