import { defineRule } from '../rule.ts';

/** Reported by the linter itself when a rule throws; the other rules still report. */
export default defineRule({
  id: 'internal/rule-error',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: [],
  fix: 'none',
  docs: {
    what: 'Tells that a rule failed on a file. It is a defect of SQLite Preflight, not of the file.',
    why: 'The rule did not judge the file, so that silence would say more than is known.',
    sources: [],
    bad: [],
    good: [],
  },
});
