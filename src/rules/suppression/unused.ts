import { defineRule } from '../rule.ts';

/** Reported by the linter itself, which alone knows what a suppression silenced. */
export default defineRule({
  id: 'suppression/unused',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Finds `preflight-ignore` comments that silence nothing: the finding is gone, or the rule’s name is wrong.',
    why: 'A suppression that outlives its finding hides the next one.',
    sources: [],
    bad: [
      '-- preflight-ignore pragma/synchronous-off: the import can be repeated\nPRAGMA synchronous = NORMAL;',
    ],
    good: [
      '-- preflight-ignore pragma/synchronous-off: the import can be repeated\nPRAGMA synchronous = OFF;',
    ],
  },
});
