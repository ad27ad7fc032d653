import { readSynchronous } from '../../facts/pragmas.ts';
import { readPragma } from '../../sql/pragma.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'pragma/synchronous-off',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'unsafe',
  docs: {
    what: 'Finds `PRAGMA synchronous = OFF`.',
    why: 'With synchronous off SQLite hands its writes to the operating system and does not wait for the disk. A power loss or a crash of the machine can then corrupt the database, in WAL mode too, not only lose the last transactions.',
    sources: ['https://sqlite.org/pragma.html#pragma_synchronous', 'https://sqlite.org/howtocorrupt.html'],
    bad: ['PRAGMA synchronous = OFF;', 'PRAGMA main.synchronous(0);'],
    good: ['PRAGMA synchronous = NORMAL;', 'PRAGMA synchronous;', "SELECT 'PRAGMA synchronous = OFF';"],
  },
  proofs: [
    {
      claim: 'OFF, no and 0 all mean off.',
      sql: ['PRAGMA synchronous = no', 'PRAGMA synchronous'],
      expect: [[0]],
    },
  ],
  *checkStatement({ syntax }) {
    const pragma = syntax.tree && readPragma(syntax.tree);
    if (pragma?.name !== 'synchronous' || pragma.value === undefined || !pragma.valueNode) return;
    if (readSynchronous(pragma.value) !== 'off') return;
    yield {
      range: { start: syntax.rangeOf(syntax.tree as never).start, end: syntax.rangeOf(pragma.valueNode).end },
      message: 'synchronous = OFF lets a power loss corrupt the database, in WAL mode too.',
      help: 'Use NORMAL in WAL mode (a power loss then costs the last transactions at most), FULL otherwise.',
      fixes: [
        {
          title: 'Use synchronous = NORMAL',
          safe: false,
          edits: [{ range: syntax.rangeOf(pragma.valueNode), text: 'NORMAL' }],
        },
      ],
    };
  },
});
