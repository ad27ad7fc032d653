import { nameOf } from '../../text/paths.ts';
import { type Fact, known, unknown } from '../facts.ts';
import type { SourceFile } from '../source-file.ts';

/** What the defaults of a driver of .NET depend on beside its version: other packages, and what programs call. */
export function dotnetFeature(files: readonly SourceFile[], feature: string): Fact<boolean> {
  switch (feature) {
    case 'another SQLite than e_sqlite3':
      return bringsOtherSqlite(files);
    case 'EF Core beside it':
      return isBesideEfCore(files);
    case 'databases that it creates':
      return createsDatabases(files);
    default:
      return unknown(`no project file is read for ${feature}`);
  }
}

/**
 * The SQLite of the package Microsoft.Data.Sqlite is e_sqlite3, which is compiled with foreign keys on; its `.Core` is
 * for those who choose another (https://learn.microsoft.com/dotnet/standard/data/sqlite/custom-versions).
 */
function bringsOtherSqlite(files: readonly SourceFile[]): Fact<boolean> {
  const projects = projectFiles(files);
  const named = projects.filter(({ text }) => /"Microsoft\.(?:Data|EntityFrameworkCore)\.Sqlite/i.test(text));
  if (named.length === 0) return unknown('no project file tells which SQLite is used');
  const other = projects.find(
    ({ text }) =>
      /"SQLitePCLRaw\.(?:bundle_(?!e_sqlite3")|provider\.(?!e_sqlite3"))|"SQLite3MC|"Zetetic/i.test(text) ||
      (/"Microsoft\.(?:Data|EntityFrameworkCore)\.Sqlite\.Core"/i.test(text) &&
        !/"SQLitePCLRaw\.(?:bundle|config)\.?_?e_sqlite3"/i.test(text)),
  );
  return other
    ? unknown(`${other.path} chooses the SQLite that is used`)
    : known(false, `it is how e_sqlite3, the SQLite of ${nameOf(named[0]?.path ?? '')}, is compiled`);
}

function isBesideEfCore(files: readonly SourceFile[]): Fact<boolean> {
  const named = projectFiles(files).find(({ text }) => /"Microsoft\.EntityFrameworkCore\.Sqlite/i.test(text));
  return named
    ? unknown(`EF Core, which ${named.path} names, creates databases in WAL mode`)
    : known(false, 'SQLite’s default');
}

/**
 * EF Core switches a database to WAL when it creates it
 * (https://learn.microsoft.com/dotnet/standard/data/sqlite/async#write-ahead-logging).
 */
function createsDatabases(files: readonly SourceFile[]): Fact<boolean> {
  const creator = files.find(
    (file) =>
      file.path.endsWith('.cs') &&
      file.apart === undefined &&
      /\bDatabase\s*\.\s*(?:Migrate|EnsureCreated)(?:Async)?\s*\(/.test(file.text),
  );
  return creator
    ? known(true, `${creator.path} has EF Core create the database, in WAL mode`)
    : unknown('EF Core creates databases in WAL mode, and nothing tells who creates this one');
}

function projectFiles(files: readonly SourceFile[]): SourceFile[] {
  return files.filter(({ path }) =>
    /\.(?:cs|fs|vb)proj$|^Directory\.(?:Packages|Build)\.props$|^packages\.(?:lock\.json|config)$/.test(
      nameOf(path),
    ),
  );
}
