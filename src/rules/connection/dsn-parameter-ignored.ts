import type { IgnoredParameter } from '../../embedded/connections/site.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { goProgram } from '../examples.ts';
import { defineRule, type Problem } from '../rule.ts';

export default defineRule({
  id: 'connection/dsn-parameter-ignored',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds parameters of connection strings, and options, that the driver does not know or does not pass on to SQLite.',
    why: 'Most drivers ignore what they do not know, without an error. The names differ from driver to driver. Parameters that were copied from another driver leave the database without WAL, without a busy timeout or without foreign keys, and nothing says so.',
    sources: [
      'https://pkg.go.dev/github.com/mattn/go-sqlite3#readme-connection-string',
      'https://pkg.go.dev/modernc.org/sqlite#Driver.Open',
    ],
    bad: [
      goProgram(
        'modernc',
        '1.54.0',
        'return sql.Open("sqlite", "app.db?_pragma=journal_mode(WAL)&_busy_timeout=5000&_pragma=busy_timeout(9000)")',
      ),
      goProgram(
        'mattn',
        '1.14.49',
        'return sql.Open("sqlite3", "app.db?_journal_mode=WAL&_pragma=foreign_keys(1)")',
      ),
      // The default of a configuration, which another file opens.
      {
        ...goProgram('mattn', '1.14.49', 'return sql.Open("sqlite3", conf.Path)'),
        'conf/default.go':
          'package conf\n\nconst DefaultPath = "app.db?_journal_mode=WAL&_foreign_keys=on&synchronous=normal"\n',
      },
    ],
    good: [
      goProgram(
        'modernc',
        '1.54.0',
        'return sql.Open("sqlite", "app.db?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)")',
      ),
      // The same names, to the driver that knows them.
      goProgram(
        'mattn',
        '1.14.49',
        'return sql.Open("sqlite3", "app.db?_journal_mode=WAL&_busy_timeout=5000")',
      ),
      // The program reads it, and sets it by itself.
      {
        ...goProgram('mattn', '1.14.49', 'return sql.Open("sqlite3", conf.Path)'),
        'conf/default.go':
          'package conf\n\nconst DefaultPath = "app.db?_journal_mode=WAL&backups=3"\n\nfunc backups(query url.Values) string { return query.Get("backups") }\n',
      },
    ],
  },
  *checkConnection({ file, site }) {
    for (const parameter of site.ignored) {
      // Statements in a transaction are the matter of pragma/foreign-keys-in-transaction.
      if (!parameter.isInTransaction) yield problem(parameter, file);
    }
  },
  *checkProject({ storedNames }) {
    for (const { file, ignored } of storedNames)
      for (const parameter of ignored) yield { file: file.path, ...problem(parameter, file) };
  },
});

function problem(
  { name, range, reason, instead, replacement }: IgnoredParameter,
  { text }: SourceFile,
): Problem {
  const isFixable = replacement !== undefined && fits(text.slice(range.start, range.end), name, replacement);
  return {
    range,
    message: `${name} has no effect here. ${/[.!]$/.test(reason) ? reason : `${reason}.`}`,
    help:
      instead === undefined ? 'Remove it: this driver has nothing that does the same.' : `Write ${instead}.`,
    fixes: isFixable
      ? [{ title: `Change to ${replacement}`, safe: false, edits: [{ range, text: replacement }] }]
      : [],
  };
}

/**
 * True where a replacement can stand for what is written: for the parameter alone, not for an expression that puts it
 * together, nor for the call of a method.
 */
function fits(written: string, name: string, replacement: string): boolean {
  const quotes = (text: string): number => text.match(/["'`]/g)?.length ?? 0;
  return written.includes(name) && !written.includes('\n') && quotes(written) === quotes(replacement);
}
