import { defineRule } from '../rule.ts';

/** Reported by the linter itself, which reads the suppressions. */
export default defineRule({
  id: 'suppression/missing-reason',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds `preflight-ignore` comments without a reason behind a colon.',
    why: 'Whoever reads the line next year needs to know whether it still holds.',
    sources: [],
    bad: ['-- preflight-ignore pragma/synchronous-off\nPRAGMA synchronous = OFF;'],
    good: [
      '-- preflight-ignore pragma/synchronous-off: the import can be repeated\nPRAGMA synchronous = OFF;',
    ],
  },
});
