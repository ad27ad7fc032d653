import { isKnownPragma, pragmas } from '../../facts/pragmas.ts';
import { nearestName } from '../../text/nearest.ts';
import { goProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'pragma/unknown-name',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'unsafe',
  docs: {
    what: 'Finds pragmas that SQLite does not have, misspelt ones above all.',
    why: 'SQLite ignores a pragma that it does not know, without an error or a warning. The setting that the line was written for never takes effect, and nothing tells.',
    sources: ['https://sqlite.org/pragma.html'],
    bad: [
      'PRAGMA busy_timout = 5000;',
      'PRAGMA journal_moed = WAL;',
      goProgram(
        'modernc',
        '1.54.0',
        'return sql.Open("sqlite", "app.db?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=foreign_key(1)")',
      ),
    ],
    good: [
      'PRAGMA busy_timeout = 5000;',
      // Of SQLCipher, which adds pragmas of its own.
      'PRAGMA cipher_page_size = 4096;',
      'PRAGMA main.user_version;',
    ],
  },
  proofs: [
    {
      claim: 'An unknown pragma is ignored without an error.',
      sql: ['PRAGMA busy_timeout = 100', 'PRAGMA busy_timout = 5000', 'PRAGMA busy_timeout'],
      expect: [[100]],
    },
  ],
  *checkPragma({ name, nameRange, range: whole }) {
    if (isKnownPragma(name)) return;
    const range = nameRange ?? whole;
    const meant = nearestName(name, pragmas.keys());
    yield {
      range,
      message: `SQLite has no pragma ${name} and ignores it without an error.`,
      help: meant ? `Write ${meant}.` : 'Remove it, or correct its name.',
      fixes:
        meant && nameRange
          ? [{ title: `Change to ${meant}`, safe: false, edits: [{ range, text: meant }] }]
          : [],
    };
  },
});
