import { isKnownPragmaValue, pragmas } from '../../facts/pragmas.ts';
import { nearestName } from '../../text/nearest.ts';
import { goProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'pragma/unknown-value',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'unsafe',
  docs: {
    what: 'Finds values that a pragma does not have: `synchronous = banana`, `foreign_keys = enabled`.',
    why: 'SQLite reads a value that it does not know as another one, without an error: `synchronous` becomes NORMAL, a switch becomes OFF, `journal_mode` stays what it was.',
    sources: [
      'https://sqlite.org/pragma.html#pragma_synchronous',
      'https://sqlite.org/pragma.html#pragma_foreign_keys',
    ],
    bad: [
      "PRAGMA synchronous = 'banana';",
      'PRAGMA foreign_keys = enabled;',
      'PRAGMA journal_mode = walx;',
      goProgram(
        'modernc',
        '1.54.0',
        'return sql.Open("sqlite", "app.db?_pragma=journal_mode(WAL)&_pragma=busy_timeout(5000)&_pragma=synchronous(banana)")',
      ),
    ],
    good: [
      'PRAGMA synchronous = 2;',
      "PRAGMA foreign_keys = 'yes';",
      'PRAGMA temp_store = memory;',
      'PRAGMA cache_size = -64000;',
    ],
  },
  proofs: [
    {
      claim: 'An unknown value of synchronous is read as NORMAL (1).',
      sql: ['PRAGMA synchronous = FULL', "PRAGMA synchronous = 'banana'", 'PRAGMA synchronous'],
      expect: [[1]],
    },
    {
      claim: 'An unknown truth value is read as OFF (0).',
      sql: ['PRAGMA foreign_keys = ON', 'PRAGMA foreign_keys = enabled', 'PRAGMA foreign_keys'],
      expect: [[0]],
    },
  ],
  *checkPragma({ name, value, valueRange, range: whole }) {
    const fact = pragmas.get(name);
    if (value === undefined || !fact || isKnownPragmaValue(fact, value)) return;
    const range = valueRange ?? whole;
    const words =
      fact.values.kind === 'words' ? fact.values.words : fact.values.kind === 'boolean' ? ['on', 'off'] : [];
    const meant = nearestName(value.toLowerCase(), words);
    yield {
      range,
      message: `${value} is no value of the pragma ${name}: SQLite ${fact.otherwise ?? 'does not take it for a number, without an error'}.`,
      help:
        words.length > 0
          ? `Use one of ${words.map((word) => word.toUpperCase()).join(', ')}.`
          : 'Use a number.',
      fixes:
        meant && valueRange
          ? [
              {
                title: `Change to ${meant.toUpperCase()}`,
                safe: false,
                edits: [{ range, text: meant.toUpperCase() }],
              },
            ]
          : [],
    };
  },
});
